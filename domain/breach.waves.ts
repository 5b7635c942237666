import { duly } from './actor.js';
import { whyNotTold } from './breach.communication.js';
import type { CommunicationOrder, TranslatedContent } from './breach.communication.js';
import { mustCommunicate } from './breach.duties.js';
import { whyNotAware } from './breach.law.js';
import type { Breach, BreachCommand, BreachFact, KnownBreach } from './breach.js';
import type { Milestone } from './decider.js';
import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** Police or prosecutors asked to wait. It ends by itself and delays letters to people alone (Recital 86). */
export interface CommunicationHold {
  readonly requestedBy: string;
  readonly reasons: string;
  readonly until: Instant;
}

/** Which of the letters that did not arrive go out again; `unknown` may write to somebody twice. */
export const repeatableLetters = ['corrected', 'refused', 'bounced', 'unknown'] as const;
export type RepeatableLetters = (typeof repeatableLetters)[number];

export interface CommunicationRepeat {
  readonly what: RepeatableLetters;
  readonly reasons: string;
}

/** Numbers of the list, both ends among them. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** What became of letters, by number. */
export interface WaveTally {
  readonly sent: number;
  /** Not taken, or taken and sent back. */
  readonly refused: number;
  readonly unknown: number;
}

/** The letters of one order: recipients by their numbers on the list, worked off batch after batch. */
export interface Wave extends WaveTally, NumberRange {
  readonly order: CommunicationOrder;
  readonly batchesDone: number;
  /** A batch has begun and is not done. */
  readonly isUnderWay: boolean;
  /** How often letters were repeated so far. */
  readonly repeats?: number | undefined;
  /** Letters of orders before it, of which no communication tells yet. */
  readonly earlier?: number | undefined;
  /** A communication tells of it. */
  readonly isTold?: true | undefined;
  /** It repeats letters, and whoever was written to lies up to this number. */
  readonly repeating?: { readonly what: RepeatableLetters; readonly orderedTo: number } | undefined;
}

/** One batch of a wave: what is to be sent, and to which numbers of the list. */
export interface WaveBatchOrder extends TranslatedContent, NumberRange {
  readonly batch: number;
  /** Only these go out, again; the repeats of a case are numbered from one. */
  readonly repeat?: { readonly order: number; readonly what: RepeatableLetters } | undefined;
  /** When it began, the same for every attempt. */
  readonly begunAt: Instant;
  readonly reference: string;
  readonly controller: string;
  readonly drill: boolean;
}

/** One fact for so many letters: a hundred thousand are two hundred facts. */
export const WAVE_BATCH = 500;

export function batchesOf({ from, to }: NumberRange): number {
  return Math.ceil((to - from + 1) / WAVE_BATCH);
}

/** The last number that letters were ever ordered for. */
export function orderedTo({ wave }: KnownBreach): number {
  return wave?.repeating?.orderedTo ?? wave?.to ?? 0;
}

export function isUnfinished({ wave }: KnownBreach): boolean {
  return wave !== undefined && wave.batchesDone < batchesOf(wave);
}

type Ordering = Pick<Extract<BreachCommand, { type: 'orderCommunication' }>, 'order' | 'reference' | 'listed'>;

/** GDPR Art. 34(1): a high risk, or somebody's deliberate choice; and never by a slip of the hand. */
export function whyNotOrderCommunication(breach: Breach, { order, reference, listed }: Ordering): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  if (isUnfinished(breach)) return refuse('WaveUnderWay', 'Letters of an earlier order are still on their way.');
  if (listed <= orderedTo(breach)) return refuse('NoRecipients', 'Nobody is on the list who was not written to yet.');
  return whyNotWanted(breach, order) ?? whyNotTold(order) ?? whyNotMeant(breach, reference);
}

function whyNotWanted(breach: KnownBreach, { voluntaryReasons }: CommunicationOrder): Refusal | undefined {
  if (!breach.roles.includes('controller'))
    return refuse('CommunicationNotOwed', 'Data subjects are told by their controller.', 'GDPR Art. 34(1)');
  if (mustCommunicate(breach) || areReasonsGiven(voluntaryReasons)) return undefined;
  const message = 'Without a high risk nobody must be told: say why they are told all the same.';
  return refuse('CommunicationNotOwed', message, 'GDPR Art. 34(1)');
}

