import { anchorNames, anchorOf, whyNotAnchor, whyNotCorrectAnchor, withAnchor } from './breach.anchors.js';
import type { Anchor, AnchorName, Anchors, AnchorVersion } from './breach.anchors.js';
import { submissionsOf } from './breach.duties.js';
import type {
  AwarenessDecision,
  Breach,
  BreachRegistration,
  Classification,
  KnownBreach,
  RiskAssessment,
  RiskLevel,
} from './breach.js';
import { whyNotLostForGood } from './breach.restoring.js';
import { severityOf } from './enisa-severity.js';
import type { SeverityBand, SeverityInput } from './enisa-severity.js';
import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import { duly } from './actor.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** Each instant at most now, and in an order that can have happened. */
export function whyNotReport(breach: Breach, { anchors }: BreachRegistration, now: Instant): Refusal | undefined {
  if (breach.phase !== 'new') return refuse('CaseAlreadyOpen', 'This incident is already registered.');
  if (anchors.firstInformedAt === undefined)
    return refuse('AnchorMissing', 'Say when the first information came in.', 'GDPR Art. 33(5)');
  let known: Anchors = {};
  for (const name of anchorNames) {
    const anchor = anchors[name];
    if (anchor === undefined) continue;
    const refusal = whyNotAnchor(known, name, anchor, now);
    if (refusal !== undefined) return refusal;
    known = withAnchor(known, name, { ...anchor, setBy: duly, setAt: now } satisfies AnchorVersion);
  }
  return undefined;
}

/** What every step needs: an incident that is registered and whose case is not closed. */
export function whyNotActOnBreach(breach: Breach): Refusal | undefined {
  if (breach.phase === 'open') return undefined;
  return refuse('CaseNotOpen', 'The case is not open.');
}

/** GDPR Art. 33(5): what was believed before stays on record beside what is known now. */
export function whyNotSetAnchor(breach: Breach, name: AnchorName, anchor: Anchor, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (decided.includes(name) && anchorOf(breach.anchors, name) === undefined)
    return refuse('AnchorByDecision', 'This instant is set by the decision that it belongs to.');
  const uncorrected =
    name === 'lostForGoodAt' ? whyNotLostForGood(breach, anchor) : whyNotCorrectAnchor(breach.anchors, name, anchor);
  return uncorrected ?? whyNotAnchor(breach.anchors, name, anchor, now);
}

/** Whoever told us stays a processor of ours, as the awareness rests on it; both versions are kept. GDPR Art. 33(2), 33(5). */
export function whyNotCorrectTelling(breach: Breach, processor: string, reasons: string): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (breach.toldBy === undefined)
    return refuse('AnchorMissing', 'No processor is on record as the one that told us.', 'GDPR Art. 33(2)');
  if (breach.toldBy.processor === processor) return refuse('AnchorUnchanged', 'That is what is on record already.');
  return whyNotReasons(reasons, 'GDPR Art. 33(5)');
}

/** A decision says these first; afterwards they can be corrected. */
const decided: readonly AnchorName[] = ['awareAt', 'highRiskFoundAt', 'significantAwareAt', 'classifiedAt'];

/** EDPB Guidelines 9/2022: after a short period of investigation, so what took longer has reasons. */
const INVESTIGATION_HOURS = 24;

/** The investigation ends in a decision: aware, or not a breach, with reasons; never in silence. */
export function whyNotDecideAwareness(breach: Breach, decision: AwarenessDecision, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (decision.outcome === 'notABreach') {
    if (breach.awareness === 'notABreach') return refuse('AwarenessDecided', 'That is decided already.');
    return whyNotReasons(decision.reasons, 'GDPR Art. 33(5)');
  }
  if (breach.awareness === 'aware') return refuse('AwarenessDecided', 'Correct the instant instead.');
  const refusal = whyNotAnchor(breach.anchors, 'awareAt', decision.anchor, now);
  if (refusal !== undefined) return refusal;
  return whyNotLong(breach, decision);
}

