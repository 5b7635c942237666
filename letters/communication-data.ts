import { contentFor } from '../domain/breach.communication.js';
import type { TranslatedContent } from '../domain/breach.communication.js';
import type { CommunicationLetterData, Language } from '../domain/letter.js';
import { controllerOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';

/** Of which breach, and whose. */
interface CommunicationCase {
  readonly reference: string;
  /** By the `id` of the organisation file. */
  readonly controller: string;
}

interface Reader {
  readonly language: Language;
  readonly name?: string | undefined;
}

/** What the letter to each reader is made of: for the wave that sends it, and for whoever looks at it before. */
export function communicationDataFor(
  order: TranslatedContent & CommunicationCase,
  organisation: Organisation,
): (reader: Reader) => CommunicationLetterData {
  const { reference } = order;
  const controller = controllerOf(organisation, order.controller);
  if (controller === undefined) throw new Error(`The organisation file has no controller ${order.controller}`);
  return ({ language, name }) => ({
    ...{ letter: 'breach-communication', language, reference, controller, recipientName: name },
    ...contentFor(order, language),
  });
}
