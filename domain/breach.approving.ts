import { isPerson } from './actor.js';
import type { Actor } from './actor.js';
import { whyNotAware } from './breach.law.js';
import type { Breach, RiskAssessment } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/**
 * Authorities have seen a risk where one person saw none, because an identification number was among the data: that it
 * is unlikely all the same takes two (ADR 0016). Once said, it stays said, or a second form would be the way around.
 */
export function needsSecondPerson(breach: Breach, { level, hasIdentificationNumber }: RiskAssessment): boolean {
  const isAmongTheData = breach.phase !== 'new' && breach.hasIdentificationNumber === true;
  return level === 'unlikely' && (isAmongTheData || hasIdentificationNumber === true);
}

/** Until another person approves it, GDPR Art. 33(1) asks for the notification. */
export function whyNotApproveRisk(breach: Breach, by: Actor): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  const { riskProposal } = breach;
  if (riskProposal === undefined) return refuse('NothingProposed', 'No assessment of a risk waits for approval.');
  if (isPerson(by) && riskProposal.proposedBy.id !== by.id) return undefined;
  return refuse('SamePerson', 'A proposal is approved by another person than the one who made it.');
}
