import { standingNotifications } from './breach.duties.js';
import { whyNotActOnBreach, whyNotAware } from './breach.law.js';
import type { Breach, BreachFact, FiledVersion, FilingOrder, KnownBreach, Submission } from './breach.js';
import { answersFiledAs } from './notification.js';
import type { Answers, Filing, FrozenVersion } from './notification.js';
import { gapsOf } from './notification.gaps.js';
import { prefill } from './notification.prefill.js';
import { isVisible } from './notification.rules.js';
import { refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** GDPR Art. 33(1): the controller notifies. Answers are gathered before anybody is aware, so that nothing waits for them. */
export function whyNotAnswerNotification(breach: Breach): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (breach.roles.includes('controller')) return undefined;
  return refuse('SubmissionNotOwed', 'A processor notifies its controllers, not an authority.', 'GDPR Art. 33(2)');
}

/** GDPR Art. 33(4): what an incomplete notification lacks follows in phases, so gaps bind a complete one alone. */
export function whyNotFileNotification(breach: Breach, order: FilingOrder, now: Instant): Refusal | undefined {
  const notOurs = whyNotAnswerNotification(breach);
  if (notOurs !== undefined || breach.phase === 'new') return notOurs;
  // What was found not to be a breach is withdrawn after that decision.
  if (order.subtype === 'withdrawn') return whyNotWithdraw(breach, order);
  const notAware = whyNotAware(breach);
  if (notAware !== undefined) return notAware;
  if (order.subtype === 'incomplete') return undefined;
  const gaps = gapsOf(answersToFile(breach, order, now), filingOf(breach, order, now)).length;
  if (gaps === 0) return undefined;
  const message = `${gaps === 1 ? 'One answer is' : `${gaps} answers are`} missing or to be determined.`;
  return refuse('NotificationIncomplete', `${message} Answer them, or notify in phases.`, 'GDPR Art. 33(4)');
}

function whyNotWithdraw(breach: KnownBreach, { reasons }: FilingOrder): Refusal | undefined {
  if (!wasNotified(breach)) return refuse('NothingToWithdraw', 'No notification to the authority is on record.');
  return whyNotReasons(reasons ?? '', 'GDPR Art. 33(5)');
}

function wasNotified(breach: KnownBreach): boolean {
  return standingNotifications(breach).length > 0;
}

/** New until a notification is on record as sent, and again after its withdrawal; a follow-up in between. */
export function filingOf(breach: KnownBreach, order: Omit<FilingOrder, 'organisation'>, now: Instant): Filing {
  const { subtype, isEstablishedInEea } = order;
  const awareAt = breach.anchors.awareAt?.at(-1)?.at;
  return { subtype, isFollowUp: wasNotified(breach), isEstablishedInEea, awareAt, at: now };
}

/** What was typed over what the case knows, less what is not asked: an answer that became beside the point goes nowhere. */
export function answersToFile(breach: KnownBreach, order: FilingOrder, now: Instant): Answers {
  const filing = filingOf(breach, order, now);
  const { notificationAnswers: typed = {} } = breach;
  const withReasons = order.reasons === undefined ? typed : { ...typed, [REASONS_FOR_WITHDRAWAL]: order.reasons };
  const filed = answersFiledAs(prefill(withReasons, breach, order.organisation, filing), filing);
  return Object.fromEntries(Object.entries(filed).filter(([number]) => isVisible(Number(number), filed, filing)));
}

const REASONS_FOR_WITHDRAWAL = 5;

export function frozen(breach: Breach, order: FilingOrder, now: Instant): readonly BreachFact[] {
  if (breach.phase === 'new') return [];
  const version = (breach.notificationVersions?.length ?? 0) + 1;
  const [filing, answers] = [filingOf(breach, order, now), answersToFile(breach, order, now)];
  return [{ type: 'notificationFrozen', version, filing, answers }];
}

/** All versions with their answers, from the facts of the case. */
export function frozenVersions(facts: readonly BreachFact[]): readonly FrozenVersion[] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'notificationFrozen') return [];
    const { version, filing, answers } = fact;
    return [{ version, filing, answers }];
  });
}

/** What was frozen says itself whether anything follows, and why it is late. */
export function asFiled(breach: Breach, submission: Submission): Submission {
  const filed = versionSent(breach, submission);
  if (filed === undefined) return submission;
  const reasonsForDelay = submission.reasonsForDelay ?? filed.reasonsForDelay;
  return { ...submission, isComplete: filed.filing.subtype !== 'incomplete', reasonsForDelay };
}

/** GDPR Art. 5(2): what is said to have been sent is what was frozen before it left, once. */
export function whyNotVersion(breach: KnownBreach, submission: Submission): Refusal | undefined {
  if (submission.version === undefined) return undefined;
  const filed = versionSent(breach, submission);
  if (filed === undefined) return refuse('VersionUnknown', 'No notification was frozen under that number.');
  if (breach.submissions.some(({ version }) => version === submission.version))
    return refuse('AlreadySubmitted', 'That version is on record as sent.');
  if (minuteOf(submission.submittedAt) >= minuteOf(filed.filing.at)) return undefined;
  return refuse('SentBeforeOrdered', 'It cannot have been sent before it was frozen.');
}

function versionSent(breach: Breach, { kind, version }: Submission): FiledVersion | undefined {
  if (breach.phase === 'new' || kind !== 'authority-notification') return undefined;
  return breach.notificationVersions?.find((filed) => filed.version === version);
}

/** People say the minute in which they sent something. */
function minuteOf(instant: Instant): string {
  return instant.slice(0, '2026-11-20T13:20'.length);
}
