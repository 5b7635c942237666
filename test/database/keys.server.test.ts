import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { KEY_DESTROYED, listenForDestroyedKeys } from '../../database/key-listener.js';
import { rewrapKeys } from '../../database/key-rewrapping.js';
import { SYSTEM_CASE } from '../../database/keys.js';
import { createPool, inTransaction, type Pool } from '../../database/pool.js';
import { open, seal } from '../../database/sealing.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { aCase, someKeys } from './support/keys.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
});
afterAll(() => database.drop());

const endKey = (caseId: string): Promise<unknown> =>
  pool.query('UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = now() WHERE case_id = $1', [caseId]);

describe('keys of cases', () => {
  test('a case has one key, also when it is made by many at once', async () => {
    const caseId = randomUUID();
    const make = (): Promise<string> =>
      inTransaction(pool, async (transaction) => (await someKeys(pool).create(transaction, caseId)).keyId);

    const made = await Promise.all([make(), make(), make(), make()]);

    expect(new Set(made).size).toBe(1);
    expect((await someKeys(pool).ofCase(caseId)).keyId).toBe(made[0]);
  });

  test('another process opens what was sealed here', async () => {
    const here = await aCase(pool, someKeys(pool));
    const there = await someKeys(pool).byId(here.keyId);

    const sealed = seal(here.encrypt, Buffer.from('reasons'), ['fact', here.caseId, 1]);

    if (typeof there === 'string') expect.unreachable();
    else expect(open(there.encrypt, sealed, ['fact', there.caseId, 1]).toString()).toBe('reasons');
  });

  test('the key of a rolled-back case was never there', async () => {
    const keys = someKeys(pool);
    const caseId = randomUUID();

    await expect(
      inTransaction(pool, async (transaction) => {
        await keys.create(transaction, caseId);
        throw new Error('changed our mind');
      }),
    ).rejects.toThrow('changed our mind');

    await expect(keys.ofCase(caseId)).rejects.toMatchObject({ name: 'KeyUnavailable', reason: 'unknown' });
  });

  test('a key id that nobody gave out is unknown, whatever it looks like', async () => {
    for (const keyId of [randomUUID(), '', "'; DROP TABLE duly.case_key", '\0', 'x'.repeat(100_000)]) {
      expect(await someKeys(pool).byId(keyId)).toBe('unknown');
    }
  });

  test('a destroyed key is destroyed under both of its names, and the case gets no other', async () => {
    const keys = someKeys(pool);
    const { caseId, keyId } = await aCase(pool, keys);
    await endKey(caseId);

    expect(await keys.byId(keyId)).toBe('destroyed');
    await expect(keys.ofCase(caseId)).rejects.toMatchObject({ reason: 'destroyed' });
    await expect(inTransaction(pool, (transaction) => keys.create(transaction, caseId))).rejects.toMatchObject({
      reason: 'destroyed',
    });
  });

  test('the system has a key of its own, made at its first use', async () => {
    const [one, other] = await Promise.all([someKeys(pool).ofCase(SYSTEM_CASE), someKeys(pool).ofCase(SYSTEM_CASE)]);

    expect(one.keyId).toBe(other.keyId);
  });

  test('the database holds no data key in the open', async () => {
    const { keyId } = await aCase(pool, someKeys(pool));
    const other = someKeys(pool, { keks: parseKeyEncryptionKeys(mintKeyEncryptionKey('2026-11')) });

    await expect(other.byId(keyId)).rejects.toMatchObject({ name: 'KeyUnreadable', cause: { name: 'SealBroken' } });
  });

  test('a known key serves while Postgres is away, an unknown one does not', async () => {
    const away = createPool(database.appUrl, () => undefined, 2);
    const clock = { now: '2026-11-22T00:00:00.000Z' };
    const keys = someKeys(away, { now: () => clock.now });
    const known = await aCase(pool, someKeys(pool));
    const unknown = await aCase(pool, someKeys(pool));
    await keys.ofCase(known.caseId);

    await away.end();
    clock.now = '2026-11-22T01:00:00.000Z';

    expect((await keys.ofCase(known.caseId)).keyId).toBe(known.keyId);
    await expect(keys.ofCase(unknown.caseId)).rejects.toThrow();
  });
});

describe('keys destroyed elsewhere', () => {
  test('a process that remembers a key hears that it was destroyed', async () => {
    const keys = someKeys(pool);
    const { caseId, keyId } = await aCase(pool, keys);
    await keys.byId(keyId);
    const heard = hearing(keys);
    const listener = await listenForDestroyedKeys(database.appUrl, heard.keys, () => undefined);

    const forgotten = heard.forgotten(caseId); // Before it is said, or it could be missed.
    await endKey(caseId);
    await pool.query('SELECT pg_notify($1, $2)', [KEY_DESTROYED, caseId]);
    await forgotten;

    expect(await keys.byId(keyId)).toBe('destroyed');
    await listener.close();
  });

  test('a process whose connection broke doubts every key once it is back', async () => {
    const keys = someKeys(pool);
    const { caseId, keyId } = await aCase(pool, keys);
    const heard = hearing(keys);
    const listener = await listenForDestroyedKeys(database.appUrl, heard.keys, () => undefined, 10);
    await keys.byId(keyId);

    await endKey(caseId);
    const doubted = heard.doubtedAgain();
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE query = 'LISTEN ${KEY_DESTROYED}' AND datname = current_database()`,
    );
    await doubted;

    expect(await keys.byId(keyId)).toBe('destroyed');
    await listener.close();
  });
});

interface Hearing {
  readonly keys: { forget(caseId: string): void; doubt(): void };
  forgotten(caseId: string): Promise<void>;
  doubtedAgain(): Promise<void>;
}

function hearing(real: Hearing['keys']): Hearing {
  const events = new EventTarget();
  const next = (name: string): Promise<void> =>
    new Promise((resolve) => {
      events.addEventListener(
        name,
        () => {
          resolve();
        },
        { once: true },
      );
    });
  return {
    keys: {
      forget: (caseId) => {
        real.forget(caseId);
        events.dispatchEvent(new Event(caseId));
      },
      doubt: () => {
        real.doubt();
        events.dispatchEvent(new Event('doubt'));
      },
    },
    forgotten: next,
    doubtedAgain: () => next('doubt'),
  };
}

test('keys are wrapped anew each month, and then last month’s key-encryption key may die', async () => {
  const [october, november] = [mintKeyEncryptionKey('2026-10'), mintKeyEncryptionKey('2026-11')];
  const fresh = await createTestDatabase();
  const cases = someKeys(fresh.pool, { keks: parseKeyEncryptionKeys(october) });
  const made = [await aCase(fresh.pool, cases), await aCase(fresh.pool, cases), await aCase(fresh.pool, cases)];

  const both = parseKeyEncryptionKeys(`${november},${october}`);
  expect(await rewrapKeys(fresh.pool, both, 2)).toBe(2);
  expect(await rewrapKeys(fresh.pool, both, 2)).toBe(1);
  expect(await rewrapKeys(fresh.pool, both, 2)).toBe(0);

  const later = someKeys(fresh.pool, { keks: parseKeyEncryptionKeys(november) });
  for (const { caseId, commit } of made) expect((await later.ofCase(caseId)).commit.equals(commit)).toBe(true);
  await fresh.drop();
});
