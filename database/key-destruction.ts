import { randomUUID } from 'node:crypto';
import { duly, type Actor } from '../domain/actor.js';
import {
  destroyableAt,
  whyNotApproveDestruction,
  whyNotDestroy,
  whyNotProposeDestruction,
  whyNotWithdrawDestruction,
  type KeyRefusal,
} from '../domain/key-destruction.js';
import type { KeyEvent } from '../domain/ledger.js';
import type { Instant } from '../domain/time.js';
import { certificateOf, type DestructionCertificate } from './destruction-certificate.js';
import { deleteDocumentsOfCase } from './documents.js';
import { KEY_DESTROYED } from './key-listener.js';
import { keyStanding } from './key-standing.js';
import { stageLeaves } from './ledger.js';
import { inTransaction, type Pool, type Transaction } from './pool.js';

export interface DestructionStep {
  readonly caseId: string;
  /** By the `id` of a person; two accounts of one person are one id. */
  readonly by: Actor;
  readonly at: Instant;
}

export interface Proposed {
  readonly destructionId: string;
}
export interface Approved {
  /** When the key is destroyed, unless somebody withdraws before. */
  readonly dueAt: Instant;
}

export interface KeyDestructions {
  propose(step: DestructionStep): Promise<Proposed | KeyRefusal>;
  approve(step: DestructionStep): Promise<Approved | KeyRefusal>;
  /** Also after the approval, until it is carried out. */
  withdraw(step: DestructionStep): Promise<KeyRefusal | undefined>;
  /** Leaves alone what was opened again or put on hold meanwhile: it stays due. */
  destroyDueKeys(now: Instant): Promise<readonly DestructionCertificate[]>;
  certificateOf(caseId: string): Promise<DestructionCertificate | undefined>;
}

export interface KeyDestructionOptions {
  readonly pool: Pool;
  readonly keys: { forget(caseId: string): void };
  readonly backupRetentionDays: number;
}

export function createKeyDestructions({ pool, keys, backupRetentionDays }: KeyDestructionOptions): KeyDestructions {
  return {
    propose: (step) => inTransaction(pool, (transaction) => propose(transaction, step)),
    approve: (step) => inTransaction(pool, (transaction) => approve(transaction, step)),
    withdraw: (step) => inTransaction(pool, (transaction) => withdraw(transaction, step)),
    destroyDueKeys: async (now) => {
      const certificates: DestructionCertificate[] = [];
      for (const caseId of await dueCases(pool, now)) {
        const certificate = await inTransaction(pool, (transaction) =>
          destroy(transaction, caseId, now, addDays(now, backupRetentionDays)),
        );
        if (certificate === undefined) continue;
        keys.forget(caseId);
        certificates.push(certificate);
      }
      return certificates;
    },
    certificateOf: (caseId) => inTransaction(pool, (transaction) => certificateOf(transaction, caseId)),
  };
}

async function propose(transaction: Transaction, { caseId, by, at }: DestructionStep): Promise<Proposed | KeyRefusal> {
  const refusal = whyNotProposeDestruction(await keyStanding(transaction, caseId));
  if (refusal !== undefined) return refusal;
  const destructionId = randomUUID();
  await transaction.query(
    'INSERT INTO duly.key_destruction (destruction_id, case_id, proposed_by, proposed_at) VALUES ($1, $2, $3, $4)',
    [destructionId, caseId, by.id, at],
  );
  await record(transaction, 'destruction-proposed', { caseId, by, at });
  return { destructionId };
}

async function approve(transaction: Transaction, { caseId, by, at }: DestructionStep): Promise<Approved | KeyRefusal> {
  const refusal = whyNotApproveDestruction(await keyStanding(transaction, caseId), by.id);
  if (refusal !== undefined) return refusal;
  const dueAt = destroyableAt(at);
  await transaction.query(
    `UPDATE duly.key_destruction SET approved_by = $2, approved_at = $3, due_at = $4
     WHERE case_id = $1 AND withdrawn_at IS NULL`,
    [caseId, by.id, at, dueAt],
  );
  await record(transaction, 'destruction-approved', { caseId, by, at });
  return { dueAt };
}

async function withdraw(
  transaction: Transaction,
  { caseId, by, at }: DestructionStep,
): Promise<KeyRefusal | undefined> {
  const refusal = whyNotWithdrawDestruction(await keyStanding(transaction, caseId));
  if (refusal !== undefined) return refusal;
  await transaction.query(
    `UPDATE duly.key_destruction SET withdrawn_by = $2, withdrawn_at = $3
     WHERE case_id = $1 AND withdrawn_at IS NULL AND carried_out_at IS NULL`,
    [caseId, by.id, at],
  );
  await record(transaction, 'destruction-withdrawn', { caseId, by, at });
  return undefined;
}

/** The facts of the case die with its key; that they did, and by whom, stays provable. */
function record(transaction: Transaction, event: KeyEvent, { caseId, by, at }: DestructionStep): Promise<void> {
  return stageLeaves(transaction, [{ v: 1, key: event, caseId, actor: by, at }]);
}

const DUE = 'due_at <= $1 AND withdrawn_at IS NULL AND carried_out_at IS NULL';

async function dueCases(pool: Pool, now: Instant): Promise<readonly string[]> {
  const due = await pool.query<{ case_id: string }>(
    `SELECT case_id FROM duly.key_destruction WHERE ${DUE} ORDER BY due_at`,
    [now],
  );
  return due.rows.map((row) => row.case_id);
}

/** Everything in one transaction, the notice to other processes included: either the key is gone everywhere, or nowhere. */
async function destroy(
  transaction: Transaction,
  caseId: string,
  now: Instant,
  backupsExpireAt: Instant,
): Promise<DestructionCertificate | undefined> {
  // Locks the key's row first: a withdrawal, a hold or a document that came before is seen, one that comes later is refused.
  if (whyNotDestroy(await keyStanding(transaction, caseId)) !== undefined) return undefined;
  const due = await transaction.query(`SELECT 1 FROM duly.key_destruction WHERE case_id = $2 AND ${DUE}`, [
    now,
    caseId,
  ]);
  if (due.rowCount === 0) return undefined;
  await transaction.query('UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = $2 WHERE case_id = $1', [
    caseId,
    now,
  ]);
  await transaction.query('DELETE FROM duly.subject WHERE case_id = $1', [caseId]);
  await transaction.query('DELETE FROM duly.wave_recipient WHERE case_id = $1', [caseId]);
  const documents = await deleteDocumentsOfCase(transaction, caseId);
  await transaction.query(
    `UPDATE duly.key_destruction SET carried_out_at = $1, documents = $3, backups_expire_at = $4
     WHERE case_id = $2 AND ${DUE}`,
    [now, caseId, documents, backupsExpireAt],
  );
  await record(transaction, 'destroyed', { caseId, by: duly, at: now });
  await transaction.query('SELECT pg_notify($1, $2)', [KEY_DESTROYED, caseId]);
  return certificateOf(transaction, caseId);
}

function addDays(instant: Instant, days: number): Instant {
  const date = new Date(instant);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString();
}
