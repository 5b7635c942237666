import type { Actor } from './actor.js';
import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Right } from './right.js';
import { whyNotAct, whyNotActOnRight, whyNotWrite } from './subject-request.law.js';
import type { Advice, KnownRequest, Proposal, RefusalGround, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

/** The articles on which a refusal may rest; anything else is no ground (EDPB Guidelines 01/2022, para. 166). */
export const articleOfGround: Readonly<Record<RefusalGround, string>> = {
  manifestlyUnfounded: 'GDPR Art. 12(5)',
  excessive: 'GDPR Art. 12(5)',
  notIdentifiable: 'GDPR Art. 11(2)',
  rightsOfOthers: 'GDPR Art. 15(4)',
  nationalRestriction: 'GDPR Art. 23',
};

const general = ['manifestlyUnfounded', 'excessive', 'nationalRestriction'] as const;

/**
 * Which right each ground reaches: GDPR Art. 11(2) stops at Art. 20, the rights of others stand in Art. 15(4) and
 * 20(4) alone, and consent is withdrawn at any time (GDPR Art. 7(3)). The rights' own limits come with those rights.
 */
export const groundsAgainst: Readonly<Record<Right, readonly RefusalGround[]>> = {
  access: [...general, 'notIdentifiable', 'rightsOfOthers'],
  rectification: [...general, 'notIdentifiable'],
  erasure: [...general, 'notIdentifiable'],
  restriction: [...general, 'notIdentifiable'],
  portability: [...general, 'notIdentifiable', 'rightsOfOthers'],
  objection: general,
  automatedDecision: general,
  consentWithdrawal: [],
};

/** GDPR Art. 12(4): within one month of receipt; the extension of Art. 12(3) does not lengthen it. Told, never blocked. */
export function isRefusalLate(request: KnownRequest, sentAt: Instant): boolean {
  return sentAt >= request.firstClock.dueAt;
}

type Proposed = Omit<Proposal, 'proposedBy'>;

/** GDPR Art. 12(4), 12(5), 15(4), 23: reasons always; facts or a provision where the controller bears the burden. */
export function whyNotProposeRefusal(request: SubjectRequest, proposal: Proposed): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  return (
    whyNotRefuseNow(request, proposal) ??
    whyNotOnGround(request, proposal) ??
    whyNotReasons(proposal.reasons, 'GDPR Art. 12(4)') ??
    whyNotDemonstrated(proposal) ??
    whyNotDeviate(request, proposal.deviationReasons)
  );
}

function whyNotRefuseNow(request: KnownRequest, { scope }: Proposed): Refusal | undefined {
  if (request.refusal !== undefined) return refuse('AlreadyDecided', 'The refusal is already approved.');
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  if (scope === 'whole' || request.acceptance !== 'noDataHeld') return undefined;
  return refuse('AlreadyDecided', 'It is decided that no data are held: there is no part to refuse.');
}

function whyNotOnGround({ right }: KnownRequest, { ground, scope }: Proposed): Refusal | undefined {
  const article = articleOfGround[ground];
  if (right !== undefined && !groundsAgainst[right].includes(ground)) {
    return refuse('GroundNotForRight', 'The law gives no such ground against this right.', article);
  }
  if (ground !== 'rightsOfOthers' || scope === 'part') return undefined;
  return refuse(
    'GroundTooBroad',
    'The rights of others justify leaving parts out, never refusing everything.',
    article,
  );
}

function whyNotDemonstrated({ ground, demonstration }: Proposed): Refusal | undefined {
  if (ground === 'rightsOfOthers' || areReasonsGiven(demonstration)) return undefined;
  const article = articleOfGround[ground];
  return refuse('NotDemonstrated', 'The controller bears the burden: record the facts, or the provision.', article);
}

interface Verdict {
  readonly decision: 'approved' | 'rejected';
  readonly deviationReasons?: string | undefined;
}

/** What needs two people is approved by another human than the one who proposed it. */
export function whyNotDecideProposal(request: SubjectRequest, by: Actor, verdict?: Verdict): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  const { proposal } = request;
  if (proposal === undefined) return refuse('NothingProposed', 'No proposal waits for approval.');
  if (proposal.proposedBy.id === by.id)
    return refuse('SamePerson', 'A proposal is approved by another person than the one who made it.');
  if (verdict?.decision !== 'approved') return undefined;
  // Whoever approves takes over the reasons of the proposal, where it was made in spite of the advice.
  return whyNotWrite(request) ?? whyNotDeviate(request, verdict.deviationReasons ?? proposal.deviationReasons);
}

/** GDPR Art. 39(1)(a): advice is given while there is something to decide. */
export function whyNotAdvise(request: SubjectRequest, { advice }: Advice): Refusal | undefined {
  return whyNotAct(request) ?? whyNotReasons(advice, 'GDPR Art. 39(1)(a)');
}

/** GDPR Art. 5(2), 39(1)(a): the controller may decide otherwise than advised, and can say why. */
function whyNotDeviate({ advice }: KnownRequest, deviationReasons: string | undefined): Refusal | undefined {
  if (advice?.against !== true || areReasonsGiven(deviationReasons)) return undefined;
  const message = 'The data protection officer advised against it: say why it is done all the same.';
  return refuse('DeviationWithoutReasons', message, 'GDPR Art. 39(1)(a)');
}
