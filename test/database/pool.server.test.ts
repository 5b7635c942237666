import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { createPool, inTransaction } from '../../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startCuttable, type Cuttable } from '../support/cuttable.js';

let database: TestDatabase;
let line: Cuttable;
beforeAll(async () => {
  database = await createTestDatabase();
  const { hostname, port } = new URL(inject('postgres'));
  line = await startCuttable(hostname, Number(port));
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await line.close();
  await database.drop();
});

test('whoever asks a Postgres that is lost without a word hears so within a minute or two, and keeps no connection', async () => {
  const url = new URL(database.appUrl);
  url.port = String(line.port);
  const pool = createPool(url.href, () => undefined, 2);
  await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 1')]);
  line.fallSilent();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

  const asked = [pool.query('SELECT 1'), inTransaction(pool, (transaction) => transaction.query('SELECT 1'))];
  const heard = Promise.allSettled(asked);
  await vi.advanceTimersByTimeAsync(90_000);

  expect((await heard).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(pool.totalCount).toBe(0);
  vi.useRealTimers();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
