import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Entry } from '../../domain/transition.js';
import type { RequestFact } from '../../domain/subject-request.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { alarmsOf, answered, handleOf, lose, note } from '../support/case-steps.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

/** As the database was when the case had so many facts; Temporal is further on. No role of ours could do this. */
async function restore(caseId: string, facts: number): Promise<void> {
  const url = new URL(inject('postgres'));
  url.pathname = new URL(cases.database.ownerUrl).pathname;
  const superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
  try {
    await superuser.query('SET session_replication_role = replica');
    await superuser.query('DELETE FROM duly.fact WHERE case_id = $1 AND position >= $2', [caseId, facts]);
    await superuser.query('DELETE FROM duly.outbox WHERE case_id = $1', [caseId]);
    await superuser.query('UPDATE duly.board SET position = $2 WHERE case_id = $1', [caseId, facts]);
  } finally {
    await superuser.end();
  }
}

const entriesOf = async (caseId: string): Promise<readonly Entry<RequestFact>[]> => (await cases.read(caseId)).entries;
const lettersOf = (caseId: string): readonly string[] =>
  cases.letters.filter((letter) => letter.caseId === caseId).map(({ key }) => key);

test('a database of an earlier day gets back what the running case knows, alarms once, and no letter leaves twice', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  await answered(cases, caseId);
  const before = await entriesOf(caseId);
  await restore(caseId, 2);

  const standing = await note(cases, caseId, 'after the restore');

  expect(standing.position).toBe(before.length + 1);
  const after = await entriesOf(caseId);
  expect(after.slice(0, -1)).toEqual(before);
  expect(after.at(-1)?.fact).toMatchObject({ type: 'noteAdded', text: 'after the restore' });
  expect(await alarmsOf(cases, caseId)).toEqual(['FactsMissing']);
  await note(cases, caseId, 'and on');
  expect(await alarmsOf(cases, caseId)).toEqual(['FactsMissing']);
  expect(lettersOf(caseId)).toEqual(['0.0', '5.0']);
});

test('a case of which a restored database has no fact at all is put down again from the first', async () => {
  const caseId = await cases.open({ acknowledge: false });
  await note(cases, caseId, 'one');
  const before = await entriesOf(caseId);
  await restore(caseId, 0);

  await note(cases, caseId, 'two');

  expect((await entriesOf(caseId)).slice(0, 2)).toEqual(before);
});

test('Art. 12(3): a clock that rings after the restore is put on record with what was lost before it', async () => {
  const caseId = await cases.open({ acknowledge: false });
  await note(cases, caseId, 'we look into it');
  await restore(caseId, 1);

  await cases.forward(caseId, '35 days');

  await cases.until(caseId, 'deadlinePassed');
  expect((await cases.factsOf(caseId)).slice(0, 3)).toEqual(['requestRegistered', 'noteAdded', 'deadlineWarned']);
});

test('a run that knows too little of what the database lost goes on from what is on record', async () => {
  const caseId = await cases.open({ acknowledge: false });
  for (const text of ['one', 'two', 'three']) await note(cases, caseId, text);
  await lose(cases, caseId);
  await note(cases, caseId, 'a run that began with four facts');
  await restore(caseId, 2);

  // This one meets the gap; its run ends, and who asked asks again.
  await note(cases, caseId, 'after the restore').catch(() => undefined);
  const standing = await note(cases, caseId, 'once more');

  expect(await cases.factsOf(caseId)).toHaveLength(standing.position);
  expect((await entriesOf(caseId)).slice(0, 2).map(({ fact }) => fact.type)).toEqual([
    'requestRegistered',
    'noteAdded',
  ]);
  expect(await alarmsOf(cases, caseId)).toContain('FactsMissing');
  expect(await handleOf(cases, caseId).query(ask.getSubjectRequest)).toMatchObject({ phase: 'open' });
  await cases.desk.ask(caseId, ask.withdraw, { by: operator }, 'over');
});
