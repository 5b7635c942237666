import pg from 'pg';

/** A connection inside a transaction, or the pool itself: whatever runs one statement. */
export type Queryable = Pick<pg.Pool, 'query'>;
export type Transaction = pg.PoolClient;
export type Pool = pg.Pool;

/** `report` hears of connections that break, idle or in use; without a listener that would end the process. */
export function createPool(url: string, report: (error: Error) => void, max = 10): Pool {
  const limits = { max, connectionTimeoutMillis: 5_000, statement_timeout: 30_000 };
  const pool = new pg.Pool({ connectionString: url, pipeline: true, ...limits });
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

/** All or nothing: commits what `work` did, or leaves no trace of it. */
export async function inTransaction<T>(pool: Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('rollback failed');
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * The same for statements that need no answer of each other: all of them go over the line at once, so a transaction
 * costs one round trip. Throws what the first one that failed threw; then nothing was written.
 */
export async function atOnce(
  pool: Pool,
  statements: (transaction: Queryable) => readonly Promise<unknown>[],
): Promise<void> {
  const client = await pool.connect();
  const sent = [client.query('BEGIN'), ...statements(client), client.query('COMMIT')];
  const failed = (await Promise.allSettled(sent)).find((outcome) => outcome.status === 'rejected');
  // A refused statement leaves the connection usable; a broken connection must not go back into the pool.
  client.release(failed !== undefined && !(failed.reason instanceof pg.DatabaseError));
  if (failed !== undefined) throw failed.reason as Error;
}