function whyNotLong({ anchors }: KnownBreach, { outcome, ...decision }: AwarenessDecision): Refusal | undefined {
  const informed = anchorOf(anchors, 'firstInformedAt');
  if (outcome !== 'aware' || !('anchor' in decision) || informed === undefined) return undefined;
  const isLong = decision.anchor.at > hoursAfter(informed.at, INVESTIGATION_HOURS);
  if (!isLong || areReasonsGiven(decision.reasons)) return undefined;
  const message = 'More than a day lies between the first information and awareness: say why.';
  return refuse('ReasonsMissing', message, 'GDPR Art. 33(1)');
}

/** Another regime asks another question: significant (NIS2 Art. 23(3)), major (Del. Reg. 2025/301 Art. 5(1)). */
export function whyNotClassifyIncident(
  breach: Breach,
  classification: Classification,
  now: Instant,
): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (!breach.packs.some((pack) => pack.startsWith(`eu-${classification.regime}`)))
    return refuse('RegimeNotBinding', 'The organisation file does not name this regime.');
  const sent = { nis2: 'nis2-early-warning', dora: 'dora-initial' } as const;
  if (!classification.isReportable && submissionsOf(breach, sent[classification.regime]).length > 0)
    return refuse('AlreadySubmitted', 'It was reported: tell the authority in a further report.');
  return (
    whyNotReasons(classification.reasons, 'GDPR Art. 5(2)') ??
    whyNotAnchors(breach.anchors, anchorsOf(classification), now)
  );
}

/** The instants that a classification says. */
export function anchorsOf(classification: Classification): readonly (readonly [AnchorName, Anchor])[] {
  if (!classification.isReportable) return [];
  if (classification.regime === 'nis2') return [['significantAwareAt', classification.significantAwareAt]];
  return [
    ['incidentAwareAt', classification.incidentAwareAt],
    ['classifiedAt', classification.classifiedAt],
  ];
}

function whyNotAnchors(
  known: Anchors,
  anchors: readonly (readonly [AnchorName, Anchor])[],
  now: Instant,
): Refusal | undefined {
  let before = known;
  for (const [name, anchor] of anchors) {
    const refusal = whyNotAnchor(before, name, anchor, now);
    if (refusal !== undefined) return refusal;
    before = withAnchor(before, name, { ...anchor, setBy: duly, setAt: now });
  }
  return undefined;
}

/** GDPR Art. 33(1), 33(5): that a risk is unlikely is a decision with reasons, never a default. */
export function whyNotAssessRisk(breach: Breach, assessment: RiskAssessment, now: Instant): Refusal | undefined {
  const { reasons, foundAt } = assessment;
  const notAware = whyNotAware(breach);
  if (notAware !== undefined) return notAware;
  if (foundAt !== undefined && foundAt > now) return refuse('AnchorInFuture', 'A risk is not found in the future.');
  return whyNotReasons(reasons, 'GDPR Art. 33(5)') ?? whyNotDeviateFromScore(assessment);
}

/** GDPR Art. 5(2): people decide, not the score; who decides otherwise than it proposes can say why. */
function whyNotDeviateFromScore({ level, severity, deviationReasons }: RiskAssessment): Refusal | undefined {
  const isAsProposed = severity === undefined || riskProposedBy(severity) === level;
  if (isAsProposed || areReasonsGiven(deviationReasons)) return undefined;
  const message = 'The score proposes another level of risk: say why you decide otherwise.';
  return refuse('DeviationWithoutReasons', message, 'GDPR Art. 5(2)');
}

/** What a score speaks for. People decide (GDPR Art. 5(2)). */
export function riskProposedBy(severity: SeverityInput): RiskLevel {
  return proposedRisk[severityOf(severity).level];
}

/** A proposal only; ENISA knows no levels of the Regulation. */
const proposedRisk: Readonly<Record<SeverityBand, RiskLevel>> = {
  low: 'unlikely',
  medium: 'risk',
  high: 'high-risk',
  veryHigh: 'high-risk',
};

/** GDPR Art. 33, 34 ask something of those only who are aware of a personal data breach. */
export function whyNotAware(breach: Breach): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (breach.awareness === 'aware') return undefined;
  return refuse('NotAware', 'First decide whether it is a personal data breach.', 'GDPR Art. 33(1)');
}
