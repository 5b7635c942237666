import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { clearDestroyedKeys } from '../../database/key-clearing.js';
import { createKeyDestructions } from '../../database/key-destruction.js';
import type { DataKey } from '../../database/keys.js';
import { inTransaction } from '../../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { aCase, someKeys } from './support/keys.js';

let database: TestDatabase;
let superuser: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(inject('postgres'));
  url.pathname = new URL(database.ownerUrl).pathname;
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.drop();
});

/** The bytes of the table as they lie on the disk. */
async function tableFile(): Promise<Buffer> {
  await superuser.query('CHECKPOINT');
  const { rows } = await superuser.query<{ bytes: Buffer }>(
    "SELECT pg_read_binary_file(pg_relation_filepath('duly.case_key')) AS bytes",
  );
  return rows[0]?.bytes ?? Buffer.alloc(0);
}

async function wrapped({ keyId }: DataKey): Promise<Buffer> {
  const { rows } = await database.pool.query<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM duly.case_key WHERE key_id = $1',
    [keyId],
  );
  return rows[0]?.wrapped_key ?? Buffer.alloc(0);
}

const at = '2026-11-02T10:00:00.000Z';
const dueAt = '2026-11-09T10:00:00.000Z';

async function destroyed(): Promise<Buffer> {
  const keys = someKeys(database.pool);
  const key = await aCase(database.pool, keys, { closed: true });
  const bytes = await wrapped(key);
  const destructions = createKeyDestructions({ pool: database.pool, keys, backupRetentionDays: 30 });
  await destructions.propose({ caseId: key.caseId, by: { role: 'operator', id: 'r-visser' }, at });
  await destructions.approve({ caseId: key.caseId, by: { role: 'decider', id: 'n-okafor' }, at });
  await destructions.destroyDueKeys(dueAt);
  return bytes;
}

test('GDPR Art. 5(1)(e): the bytes of destroyed keys leave the table’s file, those of living ones stay', async () => {
  const [living, dead]: [Buffer[], Buffer[]] = [[], []];
  for (let each = 0; each < 10; each += 1) {
    living.push(await wrapped(await aCase(database.pool, someKeys(database.pool))));
    dead.push(await destroyed());
    living.push(await wrapped(await aCase(database.pool, someKeys(database.pool))));
  }
  const stillThere = async (keys: readonly Buffer[]): Promise<number> => {
    const file = await tableFile();
    return keys.filter((bytes) => file.includes(bytes)).length;
  };
  expect(await stillThere(dead)).toBeGreaterThan(0);

  expect(await clearDestroyedKeys(database.pool)).toBe(10);

  expect([await stillThere(dead), await stillThere(living)]).toEqual([0, 20]);
  expect(await clearDestroyedKeys(database.pool)).toBe(0);
});

test('while somebody holds the table its clearing gives up soon, and is done the next time', async () => {
  const dead = await destroyed();

  await inTransaction(database.pool, async (transaction) => {
    await transaction.query('SELECT 1 FROM duly.case_key LIMIT 1 FOR SHARE');
    await expect(clearDestroyedKeys(database.pool)).rejects.toMatchObject({ code: '55P03' });
  });

  expect(await clearDestroyedKeys(database.pool)).toBe(1);
  expect((await tableFile()).includes(dead)).toBe(false);
});

test('who may not write the file anew hears of it', async () => {
  await destroyed();
  await database.as('duly_owner').query('REVOKE MAINTAIN ON duly.case_key FROM duly_app');

  await expect(clearDestroyedKeys(database.pool)).rejects.toThrow('was not written anew');

  await database.as('duly_owner').query('GRANT MAINTAIN ON duly.case_key TO duly_app');
  expect(await clearDestroyedKeys(database.pool)).toBe(1);
});
