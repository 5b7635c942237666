import { afterAll, beforeAll, expect, test } from 'vitest';
import { listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter } from '../../database/board.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const ROWS = 100_000;
const PAGE = 50;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO duly.board (case_id, kind, reference, what, phase, waiting_for, owner, controller, due_at, overdue, drill,
                             closed, position, last_fact, last_fact_at)
     SELECT substr(md5(n::text), 1, 26), 'subject-request', 'S-2026-' || n, (ARRAY['access', 'erasure', 'unclassified'])[n % 3 + 1],
            (ARRAY['deciding', 'gathering', 'identityAsked', 'settled'])[n % 4 + 1], 'identity and decision',
            'person-' || n % 40, 'example-cloud', CASE WHEN n % 4 = 3 THEN NULL ELSE now() + n * interval '1 minute' END,
            n % 50 = 0, false, n % 5 = 0, 5, 'requestAcknowledged', now()
     FROM generate_series(1, $1) n`,
    [ROWS],
  );
  await database.as('duly_owner').query('ANALYZE duly.board');
});
afterAll(() => database.drop());

const filters: Readonly<Record<string, BoardFilter>> = {
  'all that is open': { closed: false, kind: 'subject-request' },
  'one phase': { closed: false, phase: 'identityAsked' },
  'one right of one owner': { closed: false, what: 'erasure', owner: 'person-7' },
  'what is due soon': { closed: false, dueBefore: new Date(Date.now() + 7 * 86_400_000).toISOString() },
};

async function timeOf(filter: BoardFilter, after: BoardCursor | undefined): Promise<number> {
  const began = performance.now();
  await listBoard(database.pool, filter, PAGE, after);
  return performance.now() - began;
}

test.each(Object.entries(filters))(
  'of a hundred thousand cases a page of %s comes in less than 100 ms, 95 times of 100',
  async (_name, filter) => {
    const deep = { dueAt: new Date(Date.now() + 60_000 * (ROWS / 2)).toISOString(), reference: 'S-2026-8' };
    const times: number[] = [];
    for (let page = 0; page < 100; page += 1) times.push(await timeOf(filter, page % 2 === 0 ? undefined : deep));

    const p95 = times.sort((a, b) => a - b)[94] ?? Infinity;
    process.stdout.write(`p95 ${p95.toFixed(1)} ms\n`);
    expect(p95).toBeLessThan(100);
  },
);
