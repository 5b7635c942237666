import type { Pool } from '../database/pool.js';
import { lastToTell, readersOf } from '../database/wave-recipients.js';
import type { CommunicationOrder } from '../domain/breach.communication.js';
import { orderedTo, whyNotOrderCommunication } from '../domain/breach.waves.js';
import type { KnownBreach } from '../domain/breach.js';
import { languageInEnglish } from '../domain/letter.js';
import type { CommunicationLetterData, Language } from '../domain/letter.js';
import type { Organisation } from '../domain/organisation.js';
import { refuse } from '../domain/refusal.js';
import { communicationDataFor } from '../letters/communication-data.js';
import { LetterIncomplete, shippedWriter } from '../letters/render.js';
import type { RenderedLetter } from '../letters/render.js';
import type { Readers } from '../pages/communication-fields.js';
import type { PreviewedLetter } from '../pages/communication.view.js';
import { Refused } from './problem.js';

interface PreviewServices {
  readonly pool: Pool;
  readonly organisation: Organisation;
}

export interface PreviewAsk {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly order: CommunicationOrder;
}

/** Who says nothing of it writes in the first language of the house. */
export function inItsLanguage<Order extends CommunicationOrder>(
  order: Order,
  { organisation: { languages } }: Organisation,
): Order & { readonly language: Language } {
  return { ...order, language: order.language ?? languages[0] ?? 'en' };
}

/** Whom the next order writes to, by the language that they read. */
export function readersToTell(
  { pool }: PreviewServices,
  { caseId, breach }: Omit<PreviewAsk, 'order'>,
): Promise<readonly Readers[]> {
  return readersOf(pool, caseId, orderedTo(breach));
}

/** The very letters that an order would send, by what sends them: one for each language, and nothing is kept. */
export async function previewCommunication(
  services: PreviewServices,
  { caseId, breach, order: asked }: PreviewAsk,
): Promise<readonly PreviewedLetter[]> {
  const { pool, organisation } = services;
  const order = inItsLanguage(asked, organisation);
  const listed = await lastToTell(pool, caseId);
  const why = whyNotOrderCommunication(breach, { order, reference: breach.reference, listed });
  if (why !== undefined) throw new Refused(why);
  const { reference, controller } = breach;
  const dataFor = communicationDataFor({ ...order, reference, controller }, organisation);
  const readers = await readersToTell(services, { caseId, breach });
  return readers.map(({ language, recipients }) => {
    const { subject, text } = rendered(dataFor({ language }));
    const isTranslated = order.translations?.[language] !== undefined;
    return { language, recipients, wordsIn: isTranslated ? language : order.language, subject, text };
  });
}

function rendered(data: CommunicationLetterData): RenderedLetter {
  try {
    return shippedWriter().communication(data);
  } catch (error) {
    if (!(error instanceof LetterIncomplete)) throw error;
    const message = `The letter in ${languageInEnglish[data.language]} lacks ${error.part}.`;
    throw new Refused(refuse('CommunicationIncomplete', message, error.article));
  }
}
