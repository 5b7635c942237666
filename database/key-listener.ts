import pg from 'pg';
import type { CaseKeys } from './keys.js';

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
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client = next;
    next.on('error', report);
    next.on('notification', ({ payload }) => {
      if (payload !== undefined) keys.forget(payload);
    });
    next.once('end', again);
    await next.connect();
    await next.query(`LISTEN ${KEY_DESTROYED}`);
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

  await listen();
  return {
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
