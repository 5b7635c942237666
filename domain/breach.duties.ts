import { anchorOf } from './breach.anchors.js';
import type { Anchor } from './breach.anchors.js';
import { isCommunicationOrdered, isOrderedCommunicationOpen } from './breach.authority.js';
import type { ClockId, SubmissionKind } from './breach.clock-table.js';
import { progressInPlaceAt } from './breach.final-report.js';
import { lossOf } from './breach.restoring.js';
import type { Classification, KnownBreach, Submission } from './breach.js';
import type { Instant } from './time.js';

/** What an authority or a controller was sent, in order. */
export function submissionsOf({ submissions }: KnownBreach, kind: SubmissionKind): readonly Submission[] {
  return submissions.filter((submission) => submission.kind === kind);
}

/** GDPR Art. 33(1): what was withdrawn notifies nobody, so only what was sent after the withdrawal counts. */
export function standingNotifications(breach: KnownBreach): readonly Submission[] {
  const sent = submissionsOf(breach, 'authority-notification');
  const withdrawn = (breach.notificationVersions ?? []).filter(({ filing }) => filing.subtype === 'withdrawn');
  const isWithdrawal = ({ version }: Submission) => withdrawn.some((filed) => filed.version === version);
  return sent.slice(sent.findLastIndex(isWithdrawal) + 1);
}

function firstSent(breach: KnownBreach, kind: SubmissionKind): Instant | undefined {
  return submissionsOf(breach, kind)[0]?.submittedAt;
}

function isReportable({ classifications }: KnownBreach, regime: Classification['regime']): boolean {
  return classifications[regime]?.isReportable === true;
}

/** GDPR Art. 33, 34 bind whoever is aware of a personal data breach; other regimes ask other questions. */
function isAware({ awareness }: KnownBreach): boolean {
  return awareness === 'aware';
}

/** GDPR Art. 33(1): every breach, unless a risk to natural persons is unlikely; an unassessed one is presumed to be due. */
export function mustNotifyAuthority(breach: KnownBreach): boolean {
  return isAware(breach) && breach.roles.includes('controller') && !isRiskUnlikely(breach);
}

/** A proposal decides nothing yet, and says that a number was found which an earlier assessment may not have known. */
function isRiskUnlikely({ risk, riskProposal }: KnownBreach): boolean {
  return risk?.level === 'unlikely' && riskProposal === undefined;
}

/** GDPR Art. 33(2): whatever the risk, unless it was found to concern none of them. */
export function mustNotifyController(breach: KnownBreach): boolean {
  const isNobodys = breach.confirmations !== undefined && affectedOf(breach) === 0;
  return isAware(breach) && breach.roles.includes('processor') && !isNobodys;
}

function affectedOf({ confirmations = [] }: KnownBreach): number {
  return confirmations.reduce((sum, { affected }) => sum + affected.length, 0);
}

/** Once it is said whom it concerns, the last of them to be told; before, what somebody sent by hand. */
export function controllersToldAt(breach: KnownBreach): Instant | undefined {
  if (breach.confirmations === undefined) return firstSent(breach, 'controller-notice');
  const affected = affectedOf(breach);
  const { of = 0, told = 0, lastToldAt } = breach.notices ?? {};
  return affected > 0 && of === affected && told === affected ? lastToldAt : undefined;
}

/** GDPR Art. 34(1), 34(4): where a high risk is likely, or the authority orders it. */
export function mustCommunicate(breach: KnownBreach): boolean {
  return hasHighRisk(breach) || (isAware(breach) && isCommunicationOrdered(breach));
}

function hasHighRisk(breach: KnownBreach): boolean {
  return isAware(breach) && breach.roles.includes('controller') && breach.risk?.level === 'high-risk';
}

/** An exemption ends the duty of GDPR Art. 34(1), never that of an order. */
export function isCommunicationOpen(breach: KnownBreach): boolean {
  return mustCommunicate(breach) && (communicationMetAt(breach) === undefined || isOrderedCommunicationOpen(breach));
}

/** GDPR Art. 34(3)(c): what takes the place of letters is telling in public, not the decision; 34(4): no exemption holds against an order. */
function communicationMetAt(breach: KnownBreach): Instant | undefined {
  const { communication, publiclyToldAt } = breach;
  if (communication?.outcome !== 'exempt') return communication?.at;
  if (isCommunicationOrdered(breach)) return undefined;
  return communication.ground === 'c' ? publiclyToldAt : communication.at;
}

