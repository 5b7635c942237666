import { anchorOf } from './breach.anchors.js';
import type { AuthorityAnswer, AuthorityMessage, AuthorityQuestion } from './breach.authority.js';
import { whyNotActOnBreach } from './breach.law.js';
import type { Breach, KnownBreach } from './breach.js';
import { whyNotEvidenced } from './breach.submitting.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** GDPR Art. 31, 58(1), 58(2): what the authority asks or orders is on record as it came in, with the date that it set. */
export function whyNotRecordAuthorityMessage(
  breach: Breach,
  message: AuthorityMessage,
  now: Instant,
): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  return whyNotReceived(breach, message, now) ?? whyNotNamed(breach, message) ?? whyNotRefersTo(breach, message);
}

function whyNotReceived(
  { anchors }: KnownBreach,
  { receivedAt, dueAt }: AuthorityMessage,
  now: Instant,
): Refusal | undefined {
  if (receivedAt > now) return refuse('ReceiptInFuture', 'Nothing was received in the future.');
  const began = anchorOf(anchors, 'occurredFrom');
  if (began !== undefined && receivedAt < began.at)
    return refuse('AnchorsOutOfOrder', 'The authority cannot have written of it before the breach began.');
  if (dueAt === undefined || dueAt > receivedAt) return undefined;
  return refuse('AnchorsOutOfOrder', 'It cannot be due before it was received.');
}

/** A correction takes away neither kind, power nor date: that would end a duty without a word. */
function whyNotNamed({ authorityMessages = [] }: KnownBreach, message: AuthorityMessage): Refusal | undefined {
  const before = authorityMessages.find(({ id }) => id === message.id);
  const corrects = message.corrects === true;
  if (before === undefined)
    return corrects ? refuse('SubmissionNotOwed', 'Nothing of the authority is on record under that name.') : undefined;
  if (!corrects || before.kind !== message.kind)
    return refuse('AlreadyDecided', 'Something else of the authority is on record under that name.');
  const isKept = before.provision === undefined || before.provision === message.provision;
  if (isKept && (before.dueAt === undefined || message.dueAt !== undefined)) return undefined;
  return refuse('AlreadyDecided', 'It keeps its power and a date: what takes them back is a view of the authority.');
}

function whyNotRefersTo(
  { authorityMessages = [], authorityQuestions = [] }: KnownBreach,
  { id, answers, lifts }: AuthorityMessage,
): Refusal | undefined {
  if (answers !== undefined && !authorityQuestions.some((question) => question.id === answers))
    return refuse('SubmissionNotOwed', 'We asked the authority nothing under that name.');
  const isKnown = authorityMessages.some((known) => known.id === lifts && known.kind !== 'view');
  if (lifts === undefined || (isKnown && lifts !== id)) return undefined;
  return refuse('SubmissionNotOwed', 'The authority asked or ordered nothing under that name.');
}

/** Evidence of the answer stops the clock, and nothing else does; a further answer adds to the first. */
export function whyNotAnswerAuthority(breach: Breach, answer: AuthorityAnswer, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  const { authorityMessages = [] } = breach;
  const message = authorityMessages.find(({ id, kind }) => id === answer.message && kind !== 'view');
  if (message === undefined)
    return refuse('SubmissionNotOwed', 'The authority asked or ordered nothing under that name.');
  return whyNotEvidenced(answer) ?? whyNotSent(answer.sentAt, message.receivedAt, now);
}

/** GDPR Art. 34 with Recital 86: asking the authority for its view starts no clock and ends none. */
export function whyNotAskAuthority(breach: Breach, question: AuthorityQuestion, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  const { anchors, authorityQuestions = [] } = breach;
  if (authorityQuestions.some(({ id }) => id === question.id))
    return refuse('AlreadyDecided', 'A question to the authority is on record under that name.');
  return whyNotEvidenced(question) ?? whyNotSent(question.sentAt, anchorOf(anchors, 'firstInformedAt')?.at, now);
}

function whyNotSent(sentAt: Instant, after: Instant | undefined, now: Instant): Refusal | undefined {
  if (sentAt > now) return refuse('SentInFuture', 'Nothing was sent in the future.');
  if (after === undefined || sentAt >= after) return undefined;
  return refuse('SentBeforeOrdered', 'It cannot have been sent before what it follows.');
}
