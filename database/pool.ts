import pg from 'pg';

/** A connection inside a transaction, or the pool itself: whatever runs one statement. */
export type Queryable = Pick<pg.Pool, 'query'>;
export type Transaction = pg.PoolClient;
export type Pool = pg.Pool;

/** Prepared under its name, of at most 63 bytes, on first use. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/**
 * A host that is lost without a word (a failover, a firewall) answers nothing and breaks nothing: without limits of our own
 * whoever asked would wait for ever. Longer than the server's own limit, in milliseconds.
 */
export const SILENCE = { query_timeout: 35_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** `report` hears of connections that break, idle or in use; without a listener that would end the process. */
export function createPool(url: string, report: (error: Error) => void, max = 10): Pool {
  const limits = { max, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, ...SILENCE };
  const pool = new pg.Pool({ connectionString: url, ...limits });
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
 * One statement out of several that write to different tables and need no answer of each other: a transaction that
 * costs one round trip, and that either happened or did not.
 */
export function together(statements: readonly Statement[]): Statement {
  const values: unknown[] = [];
  const parts = statements.map(({ text, values: own }, index) => {
    const offset = values.length;
    values.push(...own);
    return `part_${index} AS (${text.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`)})`;
  });
  const name = statements.map((statement) => statement.name).join('+');
  return { name, text: `WITH ${parts.join(', ')} SELECT`, values };
}
