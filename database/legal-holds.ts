import type { Actor } from '../domain/actor.js';
import { whyNotLiftHold, whyNotPlaceHold } from '../domain/key-destruction.js';
import type { Hold, HoldGround, KeyRefusal, ProposedDestruction } from '../domain/key-destruction.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import type { CaseKeys, DataKey } from './keys.js';
import { keyStanding, proposalFor } from './key-standing.js';
import { stageLeaves } from './ledger.js';
import { inTransaction } from './pool.js';
import type { Pool, Transaction } from './pool.js';
import { open, seal, type Belonging } from './sealing.js';

interface HoldStep {
  readonly caseId: string;
  /** Of the question that asked for it, so that the same question twice places one hold. */
  readonly holdId: string;
  readonly reasons: string;
  readonly by: Actor;
  readonly at: Instant;
}
export type Placing = HoldStep & { readonly ground: HoldGround };
export type Lifting = HoldStep;

export interface Lifted {
  /** Where a destruction is approved: when the key is destroyed, now that nothing holds it. */
  readonly destructionDueAt?: Instant;
}

/** A hold with its words, in force or lifted. */
export interface KeptHold extends Hold {
  readonly reasons: string;
  readonly lifted?: { readonly by: string; readonly at: Instant; readonly reasons: string };
}

export interface HoldsOfCase {
  /** The newest first. */
  readonly holds: readonly KeptHold[];
  /** Where a destruction is approved: when it is due, held or not. */
  readonly destructionDueAt?: Instant;
}

/** Each of these throws `KeyUnavailable` where the case is unknown or its data are gone. */
export interface LegalHolds {
  place(step: Placing): Promise<Hold | Refused>;
  lift(step: Lifting): Promise<Lifted | Refused>;
  of(caseId: string): Promise<HoldsOfCase>;
}

type Refused = { readonly refusal: KeyRefusal | Refusal };

export function createLegalHolds(pool: Pool, keys: Pick<CaseKeys, 'ofCase'>): LegalHolds {
  return {
    async place(step) {
      const key = await keys.ofCase(step.caseId);
      return inTransaction(pool, (transaction) => place(transaction, key, step));
    },
    async lift(step) {
      const key = await keys.ofCase(step.caseId);
      return inTransaction(pool, (transaction) => lift(transaction, key, step));
    },
    async of(caseId) {
      const holds = await holdsUnder(pool, await keys.ofCase(caseId));
      const dueAt = (await proposalFor(pool, caseId))?.dueAt;
      return { holds, ...(dueAt !== undefined && { destructionDueAt: dueAt }) };
    },
  };
}

/** Waits for a destruction that is being carried out, and then is too late. */
async function place(transaction: Transaction, key: DataKey, step: Placing): Promise<Hold | Refused> {
  const { caseId, holdId, ground, reasons, by, at } = step;
  const refusal = whyNotPlaceHold(await keyStanding(transaction, caseId), step);
  if (refusal !== undefined) return { refusal };
  const placed = await transaction.query(
    `INSERT INTO duly.legal_hold (hold_id, case_id, ground, placed_by, placed_at, reasons)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hold_id) DO NOTHING`,
    [holdId, caseId, ground, by.id, at, sealed(key, reasons, placeOf(key, holdId, 'placed'))],
  );
  if (placed.rowCount === 1) await stageLeaves(transaction, [{ v: 1, key: 'hold-placed', caseId, actor: by, at }]);
  return { holdId, ground, placedBy: by.id, placedAt: at };
}

async function lift(transaction: Transaction, key: DataKey, step: Lifting): Promise<Lifted | Refused> {
  const { caseId, holdId, reasons, by, at } = step;
  const standing = await keyStanding(transaction, caseId);
  const refusal = whyNotLiftHold(standing, step);
  if (refusal !== undefined) return { refusal };
  await transaction.query(
    'UPDATE duly.legal_hold SET lifted_by = $2, lifted_at = $3, lifted_reasons = $4 WHERE hold_id = $1',
    [holdId, by.id, at, sealed(key, reasons, placeOf(key, holdId, 'lifted'))],
  );
  await stageLeaves(transaction, [{ v: 1, key: 'hold-lifted', caseId, actor: by, at }]);
  return standing.holds.length > 1 ? {} : dueNow(standing.proposal, at);
}

/** What was due while it was held is due now. */
function dueNow(proposal: ProposedDestruction | undefined, now: Instant): Lifted {
  if (proposal?.dueAt === undefined) return {};
  return { destructionDueAt: proposal.dueAt > now ? proposal.dueAt : now };
}

interface HoldRow {
  readonly hold_id: string;
  readonly ground: HoldGround;
  readonly placed_by: string;
  readonly placed_at: Date;
  readonly reasons: Buffer;
  readonly lifted_by: string | null;
  readonly lifted_at: Date | null;
  readonly lifted_reasons: Buffer | null;
}

async function holdsUnder(pool: Pool, key: DataKey): Promise<readonly KeptHold[]> {
  const { rows } = await pool.query<HoldRow>(
    'SELECT * FROM duly.legal_hold WHERE case_id = $1 ORDER BY placed_at DESC, hold_id',
    [key.caseId],
  );
  return rows.map(({ hold_id: holdId, ...row }) => ({
    holdId,
    ground: row.ground,
    placedBy: row.placed_by,
    placedAt: row.placed_at.toISOString(),
    reasons: opened(key, row.reasons, placeOf(key, holdId, 'placed')),
    ...(row.lifted_by !== null &&
      row.lifted_at !== null &&
      row.lifted_reasons !== null && {
        lifted: {
          by: row.lifted_by,
          at: row.lifted_at.toISOString(),
          reasons: opened(key, row.lifted_reasons, placeOf(key, holdId, 'lifted')),
        },
      }),
  }));
}

function placeOf({ caseId }: DataKey, holdId: string, event: 'placed' | 'lifted'): Belonging {
  return ['legal-hold', caseId, holdId, event];
}

function sealed(key: DataKey, words: string, place: Belonging): Buffer {
  return seal(key.encrypt, Buffer.from(words), place);
}

function opened(key: DataKey, bytes: Buffer, place: Belonging): string {
  return open(key.encrypt, bytes, place).toString('utf8');
}
