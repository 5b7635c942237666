import { hoursAfter, type Instant } from './time.js';

/** Why the key of a case is not destroyed, or not yet. */
export const keyRefusalTypes = [
  'KeyUnknown',
  'KeyDestroyed',
  'CaseStillOpen',
  'CaseOnHold',
  'DestructionAlreadyProposed',
  'DestructionNotProposed',
  'DestructionAlreadyApproved',
  'ApproverIsProposer',
] as const;
export type KeyRefusalType = (typeof keyRefusalTypes)[number];

export interface KeyRefusal {
  readonly type: KeyRefusalType;
  readonly message: string;
  readonly article?: string;
}

/** Grounds on which data that nobody needs for the case any more must stay. */
export const holdGrounds = ['legal-claims', 'legal-obligation', 'authority-inquiry', 'restriction'] as const;
export type HoldGround = (typeof holdGrounds)[number];

export interface Hold {
  readonly holdId: string;
  readonly ground: HoldGround;
  readonly placedBy: string;
  readonly placedAt: Instant;
}

export interface ProposedDestruction {
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly approvedBy?: string;
  /** When it is carried out, unless withdrawn before. */
  readonly dueAt?: Instant;
}

/** What matters about a case for the end of its key. */
export interface KeyStanding {
  readonly key: 'living' | 'destroyed' | 'unknown';
  readonly closed: boolean;
  readonly holds: readonly Hold[];
  readonly proposal?: ProposedDestruction;
}

/** Time to think again, and for the other person's deputy to come back. */
const REFLECTION_HOURS = 7 * 24;

export function destroyableAt(approvedAt: Instant): Instant {
  return hoursAfter(approvedAt, REFLECTION_HOURS);
}

/** GDPR Art. 5(1)(e): the data of a closed case go; while a claim or an inquiry needs them they stay, Art. 17(3)(e), 18(2). */
export function whyNotDestroy({ key, closed, holds }: KeyStanding): KeyRefusal | undefined {
  if (key === 'unknown') return { type: 'KeyUnknown', message: 'there is no such case' };
  if (key === 'destroyed') return { type: 'KeyDestroyed', message: 'the data of this case are gone already' };
  if (!closed) return { type: 'CaseStillOpen', message: 'a case that is still open needs its data' };
  const [hold] = holds;
  if (hold === undefined) return undefined;
  const article = articleOf(hold.ground);
  const message = `the case is on hold: ${hold.ground}`;
  return { type: 'CaseOnHold', message, ...(article !== undefined && { article }) };
}

export function whyNotProposeDestruction(standing: KeyStanding): KeyRefusal | undefined {
  const refusal = whyNotDestroy(standing);
  if (refusal !== undefined || standing.proposal === undefined) return refusal;
  return { type: 'DestructionAlreadyProposed', message: 'its destruction is proposed already' };
}

export function whyNotApproveDestruction(standing: KeyStanding, approver: string): KeyRefusal | undefined {
  const refusal = whyNotDestroy(standing) ?? whyNotWithdrawDestruction(standing);
  if (refusal !== undefined) return refusal;
  if (standing.proposal?.approvedBy !== undefined) {
    return { type: 'DestructionAlreadyApproved', message: 'its destruction is approved already' };
  }
  if (standing.proposal?.proposedBy === approver) {
    return { type: 'ApproverIsProposer', message: 'somebody else than the proposer has to approve' };
  }
  return undefined;
}

export function whyNotWithdrawDestruction({ key, proposal }: KeyStanding): KeyRefusal | undefined {
  if (key === 'destroyed') return { type: 'KeyDestroyed', message: 'the data of this case are gone already' };
  if (proposal === undefined) return { type: 'DestructionNotProposed', message: 'nobody proposed its destruction' };
  return undefined;
}

function articleOf(ground: HoldGround): string | undefined {
  switch (ground) {
    case 'legal-claims':
      return 'GDPR Art. 17(3)(e)';
    case 'legal-obligation':
      return 'GDPR Art. 17(3)(b)';
    case 'restriction':
      return 'GDPR Art. 18(2)';
    case 'authority-inquiry':
      return 'GDPR Art. 31';
  }
}
