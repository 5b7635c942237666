import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRequest } from '../../database/case-reader.js';
import { storeDocument } from '../../database/document-storing.js';
import { documentsOf, readWhole } from '../../database/documents.js';
import { subjectOf } from '../../database/subjects.js';
import { dataSubject } from '../../domain/actor.js';
import type { Right } from '../../domain/right.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import type { CaseDesk } from '../../intake/case-desk.js';
import { createFurtherRights } from '../../intake/further-rights.js';
import type { FurtherCase } from '../../intake/further-rights.js';
import { readOrganisation } from '../../organisation/read.js';
import { classify, messageReceived } from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { exampleOrganisation, startIntake } from '../support/intake.js';
import type { TestIntake } from '../support/intake.js';

const organisation = await readOrganisation(exampleOrganisation);
const mail = await readFile('examples/mails/08-several-rights-de.eml');

let cases: TestCases;
let intake: TestIntake;
beforeAll(async () => {
  cases = await startCases();
  intake = await startIntake(cases);
});
afterAll(() => cases.close());

let mails = 0;
/** A mail that asks for several rights, of which a person took one. */
async function classified(right: Right = 'access'): Promise<string> {
  mails += 1;
  const another = Buffer.from(mail.toString('latin1').replace(/^Message-ID: </im, `Message-ID: <${mails}.`), 'latin1');
  const { caseId } = await intake.receive(another);
  if (caseId === null) throw new Error('the mail opened no case');
  await cases.desk.ask(caseId, classify, { by: operator, right }, 'classified');
  return caseId;
}

let asked = 0;
function open(caseId: string, right: Right, updateId?: string, desk: CaseDesk = cases.desk): Promise<FurtherCase> {
  const { keys, database } = cases;
  const { registrar } = intake;
  const serverKey = Buffer.alloc(32, 7);
  const doors = createFurtherRights({ pool: database.pool, keys, desk, registrar, organisation, serverKey });
  asked += 1;
  return doors.open({ caseId, by: operator, right, updateId: updateId ?? `asked-${String(asked)}` });
}

async function known(caseId: string): Promise<KnownRequest> {
  const { state } = (await cases.read(caseId)).folded;
  if (state.phase === 'new') throw new Error('the case is not registered');
  return state;
}

async function wordsOf(caseId: string): Promise<readonly string[]> {
  const { pool } = cases.database;
  const key = await cases.keys.ofCase(caseId);
  const kept = (await documentsOf(pool, key)).filter(({ kind }) => kind === 'mail' || kind === 'request');
  const words = await Promise.all(kept.map(({ documentId }) => readWhole(pool, key, documentId)));
  return words.map((bytes) => bytes.toString('latin1')).sort();
}

async function countOfSameMessage(caseId: string): Promise<number> {
  const { rows } = await cases.database.pool.query<{ caseId: string }>(
    `SELECT case_id AS "caseId" FROM duly.board JOIN duly.case_key USING (case_id) WHERE wrapped_key IS NOT NULL`,
  );
  const all = await Promise.all(rows.map((row) => known(row.caseId)));
  return all.filter(({ sameMessageAs }) => sameMessageAs === caseId).length;
}

const crashing: CaseDesk['ask'] = () => Promise.reject(new Error('the process died here'));

test('Art. 12(2), 12(3): a further right has a case of its own, received when the message was, with who asked and what they wrote', async () => {
  const caseId = await classified();
  const further = await open(caseId, 'erasure');
  const [first, second] = [await known(caseId), await known(further.caseId)];
  const { pool } = cases.database;
  const contactOf = async (of: string) => subjectOf(pool, await cases.keys.ofCase(of));

  expect(second).toMatchObject({ right: 'erasure', sameMessageAs: caseId, channel: 'mail', language: first.language });
  expect(second.receivedAt).toBe(first.receivedAt);
  expect(second.answerClock.dueAt).toBe(first.firstClock.dueAt);
  expect(second.reference).not.toBe(first.reference);
  expect(first.furtherRights).toEqual([{ right: 'erasure', caseId: further.caseId }]);
  expect(await contactOf(further.caseId)).toEqual(await contactOf(caseId));
  await cases.until(further.caseId, 'requestAcknowledged');
});

