import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAlarms } from '../../database/alarms.js';
import { boardRow } from '../../database/board.js';
import type { BoardRow } from '../../domain/board.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { watchForStuckCases } from '../../intake/stuck-cases.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const NOON: Instant = '2026-11-20T12:00:00.000Z';
const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  const owner = database.as('duly_owner');
  await owner.query('DELETE FROM duly.alarm');
  await owner.query('DELETE FROM duly.board');
});
afterAll(() => database.drop());

/** A case on the board, with a date that passes at noon. */
async function put(caseId: string, row: Partial<BoardRow> = {}, lastFactAt = hoursAfter(NOON, -72)): Promise<void> {
  const statement = boardRow(caseId, {
    ...{ run: 'r', firstPosition: 0, due: [] },
    entries: [{ fact: { type: 'noteAdded', at: lastFactAt, by: { role: 'duly', id: 'duly' } }, cause: 'c' }],
    row: {
      ...{ kind: 'breach', reference: caseId, what: 'controller', phase: 'toNotify', waitingFor: 'evidence' },
      ...{ controller: 'acme', dueAt: NOON, overdue: false, drill: false, closed: false },
      ...row,
    },
  });
  await database.pool.query(statement ?? '');
}

/** One watch that looks so many minutes after noon; what it found at the last look. */
async function lookedAt(minutes: readonly number[]): Promise<readonly string[]> {
  let now = Date.parse(NOON);
  const look = watchForStuckCases({ pool: database.pool, now: () => now });
  let found: readonly string[] = [];
  for (const minute of minutes) {
    now = Date.parse(NOON) + minute * MINUTE;
    found = await look();
  }
  return found;
}
const alarms = async () =>
  (await listAlarms(database.pool, 10)).map(({ code, cases }) => [code, cases.map(({ caseId }) => caseId)]);

test('a case of any kind that said nothing for ten minutes after its date is told of, all of them at once, once a day', async () => {
  await put('hangs');
  await put('request', { kind: 'subject-request' });
  await put('notice', { kind: 'controller-notice' });
  await put('exercise', { drill: true });

  expect(await lookedAt([0, 9])).toEqual([]);
  expect(await alarms()).toEqual([]);
  await lookedAt([0, 10, 11]);
  await put('later');
  await lookedAt([20, 30]);

  const first = ['exercise', 'hangs', 'notice', 'request'];
  expect(await alarms()).toEqual([
    ['CaseStuck', ['later']],
    ['CaseStuck', first],
  ]);
});

test('no case rings that said that it is overdue, is closed, has moved its date or has none', async () => {
  await put('overdue', { overdue: true }, NOON);
  await put('overdue-request', { kind: 'subject-request', overdue: true }, hoursAfter(NOON, -150));
  await put('closed', { closed: true });
  await put('moved', { dueAt: hoursAfter(NOON, 72) });
  await put('without', { dueAt: undefined });

  expect(await lookedAt([0, 10, 60])).toEqual([]);
});

test('an overdue case that has not said so again for a day, or a request for a week, rings', async () => {
  await put('breach', { overdue: true }, hoursAfter(NOON, -24));
  await put('request', { kind: 'subject-request', overdue: true }, hoursAfter(NOON, -7 * 24));

  expect(await lookedAt([0, 10])).toEqual(['breach', 'request']);
});

test('what passed while nobody looked has ten minutes to say so, once somebody does', async () => {
  await put('hangs');

  expect(await lookedAt([600, 609])).toEqual([]);
  expect(await lookedAt([600, 610])).toEqual(['hangs']);
});

test('a database that was away begins the ten minutes anew', async () => {
  await put('hangs');
  const owner = database.as('duly_owner');
  let now = Date.parse(NOON);
  const look = watchForStuckCases({ pool: database.pool, now: () => now });

  await look();
  now += 5 * MINUTE;
  await owner.query('ALTER TABLE duly.board RENAME TO board_away');
  await expect(look()).rejects.toThrow('does not exist');
  await owner.query('ALTER TABLE duly.board_away RENAME TO board');
  now += 60 * MINUTE;
  expect(await look()).toEqual([]);
  now += 10 * MINUTE;
  expect(await look()).toEqual(['hangs']);
});
