import type { AnchorName } from './breach.anchors.js';
import { anchorOf } from './breach.anchors.js';
import { holds } from './breach.restoring.js';
import type { KnownBreach } from './breach.js';

/** A promise counts from its event. Where it was decided that there is none, nobody waits for it: ADR 0015. */
export function isPromiseOwed(breach: KnownBreach, start: AnchorName): boolean {
  const hasHappened = anchorOf(breach.anchors, start) !== undefined && holds(start, breach);
  return hasHappened || ruledOut[start]?.(breach) !== true;
}

const ruledOut: Readonly<Partial<Record<AnchorName, (breach: KnownBreach) => boolean>>> = {
  awareAt: isNoBreach,
  processorAwareAt: isNoBreach,
  highRiskFoundAt: (breach) => isNoBreach(breach) || isFoundLower(breach),
  significantAwareAt: (breach) => isNotReportable(breach, 'nis2'),
  incidentAwareAt: (breach) => isNotReportable(breach, 'dora'),
  classifiedAt: (breach) => isNotReportable(breach, 'dora'),
  lostForGoodAt: ({ aspects, restoredAt }) => !aspects.includes('availability') || restoredAt !== undefined,
};

function isNoBreach({ awareness }: KnownBreach): boolean {
  return awareness === 'notABreach';
}

/** GDPR Art. 34(1): it is for the controller to find a high risk, so a processor alone waits for no such finding. */
function isFoundLower({ awareness, roles, risk }: KnownBreach): boolean {
  const isAssessed = risk !== undefined && risk.level !== 'high-risk';
  return awareness === 'aware' && (isAssessed || !roles.includes('controller'));
}

/** Classified as not reportable, or bound by no such regime, so that nobody can classify it. */
function isNotReportable({ classifications, packs }: KnownBreach, regime: 'nis2' | 'dora'): boolean {
  const isBound = packs.some((pack) => pack.startsWith(`eu-${regime}`));
  return !isBound || classifications[regime]?.isReportable === false;
}
