import { whyNotActOnBreach } from './breach.law.js';
import { asFiled } from './breach.notifying.js';
import { whyNotRecordSubmission } from './breach.submitting.js';
import type { Breach, BreachCommand, BreachFact, KnownBreach, Submission } from './breach.js';
import type { NotificationChannel } from './organisation.js';
import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** A frozen version that is to leave, by the channel that the authority takes. */
export interface SendingOrder {
  readonly version: number;
  readonly channel: NotificationChannel['by'];
  /** By the `id` of the organisation file. */
  readonly authority: string;
  readonly reasonsForDelay?: string | undefined;
}

export interface Sending extends SendingOrder {
  readonly orderedAt: Instant;
  /** Absent while it is under way. */
  readonly outcome?: SendingOutcome['outcome'];
}

/** Why nobody can say whether the authority has it. */
export const whysUnresolved = [
  'OutcomeUnknown',
  'AnswerNotUnderstood',
  'ReceiptNotBelieved',
  'ChannelUnknown',
] as const;
export type WhyUnresolved = (typeof whysUnresolved)[number];

/** What became of a sending for good; documents are what was sent and what came back. */
export type SendingOutcome = { readonly documents: readonly string[] } & (
  | { readonly outcome: 'taken'; readonly takenAt: Instant; readonly receipt: string }
  | { readonly outcome: 'refused'; readonly code?: number | undefined }
  | { readonly outcome: 'unresolved'; readonly why: WhyUnresolved }
);

/** What whoever carries it must know; the answers stand in the facts of the case. */
export interface Dispatch extends SendingOrder {
  readonly reference: string;
  readonly timeZone: string;
  readonly drill: boolean;
  /** How often this version was ordered: a mail that is ordered again is another mail. */
  readonly times: number;
}

/** GDPR Art. 33(1): what leaves is what was frozen, once at a time; after the end only with the reasons. */
export function whyNotSendNotification(breach: Breach, order: SendingOrder, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (order.channel === 'form')
    return refuse('ChannelTakesNoSending', 'The authority takes it by its own form: type it in there, and record it.');
  if (sendingUnderWay(breach) !== undefined)
    return refuse('SendingUnderWay', 'A version of the notification is on its way to the authority.');
  const isFrozenIn = (breach.notificationVersions ?? []).some(
    ({ version, reasonsForDelay }) => version === order.version && areReasonsGiven(reasonsForDelay),
  );
  // The machine takes what was frozen and nothing beside it.
  if (order.channel === 'endpoint' && areReasonsGiven(order.reasonsForDelay) && !isFrozenIn)
    return refuse('ReasonsMissing', 'Answer field 49 and freeze it anew: the reasons go with it.', 'GDPR Art. 33(1)');
  // It would be evidence at this moment, so what forbids that forbids the order.
  return whyNotRecordSubmission(
    breach,
    evidenceOf(breach, order, { takenAt: now, receipt: 'ordered', documents: [] }),
    now,
  );
}

export function sendingUnderWay({ sendings = [] }: KnownBreach): Sending | undefined {
  return sendings.find(({ outcome }) => outcome === undefined);
}

export function dispatchOf(breach: KnownBreach, order: SendingOrder): Dispatch {
  const { reference, timeZone, drill } = breach;
  return { ...order, reference, timeZone, drill, times: ordersOf(breach, order.version).length };
}

function ordersOf({ sendings = [] }: KnownBreach, version: number): readonly Sending[] {
  return sendings.filter((sending) => sending.version === version);
}

/** Evidence of sending stops the clock; a final no, or a receipt that cannot be right, leaves it running. */
export function sendingSettled(
  breach: Breach,
  command: Extract<BreachCommand, { type: 'noteSending' }>,
  now: Instant,
): readonly BreachFact[] {
  if (breach.phase === 'new') return [];
  const { effect, version, documents } = command;
  const about = { effect, version, documents };
  if (command.outcome === 'refused') return [{ type: 'notificationRefused', ...about, code: command.code }];
  if (command.outcome === 'unresolved') return [{ type: 'notificationUnresolved', ...about, why: command.why }];
  const orders = ordersOf(breach, version);
  const [first, last] = [orders[0], orders.at(-1)];
  if (first === undefined || last === undefined || !isBelievable(command.takenAt, first.orderedAt, now))
    return [{ type: 'notificationUnresolved', ...about, why: 'ReceiptNotBelieved' }];
  const submission = evidenceOf(breach, last, command);
  const isOnRecord = breach.submissions.some((known) => known.version === version);
  return [{ type: 'submissionEvidenced', effect, submission, ...(isOnRecord && { isKnown: true as const }) }];
}

/** GDPR Art. 5(2): what was recorded by hand meanwhile stands, and the answer of the authority stands beside it. */
export function withEvidence(
  known: readonly Submission[],
  { submission, isKnown }: Extract<BreachFact, { type: 'submissionEvidenced' }>,
): readonly Submission[] {
  if (isKnown !== true) return [...known, submission];
  return known.map((one) => (one.version === submission.version ? completedBy(one, submission) : one));
}

/** Each of the two shows its own instant, so the earlier one counts. */
function completedBy(byHand: Submission, own: Submission): Submission {
  const receipts = new Set([byHand.receipt, own.receipt].filter((receipt) => (receipt ?? '').trim() !== ''));
  return {
    ...byHand,
    submittedAt: own.submittedAt < byHand.submittedAt ? own.submittedAt : byHand.submittedAt,
    receipt: [...receipts].join(', '),
    documents: [...new Set([...byHand.documents, ...own.documents])],
  };
}

function evidenceOf(
  breach: Breach,
  { version, reasonsForDelay }: SendingOrder,
  { takenAt, receipt, documents }: { takenAt: Instant; receipt: string; documents: readonly string[] },
): Submission {
  const kind = 'authority-notification';
  return asFiled(breach, {
    kind,
    submittedAt: takenAt,
    receipt,
    documents,
    isComplete: true,
    version,
    reasonsForDelay,
  });
}

/** Clocks of two houses differ by seconds; no more is forgiven, or a wrong receipt could stop a clock. */
const CLOCKS_DIFFER_MS = 60_000;

function isBelievable(takenAt: Instant, orderedAt: Instant, now: Instant): boolean {
  const at = Date.parse(takenAt);
  return at >= Date.parse(orderedAt) - CLOCKS_DIFFER_MS && at <= Date.parse(now) + CLOCKS_DIFFER_MS;
}

/** The one under way has come to an end. */
export function withOutcome(breach: KnownBreach, outcome: SendingOutcome['outcome']): KnownBreach {
  const under = sendingUnderWay(breach);
  if (under === undefined) return breach;
  return {
    ...breach,
    sendings: breach.sendings?.map((sending) => (sending === under ? { ...sending, outcome } : sending)),
  };
}
