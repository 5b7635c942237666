import type { AccessLeaf } from '../domain/ledger.js';
import type { Role } from '../domain/actor.js';
import { stageLeaves } from './ledger.js';
import { inTransaction } from './pool.js';
import type { Pool } from './pool.js';

interface Row {
  readonly minute: Date;
  readonly access: string;
  readonly actor_role: Role;
  readonly actor_id: string;
  readonly case_id: string;
  readonly count: number;
}

/** Hands the access records of past minutes to the ledger, each once; the running minute still counts. */
export async function stageAccessRecords(pool: Pool, now: Date, limit = 1_000): Promise<number> {
  return inTransaction(pool, async (transaction) => {
    const { rows } = await transaction.query<Row>(
      `UPDATE duly.access_record SET staged_at = $1
       WHERE access_id IN (SELECT access_id FROM duly.access_record
                           WHERE staged_at IS NULL AND minute < date_trunc('minute', $1::timestamptz)
                           ORDER BY access_id LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING minute, access, actor_role, actor_id, case_id, count`,
      [now, limit],
    );
    await stageLeaves(transaction, rows.map(leafOf));
    return rows.length;
  });
}

function leafOf({ minute, access, actor_role: role, actor_id: id, case_id: caseId, count }: Row): AccessLeaf {
  const leaf = { v: 1, access, actor: { role, id }, at: minute.toISOString(), count } as const;
  return caseId === '' ? leaf : { ...leaf, caseId };
}
