import { afterAll, beforeAll, expect, test } from 'vitest';
import { countBoard, listBoard, openCases } from '../../database/board.js';
import type { BoardCursor } from '../../database/board.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { fillBoard, pageTimeOf } from './board-pages.js';

const ROWS = 10_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await fillBoard(database.pool, ROWS);
});
afterAll(() => database.drop());

test('page after page gives every case once, what is due next first and what nothing is due for last', async () => {
  const ids: string[] = [];
  const dues: (string | undefined)[] = [];
  let after: BoardCursor | undefined;
  for (;;) {
    const page = await listBoard(database.pool, {}, 1_000, after);
    ids.push(...page.map(({ caseId }) => caseId));
    dues.push(...page.map(({ dueAt }) => dueAt));
    const last = page.at(-1);
    if (last === undefined) break;
    after = { dueAt: last.dueAt ?? null, reference: last.reference };
  }

  expect(new Set(ids).size).toBe(ROWS);
  expect(ids).toHaveLength(ROWS);
  const known = dues.filter((dueAt) => dueAt !== undefined);
  expect(known).toEqual([...known].sort());
  expect(dues.lastIndexOf(known.at(-1))).toBe(known.length - 1);
});

test('what is due at the same instant stands in the order of references, across pages', async () => {
  const whole = await listBoard(database.pool, { closed: false }, ROWS);
  const head = whole.slice(0, 2_501);
  const place = head.at(-1);
  const rest = await listBoard(database.pool, { closed: false }, ROWS, {
    dueAt: place?.dueAt ?? null,
    reference: place?.reference ?? '',
  });

  const inOrder = [...whole].sort(
    (one, other) =>
      Date.parse(one.dueAt ?? '9999-12-31T00:00:00Z') - Date.parse(other.dueAt ?? '9999-12-31T00:00:00Z') ||
      (one.reference < other.reference ? -1 : 1),
  );
  expect(whole.map(({ reference }) => reference)).toEqual(inOrder.map(({ reference }) => reference));
  expect([...head, ...rest]).toEqual(whole);
  const dues = whole.map(({ dueAt }) => dueAt);
  expect(new Set(dues).size).toBeLessThan(dues.length);
});

test('filters narrow the list and the count alike', async () => {
  const filter = { closed: false, phase: 'gathering', owner: 'owner-1' };

  const rows = await listBoard(database.pool, filter, ROWS);

  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ phase, owner, closed }) => phase === 'gathering' && owner === 'owner-1' && !closed)).toBe(true);
  expect(await countBoard(database.pool, filter)).toBe(rows.length);
  expect(await countBoard(database.pool, { reference: '%' })).toBe(0);
  expect(await openCases(database.pool)).toHaveLength(ROWS * 0.9);
});

test('a page of a board of ten thousand cases takes less than 100 ms, 95 times of 100', async () => {
  expect(await pageTimeOf(database.pool, ROWS)).toBeLessThan(100);
});
