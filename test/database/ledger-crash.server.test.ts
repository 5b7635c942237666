import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stageLeaves, treeHead } from '../../database/ledger.js';
import { sequence, startSequencer } from '../../database/ledger-sequencer.js';
import { inTransaction } from '../../database/pool.js';
import type { Pool } from '../../database/pool.js';
import { leafHash } from '../../ledger/hash.js';
import { aFactLeaf } from '../ledger/leaves.js';
import { naiveRoot } from '../ledger/naive-tree.js';
import { aSigner } from '../ledger/signer.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const signer = aSigner();
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  // A connection that is ended while it works tells its client twice; the rejected query is what counts here.
  pool.on('connect', (client) => client.on('error', () => undefined));
});
afterAll(() => database.drop());

async function placed(prefix: string): Promise<readonly { caseId: string; position: number; index: number }[]> {
  const { rows } = await pool.query<{ case_id: string; position: number; index: string }>(
    'SELECT case_id, position, index FROM duly.ledger_body WHERE starts_with(case_id, $1) ORDER BY index',
    [prefix],
  );
  return rows.map(({ case_id, position, index }) => ({ caseId: case_id, position, index: Number(index) }));
}

/** No leaf twice, none missing, no gap in the tree, and the signed root is the one over what the leaves say. */
async function expectWholeTree(): Promise<void> {
  const { rows } = await pool.query<{ index: string; body: Buffer }>(
    'SELECT index, body FROM duly.ledger_body ORDER BY index',
  );
  expect(rows.map(({ index }) => Number(index))).toEqual(rows.map((_, n) => n));
  const head = await treeHead(pool);
  expect(head?.size).toBe(rows.length);
  expect(head?.root).toEqual(naiveRoot(rows.map(({ body }) => leafHash(body))));
  const { rows: staged } = await pool.query('SELECT FROM duly.ledger_staged');
  expect(staged).toHaveLength(0);
}

/** One fact per transaction, as a case writes them. */
async function writeCase(caseId: string, facts: number): Promise<void> {
  for (let position = 0; position < facts; position += 1) {
    await inTransaction(pool, (transaction) => stageLeaves(transaction, [aFactLeaf({ caseId, position })]));
  }
}

async function drain(): Promise<void> {
  const { rows } = await pool.query('SELECT FROM duly.ledger_staged LIMIT 1');
  if (rows.length === 0) return;
  await sequence(pool, signer);
  await drain();
}

/** The backend that waits for a lock inside this statement. */
async function waitingBackend(statement: string): Promise<number> {
  for (;;) {
    const { rows } = await pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
      [`${statement}%`],
    );
    if (rows[0] !== undefined) return rows[0].pid;
    await setImmediate();
  }
}

