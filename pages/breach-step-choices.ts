import { anchorNames } from '../domain/breach.anchors.js';
import type { AnchorName } from '../domain/breach.anchors.js';
import { submissionKinds } from '../domain/breach.clock-table.js';
import type { SubmissionKind } from '../domain/breach.clock-table.js';
import { whyNotKeepCommitment } from '../domain/breach.closing.js';
import { whyNotClassifyIncident, whyNotSetAnchor } from '../domain/breach.law.js';
import { whyNotRecordCommunication, whyNotRecordSubmission } from '../domain/breach.submitting.js';
import type { Classification, Communication, KnownBreach } from '../domain/breach.js';
import type { Refusal, RefusalType } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';

/** Whatever somebody fills in: asked with words that nothing could be said against. */
export const words = 'Reasons that can be checked.';

export function told(at: Instant): Communication {
  return { outcome: 'communicated', way: 'individual', at, recipients: 1, documents: ['to be attached'] };
}

export function whyNotExempt(breach: KnownBreach, at: Instant): Refusal | undefined {
  return whyNotRecordCommunication(breach, { outcome: 'exempt', ground: 'a', at, reasons: words }, at);
}

export function whyNotSubmit(breach: KnownBreach, kind: SubmissionKind, now: Instant): Refusal | undefined {
  const evidenced = { receipt: 'receipt', documents: [], isComplete: true, reasonsForDelay: words };
  return whyNotRecordSubmission(breach, { kind, submittedAt: now, ...evidenced }, now);
}

export function submissionsOwed(breach: KnownBreach, now: Instant): readonly SubmissionKind[] {
  return submissionKinds.filter((kind) => whyNotSubmit(breach, kind, now) === undefined);
}

export type Regime = Classification['regime'];

export function whyNotClassify(breach: KnownBreach, regime: Regime, now: Instant): Refusal | undefined {
  return whyNotClassifyIncident(breach, { regime, isReportable: false, reasons: words }, now);
}

/** Those that bind; what was reported already can still be classified anew as reportable. */
export function regimesOf(breach: KnownBreach, now: Instant): readonly Regime[] {
  return (['nis2', 'dora'] as const).filter((regime) => {
    const why = whyNotClassify(breach, regime, now);
    return why === undefined || why.type === 'AlreadySubmitted';
  });
}

export function promisesOf(breach: KnownBreach, now: Instant): KnownBreach['commitments'] {
  return breach.commitments.filter(({ id }) => whyNotKeepCommitment(breach, id, now, now) === undefined);
}

/** Those that a decision says first are no choice before it, and nothing is lost that was never away. */
export function anchorsToSay(breach: KnownBreach, now: Instant): readonly AnchorName[] {
  const anchor = { at: now, precision: 'minute', source: 'logs', reasons: words } as const;
  const isChoice = (why: RefusalType | undefined) => why !== 'AnchorByDecision' && why !== 'NothingToRestore';
  return anchorNames.filter((name) => isChoice(whyNotSetAnchor(breach, name, anchor, now)?.type));
}