function whyNotMeant(breach: KnownBreach, reference: string): Refusal | undefined {
  if (reference.trim().toUpperCase() === breach.reference.toUpperCase()) return undefined;
  return refuse('ReferenceDiffers', `Type ${breach.reference}: the letters go out at once and cannot be called back.`);
}

type Repeating = Pick<Extract<BreachCommand, { type: 'repeatCommunication' }>, 'repeat' | 'numbers'>;

/** GDPR Art. 34(1): whom a letter did not reach is still to be told; who was reached is not told again by a slip. */
export function whyNotRepeatCommunication(breach: Breach, { repeat, numbers }: Repeating): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  if (breach.wave === undefined)
    return refuse('NothingToRepeat', 'No letters were ordered yet: nothing can go out again.');
  if (breach.communicationHold !== undefined)
    return refuse('LettersHeld', 'The letters are held back: repeat them when the hold has ended.', 'Recital 86');
  if (isUnfinished(breach)) return refuse('WaveUnderWay', 'Letters of an earlier order are still on their way.');
  if (numbers === undefined) return refuse('NothingToRepeat', 'No letter on the list stands there.');
  return whyNotReasons(repeat.reasons, 'GDPR Art. 34(1)');
}

/** Recital 86: as law enforcement asks, for a time that ends by itself; another one takes its place. */
export function whyNotHoldCommunication(
  breach: Breach,
  { requestedBy, reasons, until }: CommunicationHold,
  now: Instant,
): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  if (breach.communication?.outcome === 'communicated' && !isUnfinished(breach))
    return refuse('CommunicationNotOwed', 'People are told already: nothing is left to hold back.');
  if (until <= now) return refuse('HoldNotAhead', 'Say a later moment: what has passed holds nothing back.');
  return whyNotReasons(requestedBy.trim() === '' ? '' : reasons, 'Recital 86');
}

/** Letters already begun go on; what a hold held back begins when the last one ends. */
export function holdMilestone({ communicationHold }: KnownBreach): Milestone<BreachCommand> | undefined {
  if (communicationHold === undefined) return undefined;
  const { until } = communicationHold;
  const command = { type: 'passHoldEnd', by: duly, until } as const;
  return { at: until, summary: 'the hold on the communication ends, Recital 86', command };
}

/** Of a hold that another one replaced meanwhile there is no end to note. */
export function holdEnded(breach: Breach, until: Instant): readonly BreachFact[] {
  if (breach.phase !== 'open' || breach.communicationHold?.until !== until) return [];
  const resumes = isUnfinished(breach) && breach.wave?.isUnderWay === false;
  return [{ type: 'communicationHoldEnded', until, resumes }];
}

export function communicationOrdered(breach: Breach, { order, listed }: Ordering): readonly BreachFact[] {
  if (breach.phase === 'new') return [];
  return [{ type: 'communicationOrdered', order, from: orderedTo(breach) + 1, to: listed }];
}

export function communicationRepeated({ repeat, numbers }: Repeating): readonly BreachFact[] {
  return numbers === undefined ? [] : [{ type: 'communicationRepeated', repeat, ...numbers }];
}

/** The last batch ends the communication, if it reached anybody (GDPR Art. 34(1)). */
export function waveBatchSent(
  breach: Breach,
  { effect, batch, sent, refused, unknown }: Extract<BreachCommand, { type: 'noteWaveBatch' }>,
  now: Instant,
): readonly BreachFact[] {
  const isSent = { type: 'waveBatchSent', effect, batch, sent, refused, unknown } as const;
  if (breach.phase === 'new' || breach.wave === undefined) return [isSent];
  const { wave } = breach;
  const isLast = wave.batchesDone + 1 === batchesOf(wave);
  const reached = wave.sent + sent;
  const recipients = toldBefore(breach) + reached;
  if (!isLast || reached === 0 || isListShort(breach)) return [isSent];
  const at = (wave.repeating && toldAt(breach)) ?? now;
  const communication = { outcome: 'communicated', way: 'individual', at, recipients, documents: [] } as const;
  return [isSent, { type: 'communicationRecorded', communication }];
}

