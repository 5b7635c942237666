import { anchorOf } from './breach.anchors.js';
import { isComputed } from './breach.clocks.js';
import { isCommunicationOrdered } from './breach.authority.js';
import type { ClockId, SubmissionKind } from './breach.clock-table.js';
import { mustCommunicate, submissionsOf } from './breach.duties.js';
import { whyNotActOnBreach, whyNotAware } from './breach.law.js';
import { whyNotVersion } from './breach.notifying.js';
import type { Breach, Communication, KnownBreach, Submission } from './breach.js';
import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** Which clocks ask for what is sent; without one of them nobody is owed it. */
const askedBy: Readonly<Record<SubmissionKind, readonly ClockId[]>> = {
  'authority-notification': ['gdpr-33-sa'],
  'controller-notice': ['gdpr-33-2'],
  'nis2-early-warning': ['nis2-early'],
  'nis2-notification': ['nis2-notify'],
  'nis2-progress-report': ['nis2-final'],
  'nis2-final-report': ['nis2-final', 'nis2-final-after-handling'],
  'dora-initial': ['dora-initial'],
  'dora-intermediate': ['dora-intermediate'],
  'dora-final': ['dora-final'],
  'eprivacy-initial': ['eprivacy-initial', 'uk-pecr'],
  'eprivacy-second': ['eprivacy-second'],
};

/** Evidence of sending stops a clock, and nothing else does. GDPR Art. 33(1): after the end only with the reasons. */
export function whyNotRecordSubmission(breach: Breach, submission: Submission, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  return (
    whyNotOwed(breach, submission) ??
    whyNotVersion(breach, submission) ??
    whyNotEvidenced(submission) ??
    whyNotThen(breach, submission, now) ??
    whyNotLate(breach, submission)
  );
}

/** A report that follows another is owed once that one was sent, so what is out of turn is not owed either. */
function whyNotOwed(breach: KnownBreach, { kind }: Submission): Refusal | undefined {
  if (clocksAsking(breach, kind).length > 0 || isVoluntary(breach, kind)) return undefined;
  return refuse('SubmissionNotOwed', 'No clock of this case asks for that.');
}

/** GDPR Art. 33(1) asks for no notification where a risk is unlikely, and forbids none. */
function isVoluntary({ awareness, roles }: KnownBreach, kind: SubmissionKind): boolean {
  return kind === 'authority-notification' && awareness === 'aware' && roles.includes('controller');
}

function clocksAsking({ clocks }: KnownBreach, kind: SubmissionKind) {
  return clocks.filter(({ id }) => askedBy[kind].includes(id));
}

export function whyNotEvidenced({
  receipt,
  documents,
}: Pick<Submission, 'receipt' | 'documents'>): Refusal | undefined {
  if (documents.length > 0 || (receipt ?? '').trim() !== '') return undefined;
  return refuse('EvidenceMissing', 'Give the receipt, or a document that shows it.', 'GDPR Art. 5(2)');
}

function whyNotThen(breach: KnownBreach, { kind, submittedAt }: Submission, now: Instant): Refusal | undefined {
  if (submittedAt > now) return refuse('SentInFuture', 'Nothing was sent in the future.');
  const informed = anchorOf(breach.anchors, 'firstInformedAt');
  const earlier = submissionsOf(breach, kind).at(-1)?.submittedAt ?? startOf(breach, kind) ?? informed?.at;
  if (earlier === undefined || submittedAt >= earlier) return undefined;
  return refuse('SentBeforeOrdered', 'It cannot have been sent before what it follows.');
}

/** Only what follows another submission has a start that nothing may precede. */
function startOf({ submissions }: KnownBreach, kind: SubmissionKind): Instant | undefined {
  const follows: Readonly<Partial<Record<SubmissionKind, SubmissionKind>>> = {
    'nis2-progress-report': 'nis2-notification',
    'nis2-final-report': 'nis2-notification',
    'dora-intermediate': 'dora-initial',
    'dora-final': 'dora-intermediate',
    'eprivacy-second': 'eprivacy-initial',
  };
  return submissions.find((submission) => submission.kind === follows[kind])?.submittedAt;
}

/** GDPR Art. 33(1): a notification that is not made within the period gives the reasons for the delay. */
function whyNotLate(breach: KnownBreach, { kind, submittedAt, reasonsForDelay }: Submission): Refusal | undefined {
  const missed = clocksAsking(breach, kind).find(
    (clock) => isComputed(clock) && clock.metAt === undefined && submittedAt >= clock.dueAt,
  );
  if (missed === undefined || areReasonsGiven(reasonsForDelay)) return undefined;
  return refuse('LateWithoutReasons', 'It was sent after its time: give the reasons for the delay.', missed.article);
}

/** GDPR Art. 34(1), 34(3): told, or one of three exemptions with its reasons; none holds against an order, 34(4). */
export function whyNotRecordCommunication(
  breach: Breach,
  communication: Communication,
  now: Instant,
): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  const { at, outcome } = communication;
  if (at > now)
    return refuse(
      'SentInFuture',
      outcome === 'exempt' ? 'Nothing was decided in the future.' : 'Nobody was told in the future.',
    );
  const began = anchorOf(breach.anchors, 'occurredFrom');
  if (began !== undefined && at < began.at)
    return refuse('AnchorsOutOfOrder', 'It cannot have been told or decided before the breach began.');
  if (outcome === 'communicated') return whyNotShown(communication.documents);
  if (isCommunicationOrdered(breach))
    return refuse(
      'AlreadyDecided',
      'The authority ordered it: no exemption counts until it lifts it.',
      'GDPR Art. 34(4)',
    );
  if (!mustCommunicate(breach))
    return refuse('CommunicationNotOwed', 'Without a high risk nothing needs an exemption.');
  return whyNotReasons(communication.reasons, 'GDPR Art. 34(3)');
}

function whyNotShown(documents: readonly string[]): Refusal | undefined {
  if (documents.length > 0) return undefined;
  return refuse('EvidenceMissing', 'Attach what was told.', 'GDPR Art. 34(2)');
}
