import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stageLeaves } from '../../database/ledger.js';
import { sequence } from '../../database/ledger-sequencer.js';
import type { DatabaseRole } from '../../database/prepare.js';
import { aFactLeaf } from '../ledger/leaves.js';
import { aSigner } from '../ledger/signer.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const INSUFFICIENT_PRIVILEGE = '42501';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await stageLeaves(database.pool, [aFactLeaf({ position: 0 }), aFactLeaf({ position: 1 })]);
  await sequence(database.pool, aSigner());
  await stageLeaves(database.pool, [aFactLeaf({ position: 2 })]);
});
afterAll(() => database.drop());

const everyRole: readonly DatabaseRole[] = ['duly_owner', 'duly_app', 'duly_pruner', 'duly_vault'];
const kept = ['ledger_hash', 'ledger_body', 'ledger_checkpoint', 'ledger_staged'] as const;

const edits = {
  ledger_hash: 'UPDATE duly.ledger_hash SET hash = hash',
  ledger_body: 'UPDATE duly.ledger_body SET body = body',
  ledger_checkpoint: 'UPDATE duly.ledger_checkpoint SET note = note',
  ledger_staged: 'UPDATE duly.ledger_staged SET body = body',
} as const;

const refusals = everyRole.flatMap((role) => [
  ...kept.map((table) => ({ role, statement: edits[table] })),
  ...kept.map((table) => ({ role, statement: `TRUNCATE duly.${table}` })),
  { role, statement: 'DELETE FROM duly.ledger_hash' },
  { role, statement: 'DELETE FROM duly.ledger_checkpoint' },
]);

describe('what no role of ours may do to the ledger', () => {
  test.each(refusals)('$role is refused: $statement', async ({ role, statement }) => {
    await expect(database.as(role).query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test.each<{ role: DatabaseRole }>([{ role: 'duly_owner' }, { role: 'duly_app' }, { role: 'duly_vault' }])(
    '$role may not prune bodies',
    async ({ role }) => {
      const pruning = database.as(role).query('DELETE FROM duly.ledger_body');

      await expect(pruning).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    },
  );

  test.each<{ role: DatabaseRole }>([{ role: 'duly_pruner' }, { role: 'duly_vault' }])(
    '$role may not write a leaf, take one away before its place, or sign',
    async ({ role }) => {
      const refused = { code: INSUFFICIENT_PRIVILEGE };

      await expect(stageLeaves(database.as(role), [aFactLeaf()])).rejects.toMatchObject(refused);
      await expect(database.as(role).query('DELETE FROM duly.ledger_staged')).rejects.toMatchObject(refused);
      await expect(
        database.as(role).query("INSERT INTO duly.ledger_checkpoint (size, root, note) VALUES (9, sha256(''), '')"),
      ).rejects.toMatchObject(refused);
    },
  );

  test('duly_vault may not even read the ledger', async () => {
    const reading = database.as('duly_vault').query('SELECT FROM duly.ledger_body');

    await expect(reading).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test('the application cannot become the pruner', async () => {
    await expect(database.pool.query('SET ROLE duly_pruner')).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test('duly_pruner alone may prune bodies, and nothing but bodies', async () => {
    const pruned = await database.as('duly_pruner').query('DELETE FROM duly.ledger_body WHERE index = 0');

    expect(pruned.rowCount).toBe(1);
    const { rows } = await database.pool.query<{ leaves: string }>(
      'SELECT count(*) AS leaves FROM duly.ledger_hash WHERE level = 0',
    );
    expect(rows).toEqual([{ leaves: '2' }]);
  });
});
