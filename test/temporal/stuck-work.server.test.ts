import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAlarms, raiseAlarmOnce } from '../../database/alarms.js';
import { whenWorkIsStuck } from '../../temporal/stuck-work.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const MINUTE = 60_000;
const begun = Date.parse('2026-11-20T03:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.as('duly_owner').query('DELETE FROM duly.alarm');
});
afterAll(() => database.drop());

/** One attempt at letters of a breach, so many minutes after the first was due. */
async function attempt(number: number, minutes: number, how: () => Promise<void>): Promise<void> {
  const stuck = whenWorkIsStuck(
    (caseId) => raiseAlarmOnce(database.pool, 'WorkStuck', [caseId]),
    () => begun + minutes * MINUTE,
  );
  const workflowExecution = { workflowId: 'breach/a-case', runId: 'its-run' };
  const info = { attempt: number, scheduledTimestampMs: begun, workflowExecution };
  await new MockActivityEnvironment(info, { interceptors: [stuck], logger: new DefaultLogger('ERROR') }).run(how);
}
const fail = (): Promise<void> => Promise.reject(new Error('the table cannot be read'));
const alarms = async () =>
  (await listAlarms(database.pool, 10)).map(({ code, cases }) => [code, cases.map(({ caseId }) => caseId)]);

test('a person hears of bulk work that failed for ten minutes, once a day, and it is tried on', async () => {
  await expect(attempt(9, 9, fail)).rejects.toThrow('the table cannot be read');
  expect(await alarms()).toEqual([]);

  await expect(attempt(10, 10, fail)).rejects.toThrow('the table cannot be read');
  await expect(attempt(11, 11, fail)).rejects.toThrow('the table cannot be read');
  expect(await alarms()).toEqual([['WorkStuck', ['a-case']]]);

  await database.as('duly_owner').query(`UPDATE duly.alarm SET raised_at = raised_at - interval '25 hours'`);
  await attempt(99, 1_500, () => Promise.resolve());
  expect(await alarms()).toHaveLength(2);
});

test('work that takes long, and a restart in the middle of it, alarm nobody', async () => {
  await attempt(1, 60, () => Promise.resolve());
  await attempt(2, 60, () => Promise.resolve());
  expect(await alarms()).toEqual([]);
});

test('where no alarm can be raised, the work itself is tried all the same', async () => {
  const deaf = whenWorkIsStuck(
    () => Promise.reject(new Error('the database is away')),
    () => begun + 60 * MINUTE,
  );
  const workflowExecution = { workflowId: 'breach/a-case', runId: 'its-run' };
  const info = { attempt: 9, scheduledTimestampMs: begun, workflowExecution };
  const environment = new MockActivityEnvironment(info, { interceptors: [deaf] });
  expect(await environment.run(() => Promise.resolve('done'))).toBe('done');
});
