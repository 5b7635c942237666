import { unwrapKey, wrapKey, type KeyEncryptionKeys } from './key-encryption.js';
import { inTransaction, type Pool, type Queryable } from './pool.js';

interface OldRow {
  readonly key_id: string;
  readonly case_id: string;
  readonly kek_id: string;
  readonly wrapped_key: Buffer;
}

/**
 * Wraps the living keys anew under the current key-encryption key, so that an older one can die on schedule, and with it
 * every destroyed key that still lies in a backup. Returns how many; call it until that is none.
 */
export function rewrapKeys(pool: Pool, keks: KeyEncryptionKeys, atMost = 500): Promise<number> {
  return inTransaction(pool, async (transaction) => {
    const old = await transaction.query<OldRow>(
      `SELECT key_id, case_id, kek_id, wrapped_key FROM duly.case_key
       WHERE wrapped_key IS NOT NULL AND kek_id <> $1 LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [keks.current.id, atMost],
    );
    for (const { key_id: keyId, case_id: caseId, kek_id: kekId, wrapped_key: wrapped } of old.rows) {
      const anew = wrapKey(keks, unwrapKey(keks, { keyId, caseId, kekId, wrapped }), keyId, caseId);
      await transaction.query('UPDATE duly.case_key SET kek_id = $2, wrapped_key = $3 WHERE key_id = $1', [
        keyId,
        anew.kekId,
        anew.wrapped,
      ]);
    }
    return old.rows.length;
  });
}

/** How many living keys hang on which key-encryption key, by its id. */
export async function livingKeysUnder(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ kek_id: string; count: number }>(
    'SELECT kek_id, count(*)::int AS count FROM duly.case_key WHERE wrapped_key IS NOT NULL GROUP BY kek_id ORDER BY kek_id',
  );
  return new Map(rows.map(({ kek_id: id, count }) => [id, count]));
}