/** GDPR Art. 33(4): what is still missing follows without undue further delay. */
function mustComplete(breach: KnownBreach): boolean {
  return mustNotifyAuthority(breach) && standingNotifications(breach).at(-1)?.isComplete === false;
}

/** NIS2 Art. 23(4)(e): the final report waits for the end of the handling only after a progress report on its own date. */
function isFinalReportMoved(breach: KnownBreach): boolean {
  return progressInPlaceAt(breach) !== undefined && anchorOf(breach.anchors, 'handledAt') !== undefined;
}

/** A processor's notice counts from its arrival; told by one, we were told when we first heard of it (EDPB Guidelines 9/2022). */
function noticeOf({ toldBy, anchors }: Pick<KnownBreach, 'toldBy' | 'anchors'>): Anchor | undefined {
  const told = anchorOf(anchors, 'controllerToldAt');
  return told ?? (toldBy === undefined ? undefined : anchorOf(anchors, 'firstInformedAt'));
}

const owed: Readonly<Record<ClockId, (breach: KnownBreach) => boolean>> = {
  investigation: ({ awareness }) => awareness === 'investigating',
  // GDPR Art. 32(1)(c): lost for good they are not restored, which ends the clock and does not meet it.
  restoration: (breach) => breach.aspects.includes('availability') && lossOf(breach) === undefined,
  commitment: () => true,
  // It told us already: what is not known of it warns nobody of ours.
  'processor-notice': () => false,
  'gdpr-33-sa': mustNotifyAuthority,
  'gdpr-33-phase': mustComplete,
  'gdpr-33-2': mustNotifyController,
  'gdpr-34': hasHighRisk,
  'nis2-early': (breach) => isReportable(breach, 'nis2'),
  'nis2-notify': (breach) => isReportable(breach, 'nis2'),
  'nis2-final': (breach) => firstSent(breach, 'nis2-notification') !== undefined,
  'nis2-final-after-handling': isFinalReportMoved,
  'dora-initial': (breach) => isReportable(breach, 'dora'),
  'dora-intermediate': (breach) => firstSent(breach, 'dora-initial') !== undefined,
  'dora-final': (breach) => firstSent(breach, 'dora-intermediate') !== undefined,
  'eprivacy-initial': isAware,
  'eprivacy-second': (breach) => firstSent(breach, 'eprivacy-initial') !== undefined,
  'uk-pecr': isAware,
  authority: () => false,
};

const met: Readonly<Record<ClockId, (breach: KnownBreach) => Instant | undefined>> = {
  investigation: () => undefined,
  restoration: ({ restoredAt }) => restoredAt,
  commitment: () => undefined,
  'processor-notice': (breach) => anchorOf(breach.anchors, 'subProcessorAwareAt') && noticeOf(breach)?.at,
  'gdpr-33-sa': (breach) => standingNotifications(breach)[0]?.submittedAt,
  'gdpr-33-phase': () => undefined,
  'gdpr-33-2': controllersToldAt,
  // Without a high risk no clock of GDPR Art. 34(1) began that could be met.
  'gdpr-34': (breach) => anchorOf(breach.anchors, 'highRiskFoundAt') && communicationMetAt(breach),
  'nis2-early': (breach) => firstSent(breach, 'nis2-early-warning'),
  'nis2-notify': (breach) => firstSent(breach, 'nis2-notification'),
  'nis2-final': (breach) => progressInPlaceAt(breach) ?? firstSent(breach, 'nis2-final-report'),
  'nis2-final-after-handling': (breach) =>
    isFinalReportMoved(breach) ? firstSent(breach, 'nis2-final-report') : undefined,
  'dora-initial': (breach) => firstSent(breach, 'dora-initial'),
  'dora-intermediate': (breach) => firstSent(breach, 'dora-intermediate'),
  'dora-final': (breach) => firstSent(breach, 'dora-final'),
  'eprivacy-initial': (breach) => firstSent(breach, 'eprivacy-initial'),
  'eprivacy-second': (breach) => firstSent(breach, 'eprivacy-second'),
  'uk-pecr': (breach) => firstSent(breach, 'eprivacy-initial'),
  authority: () => undefined,
};

/** Whether the law, a contract or we ourselves ask for it as the case stands. */
export function isOwed(id: ClockId, breach: KnownBreach): boolean {
  return owed[id](breach);
}

/** When it was done, by evidence. */
export function metAtOf(id: ClockId, breach: KnownBreach): Instant | undefined {
  return met[id](breach);
}
