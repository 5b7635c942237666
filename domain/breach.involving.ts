import { whyNotActOnBreach } from './breach.law.js';
import type { Breach } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Somebody whom the incident team needs, and what they need to help at once. */
export interface Involvement {
  /** By the `id` of the organisation file. */
  readonly person: string;
  /** What they may decide or do. */
  readonly mandate: string;
  /** What they put down for it. */
  readonly workStopped?: string | undefined;
}

/** The team may call whoever it needs, once: what somebody may do is not said in two ways. */
export function whyNotInvolve(breach: Breach, person: string): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (breach.owner === person) return refuse('AlreadyOwner', 'That person owns the case already.');
  const isInvolved = (breach.involved ?? []).some((one) => one.person === person);
  return isInvolved ? refuse('AlreadyInvolved', 'That person is involved already.') : undefined;
}