test('the copies are sealed under the key of the new case, and read without that of the first', async () => {
  const caseId = await classified();
  const { caseId: further } = await open(caseId, 'erasure');
  const words = await wordsOf(caseId);
  expect(words).toHaveLength(2);
  await cases.database.pool.query(
    'UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = now() WHERE case_id = $1',
    [caseId],
  );
  cases.keys.forget(caseId);

  expect(await wordsOf(further)).toEqual(words);
  await expect(open(caseId, 'objection')).rejects.toMatchObject({ name: 'KeyUnavailable', reason: 'destroyed' });
});

test('a scan that was added to the message goes with it; what was written later does not', async () => {
  const caseId = await classified();
  const key = await cases.keys.ofCase(caseId);
  const stored = (words: string) =>
    storeDocument(cases.database.pool, {
      ...{ key, kind: 'request', name: `${words}.txt`, contentType: 'text/plain', bytes: Buffer.from(words) },
    });
  await stored('scan');
  const { documentId } = await stored('later');
  const receivedAt = new Date().toISOString();
  await cases.desk.tell(caseId, messageReceived, { by: dataSubject, documentId, receivedAt });
  await cases.until(caseId, 'messageReceived');

  const words = await wordsOf((await open(caseId, 'erasure')).caseId);

  expect(words).toHaveLength(3);
  expect(words).toContain('scan');
});

test('a process that dies between the case and the fact leaves one case, which asking again links', async () => {
  const caseId = await classified();
  const dying = { ...cases.desk, ask: crashing };
  await expect(open(caseId, 'erasure', 'same', dying)).rejects.toThrow('the process died here');
  expect((await known(caseId)).furtherRights).toBeUndefined();

  const further = await open(caseId, 'erasure', 'same');

  expect(await countOfSameMessage(caseId)).toBe(1);
  expect((await known(caseId)).furtherRights).toEqual([{ right: 'erasure', caseId: further.caseId }]);
});

test('the same question again is answered as before; another one is told that the right has its case', async () => {
  const caseId = await classified();
  const first = await open(caseId, 'erasure', 'same');
  const again = await open(caseId, 'erasure', 'same');

  expect(again).toEqual(first);
  await expect(open(caseId, 'erasure')).rejects.toMatchObject({ cause: { type: 'AlreadyClassified' } });
  expect(await countOfSameMessage(caseId)).toBe(1);
});

test('two clicks at once open one case, with one acknowledgement', async () => {
  const caseId = await classified();
  const outcomes = await Promise.allSettled([open(caseId, 'erasure'), open(caseId, 'erasure')]);

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await countOfSameMessage(caseId)).toBe(1);
  const [{ caseId: further } = { caseId: '' }] = (await known(caseId)).furtherRights ?? [];
  await cases.until(further, 'requestAcknowledged');
  expect((await cases.factsOf(further)).filter((type) => type === 'requestAcknowledged')).toHaveLength(1);
});

test('what the law refuses opens no case', async () => {
  const caseId = await classified();
  const further = await open(caseId, 'erasure');
  const refusedAs = (of: string, right: Right) => open(of, right).catch((error: unknown) => error);

  expect(await refusedAs(caseId, 'access')).toMatchObject({ refusal: { type: 'AlreadyClassified' } });
  expect(await refusedAs(further.caseId, 'objection')).toMatchObject({ refusal: { type: 'AlreadyClassified' } });
  const unclassified = await cases.open({ right: undefined });
  expect(await refusedAs(unclassified, 'objection')).toMatchObject({ refusal: { type: 'NotClassified' } });
  expect(await refusedAs('z'.repeat(26), 'objection')).toMatchObject({ name: 'CaseUnknown' });
  const { pool } = cases.database;
  expect(await readRequest(pool, cases.keys, 'z'.repeat(26))).toBeUndefined();
  expect(await countOfSameMessage(caseId)).toBe(1);
});
