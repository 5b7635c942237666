import type { Pool, Transaction } from './pool.js';

/** Whoever asks for a key waits behind the rewriting, which waits behind whoever is storing a document: not for long. */
const PATIENCE = '2s';

/**
 * Writes the file of `duly.case_key` anew where a key was destroyed, for the old versions of its row still hold the
 * wrapped key. VACUUM alone frees their place and may leave the bytes in it. Returns of how many keys; where somebody
 * else holds the table it throws, and is called again.
 */
export async function clearDestroyedKeys(pool: Pool): Promise<number> {
  const destroyed = await pool.query<{ key_id: string }>(
    'SELECT key_id FROM duly.case_key WHERE destroyed_at IS NOT NULL AND cleared_at IS NULL',
  );
  if (destroyed.rows.length === 0) return 0;
  const client = await pool.connect();
  try {
    await rewrite(client);
  } finally {
    // Not back into the pool: its settings are its own.
    client.release(true);
  }
  await pool.query('UPDATE duly.case_key SET cleared_at = now() WHERE key_id = ANY($1)', [
    destroyed.rows.map((row) => row.key_id),
  ]);
  return destroyed.rows.length;
}

/** Not inside a transaction. Who lacks the right to it is told by a warning only, so the file itself is asked. */
async function rewrite(client: Transaction): Promise<void> {
  const file = async (): Promise<string | undefined> =>
    (await client.query<{ file: string }>("SELECT pg_relation_filenode('duly.case_key') AS file")).rows[0]?.file;
  const before = await file();
  await client.query(`SET lock_timeout = '${PATIENCE}'`);
  await client.query('VACUUM (FULL) duly.case_key');
  if ((await file()) === before) throw new Error('the file of destroyed keys was not written anew');
}