describe('the sequencer under load and under fire', () => {
  test('eight writers beside the sequencer: every leaf once, each case in its own order, no gaps', async () => {
    const sequencer = startSequencer({ pool, signer, everyMs: 1, report: () => undefined });

    await Promise.all(Array.from({ length: 8 }, (_, n) => writeCase(`load-${n}`, 100)));
    await sequencer.stop();
    await drain();

    const leaves = await placed('load-');
    expect(leaves).toHaveLength(800);
    for (let n = 0; n < 8; n += 1) {
      const positions = leaves.filter(({ caseId }) => caseId === `load-${n}`).map(({ position }) => position);
      expect(positions).toEqual(Array.from({ length: 100 }, (_, position) => position));
    }
    await expectWholeTree();
  });

  test('what is committed late gets a later place, whatever its number on the stage', async () => {
    const slow = await pool.connect();
    await slow.query('BEGIN');
    await stageLeaves(slow, [aFactLeaf({ caseId: 'late-slow' })]);
    await stageLeaves(pool, [aFactLeaf({ caseId: 'late-quick' })]);
    await sequence(pool, signer);
    expect((await placed('late-')).map(({ caseId }) => caseId)).toEqual(['late-quick']);

    await slow.query('COMMIT');
    slow.release();
    await sequence(pool, signer);

    expect((await placed('late-')).map(({ caseId }) => caseId)).toEqual(['late-quick', 'late-slow']);
    await expectWholeTree();
  });

  test('a sequencer that is killed before its commit leaves no trace, and the next one places every leaf', async () => {
    await stageLeaves(pool, [
      aFactLeaf({ caseId: 'killed', position: 0 }),
      aFactLeaf({ caseId: 'killed', position: 1 }),
    ]);
    const before = await treeHead(pool);
    const barrier = await database.as('duly_owner').connect();
    await barrier.query('BEGIN; LOCK TABLE duly.ledger_checkpoint IN SHARE MODE');
    const killed = expect(sequence(pool, signer)).rejects.toThrow();
    const pid = await waitingBackend('INSERT INTO duly.ledger_checkpoint');

    await pool.query('SELECT pg_terminate_backend($1)', [pid]);
    await killed;
    await barrier.query('ROLLBACK');
    barrier.release();

    expect(await treeHead(pool)).toEqual(before);
    expect(await placed('killed')).toEqual([]);
    expect(await sequence(pool, signer)).toBe(2);
    await expectWholeTree();
  });

  test('two sequencers never work at once: the second finds the place taken', async () => {
    await stageLeaves(pool, [aFactLeaf({ caseId: 'twice' })]);
    const barrier = await database.as('duly_owner').connect();
    await barrier.query('BEGIN; LOCK TABLE duly.ledger_checkpoint IN SHARE MODE');
    const first = sequence(pool, signer);
    await waitingBackend('INSERT INTO duly.ledger_checkpoint');

    expect(await sequence(pool, signer)).toBe(0);

    await barrier.query('ROLLBACK');
    barrier.release();
    expect(await first).toBe(1);
    await expectWholeTree();
  });

  test('backends killed again and again cost no leaf and double none', async () => {
    const failures: unknown[] = [];
    const sequencers = [1, 2].map(() =>
      startSequencer({ pool, signer, everyMs: 1, report: (error) => failures.push(error) }),
    );
    const writing = writeCase('fire', 150);
    // Only sequencers: a writer's own transaction is repeated by whoever asked for it.
    for (let kills = 0; kills < 6;) {
      const { rowCount } = await pool.query(
        `SELECT pg_terminate_backend(activity.pid) FROM pg_stat_activity activity JOIN pg_locks held USING (pid)
         WHERE datname = current_database() AND locktype = 'advisory' AND activity.pid <> pg_backend_pid()`,
      );
      kills += rowCount ?? 0;
      await setImmediate();
    }
    await writing;
    await Promise.all(sequencers.map((sequencer) => sequencer.stop()));
    await drain();

    expect(failures.length).toBeGreaterThan(0);
    expect((await placed('fire')).map(({ position }) => position)).toEqual(Array.from({ length: 150 }, (_, n) => n));
    await expectWholeTree();
  });

  test('a sequencer that fails reports it, and goes on once it can', async () => {
    const broken = { failing: true };
    const sign = signer.sign.bind(signer);
    const flaky = {
      ...signer,
      sign: (text: string) => {
        if (broken.failing) throw new Error('the key is away');
        return sign(text);
      },
    };
    await stageLeaves(pool, [aFactLeaf({ caseId: 'flaky' })]);
    const listener = await pool.connect();
    await listener.query('LISTEN duly_ledger');
    const reports = new EventEmitter();
    const reported = once(reports, 'failure');
    const report = (error: unknown): boolean => reports.emit('failure', error);
    const sequencer = startSequencer({ pool, signer: flaky, everyMs: 1, report });

    expect(await reported).toMatchObject([{ message: 'the key is away' }]);
    const heard = once(listener, 'notification');
    broken.failing = false;
    await heard;
    await sequencer.stop();

    listener.release(true);
    expect(await placed('flaky')).toHaveLength(1);
    await expectWholeTree();
  });
});
