import { whyNotReasons, type Refusal } from './refusal.js';
import { hoursAfter, type Instant } from './time.js';

/** Why the key of a case is not destroyed, or not yet. */
export const keyRefusalTypes = [
  'KeyUnknown',
  'KeyDestroyed',
  'CaseStillOpen',
  'CaseOnHold',
  'HoldNotInForce',
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

/** GDPR Art. 17(3), 18(2), 31: claims, duties and inquiries outlast the case. */
export const articleOfHold: Readonly<Record<HoldGround, string>> = {
  'legal-claims': 'GDPR Art. 17(3)(e)',
  'legal-obligation': 'GDPR Art. 17(3)(b)',
  'authority-inquiry': 'GDPR Art. 31',
  restriction: 'GDPR Art. 18(2)',
};

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

/** What every step needs: data that are still there. */
function whyNoKey({ key }: KeyStanding): KeyRefusal | undefined {
  if (key === 'unknown') return { type: 'KeyUnknown', message: 'there is no such case' };
  if (key === 'destroyed') return { type: 'KeyDestroyed', message: 'the data of this case are gone already' };
  return undefined;
}

/** GDPR Art. 5(1)(e): the data of a closed case go, but not while a claim, a duty or an inquiry needs them. */
export function whyNotDestroy(standing: KeyStanding): KeyRefusal | undefined {
  const { closed, holds } = standing;
  const gone = whyNoKey(standing);
  if (gone !== undefined) return gone;
  if (!closed) return { type: 'CaseStillOpen', message: 'a case that is still open needs its data' };
  const [hold] = holds;
  if (hold === undefined) return undefined;
  return { type: 'CaseOnHold', message: `the case is on hold: ${hold.ground}`, article: articleOfHold[hold.ground] };
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

/** Also on an open case: a claim may last longer than the case. */
export function whyNotPlaceHold(
  standing: KeyStanding,
  { ground, reasons }: { readonly ground: HoldGround; readonly reasons: string },
): KeyRefusal | Refusal | undefined {
  return whyNoKey(standing) ?? whyNotReasons(reasons, articleOfHold[ground]);
}

/** A destruction that fell due meanwhile is carried out once the last hold is lifted, so that too wants reasons. */
export function whyNotLiftHold(
  standing: KeyStanding,
  { holdId, reasons }: { readonly holdId: string; readonly reasons: string },
): KeyRefusal | Refusal | undefined {
  const gone = whyNoKey(standing);
  if (gone !== undefined) return gone;
  const hold = standing.holds.find((each) => each.holdId === holdId);
  if (hold === undefined) return { type: 'HoldNotInForce', message: 'no such hold is in force' };
  return whyNotReasons(reasons, articleOfHold[hold.ground]);
}
