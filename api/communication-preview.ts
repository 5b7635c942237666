import type { Pool } from '../database/pool.js';
import { lastToTell, readersOf } from '../database/wave-recipients.js';
import { numbersToRepeat, readersToRepeat } from '../database/wave-repeats.js';
import type { CommunicationOrder } from '../domain/breach.communication.js';
import { orderedTo, whyNotOrderCommunication, whyNotRepeatCommunication } from '../domain/breach.waves.js';
import type { RepeatableLetters } from '../domain/breach.waves.js';
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

export interface AboutLetters {
  readonly caseId: string;
  readonly breach: KnownBreach;
}

/** Those of an order that is not given yet, or those that would go out again. */
export type AskedLetters = { readonly order: CommunicationOrder } | { readonly what: RepeatableLetters };

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
  { caseId, breach }: AboutLetters,
): Promise<readonly Readers[]> {
  return readersOf(pool, caseId, orderedTo(breach));
}

/** The very letters that would leave, by what sends them: one for each language, and nothing is kept. */
export function previewLetters(
  services: PreviewServices,
  { caseId, breach, ...asked }: AboutLetters & AskedLetters,
): Promise<readonly PreviewedLetter[]> {
  const about = { caseId, breach };
  return 'order' in asked ? lettersToSend(services, about, asked.order) : lettersToRepeat(services, about, asked.what);
}

async function lettersToSend(
  services: PreviewServices,
  { caseId, breach }: AboutLetters,
  order: CommunicationOrder,
): Promise<readonly PreviewedLetter[]> {
  const listed = await lastToTell(services.pool, caseId);
  const why = whyNotOrderCommunication(breach, { order, reference: breach.reference, listed });
  if (why !== undefined) throw new Refused(why);
  return lettersOf(services, breach, order, await readersToTell(services, { caseId, breach }));
}

/** With the words that were ordered last. */
async function lettersToRepeat(
  services: PreviewServices,
  { caseId, breach }: AboutLetters,
  what: RepeatableLetters,
): Promise<readonly PreviewedLetter[]> {
  const numbers = await numbersToRepeat(services.pool, caseId, what);
  // Why they go out again is said with the order, not before one has seen them.
  const repeat = { what, reasons: 'To be said with the order.' };
  const why = whyNotRepeatCommunication(breach, { repeat, numbers });
  if (why !== undefined) throw new Refused(why);
  if (breach.wave === undefined) return [];
  return lettersOf(services, breach, breach.wave.order, await readersToRepeat(services.pool, caseId, what));
}

function lettersOf(
  { organisation }: PreviewServices,
  { reference, controller }: KnownBreach,
  asked: CommunicationOrder,
  readers: readonly Readers[],
): readonly PreviewedLetter[] {
  const order = inItsLanguage(asked, organisation);
  const dataFor = communicationDataFor({ ...order, reference, controller }, organisation);
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