/** GDPR Art. 34(1): each of them. Where their number is known exactly, letters to fewer are no evidence that all were told. */
function isListShort(breach: KnownBreach): boolean {
  const concerned = breach.extent?.dataSubjects ?? 'unknown';
  return concerned !== 'unknown' && concerned.precision === 'exact' && orderedTo(breach) < concerned.count;
}

function toldBefore({ communication, wave }: KnownBreach): number {
  const isIndividual = communication?.outcome === 'communicated' && communication.way === 'individual';
  return (isIndividual ? communication.recipients : 0) + (wave?.earlier ?? 0);
}

/** Letters that go out again make nobody told later than they were. */
function toldAt({ communication }: KnownBreach): Instant | undefined {
  const isIndividual = communication?.outcome === 'communicated' && communication.way === 'individual';
  return isIndividual ? communication.at : undefined;
}

/** The wave after an order. */
export function orderedWave(
  { communicationHold, wave }: KnownBreach,
  { order, from, to }: Pick<Wave, 'order' | 'from' | 'to'>,
): Wave {
  const isUnderWay = communicationHold === undefined;
  const begun = { order, from, to, batchesDone: 0, isUnderWay, sent: 0, refused: 0, unknown: 0 };
  const earlier = wave === undefined || wave.isTold === true ? 0 : (wave.earlier ?? 0) + wave.sent;
  return {
    ...begun,
    ...(earlier > 0 && { earlier }),
    ...(wave?.repeats !== undefined && { repeats: wave.repeats }),
  };
}

/** How many letters were ordered, where all are done and more people are known to be concerned. */
export function orderedForFew(breach: KnownBreach): number | undefined {
  const { wave } = breach;
  if (wave === undefined || wave.isTold === true || isUnfinished(breach) || !isListShort(breach)) return undefined;
  return orderedTo(breach);
}

/** The wave of letters that go out again, with the words that were ordered last. */
export function repeatedWave(
  breach: KnownBreach,
  { repeat, from, to }: NumberRange & { readonly repeat: CommunicationRepeat },
): Wave | undefined {
  if (breach.wave === undefined) return undefined;
  const { order, repeats = 0 } = breach.wave;
  const repeating = { what: repeat.what, orderedTo: orderedTo(breach) };
  return { ...orderedWave(breach, { order, from, to }), repeats: repeats + 1, repeating };
}

/** The wave after one more batch; the next one begins unless a hold is in force. */
export function advancedWave({ wave, communicationHold }: KnownBreach, tally: WaveTally): Wave | undefined {
  if (wave === undefined) return undefined;
  const batchesDone = wave.batchesDone + 1;
  return {
    ...wave,
    batchesDone,
    isUnderWay: communicationHold === undefined && batchesDone < batchesOf(wave),
    sent: wave.sent + tally.sent,
    refused: wave.refused + tally.refused,
    unknown: wave.unknown + tally.unknown,
  };
}

/** The batch that begins with a fact. */
export function nextBatch({ wave, reference, controller, drill }: KnownBreach, begunAt: Instant): WaveBatchOrder {
  if (wave === undefined) throw new Error('No letters were ordered');
  const { voluntaryReasons: _voluntaryReasons, language: _language, ...content } = wave.order;
  const from = wave.from + wave.batchesDone * WAVE_BATCH;
  const to = Math.min(wave.to, from + WAVE_BATCH - 1);
  const { repeating, repeats = 0 } = wave;
  const repeat = repeating && { order: repeats, what: repeating.what };
  return {
    ...{ ...content, batch: wave.batchesDone, from, to, begunAt, reference, controller, drill },
    ...(repeat !== undefined && { repeat }),
  };
}

/** Nobody is told of a breach that is none: what has not begun stays unsent. */
export function withoutRest(breach: KnownBreach): KnownBreach {
  const { wave } = breach;
  if (wave === undefined) return breach;
  const begun = wave.batchesDone + (wave.isUnderWay ? 1 : 0);
  return { ...breach, wave: { ...wave, to: Math.min(wave.to, wave.from + begun * WAVE_BATCH - 1) } };
}
