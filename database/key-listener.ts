import pg from 'pg';
import type { CaseKeys } from './keys.js';
import { SILENCE } from './pool.js';

export const KEY_DESTROYED = 'duly_key_destroyed';

export interface KeyListener {
  close(): Promise<void>;
}

/**
 * Keys destroyed by another process leave this one's memory as soon as Postgres says so. What was said while the
 * connection was broken is made up for by doubting every key.
 */
export async function listenForDestroyedKeys(
  url: string,
  keys: Pick<CaseKeys, 'forget' | 'doubt'>,
  report: (error: Error) => void,
  retryMilliseconds = 1_000,
): Promise<KeyListener> {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const listen = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, ...SILENCE });
    client = next;
    next.on('error', report);
    next.on('notification', ({ payload }) => {
      if (payload !== undefined) keys.forget(payload);
    });
    next.once('end', again);
    try {
      await next.connect();
      await next.query(`LISTEN ${KEY_DESTROYED}`);
    } catch (error) {
      await next.end().catch(report); // A server that refuses to listen would keep each connection.
      throw error;
    }
    keys.doubt();
  };
  const again = (): void => {
    if (closed || retry !== undefined) return;
    retry = setTimeout(() => {
      retry = undefined;
      listen().catch((error: unknown) => {
        report(error instanceof Error ? error : new Error('listening for destroyed keys failed'));
        again();
      });
    }, retryMilliseconds);
  };

  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(retry);
    await client?.end();
  };
  await listen().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { close };
}
