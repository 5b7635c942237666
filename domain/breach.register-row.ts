import type { Actor } from './actor.js';
import type { RegisterEntry } from './breach.register.js';
import type { BreachRole } from './breach.js';
import type { Instant } from './time.js';

/** What can still be said of a breach whose key is destroyed; what was decided, and why, is gone. */
export interface ForgottenEntry {
  readonly kind: 'keyDestroyed';
  readonly reference: string;
  readonly controller: string;
  readonly roles: readonly BreachRole[];
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  readonly destroyedAt: Instant;
  /** Which steps were taken, when and by whom, without a word of what they said. */
  readonly steps: readonly { readonly fact: string; readonly at: Instant; readonly by: Actor }[];
}

/** Where a fact stands in the ledger, and what the ledger says of it. */
export interface LedgerPlace {
  readonly position: number;
  readonly index: number;
  readonly commitment: string;
}

/** With these the evidence file, or the ledger itself, shows that the entry rests on what was recorded at the time. */
export interface LedgerPlaces {
  readonly log: string;
  /** How many facts the entry was made from; the ledger places the latest within a second. */
  readonly facts: number;
  readonly first?: LedgerPlace | undefined;
  readonly last?: LedgerPlace | undefined;
}

interface Placed {
  readonly caseId: string;
  readonly ledger: LedgerPlaces;
}
/** `evidence` is the address of the file that `duly verify` checks. */
export type RegisterRow = (RegisterEntry & Placed & { readonly evidence: string }) | (ForgottenEntry & Placed);
