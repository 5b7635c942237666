import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlarms } from '../../database/alarms.js';
import { createCaseRecords, entriesOf } from '../../database/case-records.js';
import { createKeys } from '../../database/keys.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import { inTransaction } from '../../database/pool.js';
import type { FactBody } from '../../domain/decider.js';
import type { CaseRecords } from '../../domain/ports/case-records.js';
import { boardRow } from '../../domain/subject-request.standing.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { fold } from '../../domain/decider.js';
import type { Transition } from '../../domain/transition.js';
import { fact, registered } from '../support/builders.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { keks, someKeys } from './support/keys.js';

let database: TestDatabase;
let keys: CaseKeys;
let records: CaseRecords;
beforeAll(async () => {
  database = await createTestDatabase();
  keys = someKeys(database.pool);
  records = createCaseRecords({ pool: database.pool, keys });
});
afterAll(() => database.drop());

const newCase = (): Promise<DataKey> =>
  inTransaction(database.pool, (transaction) => keys.create(transaction, randomUUID()));

/** The registration of a request, and the letter that it causes. */
function aTransition({ caseId }: DataKey, cause = 'update register'): Transition<FactBody, unknown> {
  const first = registered({ reference: caseId });
  const { state, due } = fold(subjectRequestDecider, [first]);
  return { run: 'run 1', firstPosition: 0, entries: [{ fact: first, cause }], row: boardRow(state), due };
}

const aNote = (text: string, position: number, cause: string, run = 'run 1'): Transition<FactBody, unknown> => ({
  run,
  firstPosition: position,
  entries: [{ fact: fact({ type: 'noteAdded', text }), cause }],
  row: undefined,
  due: [],
});

async function countsOf({ caseId }: DataKey): Promise<unknown> {
  const count = (table: string): string => `(SELECT count(*)::int FROM duly.${table} WHERE case_id = $1) AS ${table}`;
  const { rows } = await database.pool.query<object>(
    `SELECT ${['fact', 'ledger_staged', 'outbox', 'board'].map(count).join(', ')}`,
    [caseId],
  );
  return rows[0];
}

const alarmsOf = async ({ caseId }: DataKey): Promise<readonly string[]> =>
  (await listAlarms(database.pool, 1_000))
    .filter((alarm) => alarm.cases.some((known) => known.caseId === caseId))
    .map(({ code }) => code);

test('facts, their leaves, the board and what is to be sent are written together, and a second time changes nothing', async () => {
  const key = await newCase();
  const transition = aTransition(key);

  expect(await records.record(key.caseId, transition)).toEqual([]);
  expect(await records.record(key.caseId, transition)).toEqual([]);

  expect(await countsOf(key)).toEqual({ fact: 1, ledger_staged: 1, outbox: 1, board: 1 });
  expect(await entriesOf(database.pool, key)).toEqual(transition.entries);
  expect(await alarmsOf(key)).toEqual([]);
});

test('where other facts stand at the position, they are answered and nothing of the newcomer is written', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));
  await records.record(key.caseId, aNote('first', 1, 'update a'));

  const standing = await records.record(key.caseId, aNote('second', 1, 'update a'));

  expect(standing).toMatchObject([{ cause: 'update a', fact: { text: 'first' } }]);
  expect(await countsOf(key)).toMatchObject({ fact: 2, ledger_staged: 2 });
  expect(await alarmsOf(key)).toEqual([]);
});

test('facts of another run and another cause at the position ring an alarm', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));
  await records.record(key.caseId, aNote('theirs', 1, 'update theirs', 'run 2'));

  await records.record(key.caseId, aNote('ours', 1, 'update ours'));

  expect(await alarmsOf(key)).toEqual(['FactsTakenOver']);
});

test('facts that a lost task of the same run left are taken over in silence', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));
  await records.record(key.caseId, aNote('its own', 1, 'update of a lost task'));

  expect(await records.record(key.caseId, aNote('ours', 1, 'update ours'))).toHaveLength(1);
  expect(await alarmsOf(key)).toEqual([]);
});

test('of twenty writers at the same position one writes, and the others are told what stands', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => records.record(key.caseId, aNote(`note ${String(index)}`, 1, 'update x'))),
  );

  const taken = answers.flatMap((answer) => ('onRecord' in answer ? [] : [answer]));
  expect(taken.filter(({ length }) => length === 0)).toHaveLength(1);
  expect(new Set(taken.flat().map((entry) => JSON.stringify(entry))).size).toBe(1);
  expect(await countsOf(key)).toMatchObject({ fact: 2, ledger_staged: 2 });
});

test('a fact without the one before it is not taken: a database of yesterday hides no gap, says what it has, and alarms', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));

  const answer = await records.record(key.caseId, aNote('too far', 5, 'update x'));

  expect(answer).toEqual({ onRecord: aTransition(key).entries });
  expect(await countsOf(key)).toMatchObject({ fact: 1, ledger_staged: 1 });
  expect(await alarmsOf(key)).toEqual(['FactsMissing']);
});

test('what a fact says is unreadable in the table, and opens at its own place only', async () => {
  const key = await newCase();
  const planted = `planted${randomUUID()}`;
  await records.record(key.caseId, aTransition(key));
  await records.record(key.caseId, aNote(planted, 1, 'update x'));
  const { rows } = await database.pool.query<{ row: string; body: Buffer }>(
    `SELECT to_jsonb(fact)::text || encode(body, 'escape') AS row, body FROM duly.fact WHERE case_id = $1`,
    [key.caseId],
  );

  for (const { row, body } of rows) {
    expect(row).not.toContain(planted);
    expect(body.toString('latin1')).not.toContain(planted);
  }
  expect(JSON.stringify(await entriesOf(database.pool, key))).toContain(planted);
  await expect(entriesOf(database.pool, { ...(await newCase()), caseId: key.caseId })).rejects.toThrow();
});

test('once the key of a case is destroyed its facts stay, and nobody can read them', async () => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));
  await database.pool.query('UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = now() WHERE case_id = $1', [
    key.caseId,
  ]);

  const afterwards = createKeys({ pool: database.pool, keks, now: () => new Date().toISOString() });

  await expect(afterwards.ofCase(key.caseId)).rejects.toMatchObject({ reason: 'destroyed' });
  expect(await countsOf(key)).toMatchObject({ fact: 1 });
});

test.each(['duly_app', 'duly_owner'] as const)('%s can neither change nor remove nor empty facts', async (role) => {
  const key = await newCase();
  await records.record(key.caseId, aTransition(key));
  const pool = database.as(role);

  for (const statement of ["UPDATE duly.fact SET cause = ''", 'DELETE FROM duly.fact', 'TRUNCATE duly.fact']) {
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
  expect(await countsOf(key)).toMatchObject({ fact: 1 });
});
