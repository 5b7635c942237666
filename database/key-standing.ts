import type { Hold, HoldGround, KeyStanding, ProposedDestruction } from '../domain/key-destruction.js';
import type { Queryable, Transaction } from './pool.js';

/** Locks the case's key until the transaction ends, so that what is decided on this standing still holds when written. */
export async function keyStanding(transaction: Transaction, caseId: string): Promise<KeyStanding> {
  const found = await transaction.query<{ destroyed: boolean; closed: boolean }>(
    `SELECT k.destroyed_at IS NOT NULL AS destroyed, b.closed
     FROM duly.case_key k JOIN duly.board b USING (case_id) WHERE case_id = $1 FOR UPDATE OF k`,
    [caseId],
  );
  const [row] = found.rows;
  if (row === undefined) return { key: 'unknown', closed: false, holds: [] };
  const proposal = await proposalFor(transaction, caseId);
  return {
    key: row.destroyed ? 'destroyed' : 'living',
    closed: row.closed,
    holds: await holdsOn(transaction, caseId),
    ...(proposal && { proposal }),
  };
}

interface ProposalRow {
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly approved_by: string | null;
  readonly due_at: Date | null;
}

/** The destruction that is proposed, or carried out; a withdrawn one is none. */
export async function proposalFor(database: Queryable, caseId: string): Promise<ProposedDestruction | undefined> {
  const found = await database.query<ProposalRow>(
    `SELECT proposed_by, proposed_at, approved_by, due_at FROM duly.key_destruction
     WHERE case_id = $1 AND withdrawn_at IS NULL`,
    [caseId],
  );
  const [row] = found.rows;
  return (
    row && {
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at.toISOString(),
      ...(row.approved_by !== null && { approvedBy: row.approved_by }),
      ...(row.due_at !== null && { dueAt: row.due_at.toISOString() }),
    }
  );
}

interface HoldRow {
  readonly hold_id: string;
  readonly ground: HoldGround;
  readonly placed_by: string;
  readonly placed_at: Date;
}

/** The holds in force, oldest first. */
async function holdsOn(database: Queryable, caseId: string): Promise<readonly Hold[]> {
  const found = await database.query<HoldRow>(
    `SELECT hold_id, ground, placed_by, placed_at FROM duly.legal_hold
     WHERE case_id = $1 AND lifted_at IS NULL ORDER BY placed_at, hold_id`,
    [caseId],
  );
  return found.rows.map((row) => ({
    holdId: row.hold_id,
    ground: row.ground,
    placedBy: row.placed_by,
    placedAt: row.placed_at.toISOString(),
  }));
}
