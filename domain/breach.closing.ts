import { articleOf, openMessages } from './breach.authority.js';
import { commitmentKept, isComputed } from './breach.clocks.js';
import { mustCommunicate } from './breach.duties.js';
import { whyNotReportedFinally } from './breach.final-report.js';
import { whyNotActOnBreach } from './breach.law.js';
import { isUnfinished, orderedTo } from './breach.waves.js';
import { sendingUnderWay } from './breach.sending.js';
import type { Breach, KnownBreach, Lesson } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** Nothing that the law, a contract or we ourselves ask for is open, and each lesson will be learnt. */
export function whyNotClose(breach: Breach, listed = 0): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  return (
    whyNotDecided(breach) ??
    whyNotWritten(breach) ??
    whyNotDone(breach) ??
    whyNotHeard(breach) ??
    whyNotAll(breach, listed) ??
    whyNotLearnt(breach)
  );
}

/** GDPR Art. 34(1): whoever was put on the list is written to, unless nobody need be, or all were told in public. */
function whyNotAll(breach: KnownBreach, listed: number): Refusal | undefined {
  const { communication, publiclyToldAt } = breach;
  const isToldOtherwise = communication?.outcome === 'exempt' || publiclyToldAt !== undefined;
  if (isToldOtherwise || communication === undefined || listed <= orderedTo(breach)) return undefined;
  return refuse('WaveUnderWay', 'Somebody on the list was not written to yet.', 'GDPR Art. 34(1)');
}

/** A notice that nobody read helps no controller: each has acknowledged it, by the button or to one of ours. */
function whyNotHeard({ confirmations = [], notices }: KnownBreach): Refusal | undefined {
  const affected = confirmations.reduce((sum, confirmation) => sum + confirmation.affected.length, 0);
  if (affected === 0 || notices?.acknowledged === affected) return undefined;
  const message = 'A controller has not acknowledged its notice: reach it by telephone, and record what was answered.';
  return refuse('ControllerSilent', message, 'GDPR Art. 33(2)');
}

/** GDPR Art. 34(3)(c): whom letters would cost too much effort is told in public, equally effectively. */
function whyNotWritten(breach: KnownBreach): Refusal | undefined {
  if (isUnfinished(breach)) return refuse('WaveUnderWay', 'Letters to data subjects are still to be sent.');
  const { communication, publiclyToldAt } = breach;
  const isPublicOwed = communication?.outcome === 'exempt' && communication.ground === 'c' && mustCommunicate(breach);
  if (!isPublicOwed || publiclyToldAt !== undefined) return undefined;
  const message = 'Tell the data subjects in public, and record it: that is what takes the place of letters.';
  return refuse('PublicCommunicationMissing', message, 'GDPR Art. 34(3)(c)');
}

/** GDPR Art. 33(5): an investigation ends in a decision, and a breach in an assessment. */
function whyNotDecided({ awareness, risk, riskProposal, roles }: KnownBreach): Refusal | undefined {
  if (awareness === 'investigating')
    return refuse('NotDecided', 'Decide first: a personal data breach, or not.', 'GDPR Art. 33(5)');
  if (awareness === 'aware' && roles.includes('controller') && risk === undefined)
    return refuse('NotDecided', 'Assess the risk first.', 'GDPR Art. 33(5)');
  if (awareness === 'aware' && riskProposal !== undefined)
    return refuse('NotDecided', 'A second person must approve the assessment first.', 'GDPR Art. 33(5)');
  return undefined;
}

function whyNotDone(breach: KnownBreach): Refusal | undefined {
  if (sendingUnderWay(breach) !== undefined)
    return refuse('SendingUnderWay', 'A version of the notification is on its way to the authority.');
  const running = breach.clocks.find((clock) => !isComputed(clock) || clock.metAt === undefined);
  if (running !== undefined) return refuse('ClockRunning', 'A clock still runs.', running.article);
  const [open] = openMessages(breach);
  if (open === undefined) return whyNotReportedFinally(breach);
  return refuse('ClockRunning', 'The authority still waits for what it asked or ordered.', articleOf(open));
}

function whyNotLearnt({ lessons }: KnownBreach): Refusal | undefined {
  const isOpen = lessons.some(({ owner, doneBy, retestOn }) => [owner, doneBy, retestOn].includes(undefined));
  return isOpen ? refuse('LessonOpen', 'Each lesson needs an owner, a date and a retest.') : undefined;
}

export function whyNotPutLesson(breach: Breach, { doneBy, retestOn }: Lesson): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined) return closed;
  if (doneBy === undefined || retestOn === undefined || retestOn >= doneBy) return undefined;
  return refuse('RetestTooEarly', 'What is not done yet cannot be tested again.');
}

/** GDPR Art. 32(1)(c): data are back after they were away. */
export function whyNotRecordRestoration(breach: Breach, restoredAt: Instant, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (!breach.aspects.includes('availability'))
    return refuse('NothingToRestore', 'No data were unavailable in this incident.');
  if (breach.restoredAt !== undefined) return refuse('AlreadyDecided', 'The data are back already.');
  return restoredAt > now ? refuse('AnchorInFuture', 'Data do not come back in the future.') : undefined;
}

export function whyNotHandOver(breach: Breach, to: string): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  return breach.owner === to ? refuse('AlreadyOwner', 'That person owns the case already.') : undefined;
}

export function whyNotKeepCommitment(breach: Breach, id: string, keptAt: Instant, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (!breach.commitments.some((commitment) => commitment.id === id))
    return refuse('SubmissionNotOwed', 'Nobody promised that here.');
  if (commitmentKept(breach, id) !== undefined) return refuse('AlreadyDecided', 'That promise is kept already.');
  return keptAt > now ? refuse('AnchorInFuture', 'No promise is kept in the future.') : undefined;
}
