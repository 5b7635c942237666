import { randomUUID } from 'node:crypto';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../../database/key-encryption.js';
import { createKeys, type CaseKeys, type DataKey, type KeysOptions } from '../../../database/keys.js';
import { inTransaction, type Pool } from '../../../database/pool.js';

export const keks = parseKeyEncryptionKeys(mintKeyEncryptionKey('2026-11'));

export function someKeys(pool: Pool, options: Partial<KeysOptions> = {}): CaseKeys {
  return createKeys({ pool, keks, now: () => '2026-11-22T00:00:00.000Z', ...options });
}

/** A case that has a key, and a line on the board. */
export async function aCase(pool: Pool, keys: CaseKeys, { closed = false } = {}): Promise<DataKey> {
  const caseId = randomUUID();
  return inTransaction(pool, async (transaction) => {
    await transaction.query(
      `INSERT INTO duly.board (case_id, kind, reference, what, phase, waiting_for, controller, overdue, drill, closed,
         position, last_fact, last_fact_at)
       VALUES ($1, 'subject-request', $1, 'access', 'open', 'nobody', 'acme', false, false, $2, 1, 'registered', now())`,
      [caseId, closed],
    );
    return keys.create(transaction, caseId);
  });
}

/** What the ledger was told about a case, in order. */
export async function leavesAbout(pool: Pool, caseId: string): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ body: Buffer }>(
    'SELECT body FROM duly.ledger_staged WHERE case_id = $1 ORDER BY staged_id',
    [caseId],
  );
  return rows.map(({ body }): unknown => JSON.parse(body.toString()));
}
