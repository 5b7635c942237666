import { afterAll, beforeAll, expect, test } from 'vitest';
import * as ask from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { lose, note, refusalOf } from '../support/case-steps.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

const notesOf = async (caseId: string): Promise<readonly string[]> =>
  (await cases.read(caseId)).entries.flatMap(({ fact }) => (fact.type === 'noteAdded' ? [fact.text] : []));

test('two hundred updates at once on one case are all answered, and each is on record once', async () => {
  const caseId = await cases.open();
  const texts = Array.from({ length: 200 }, (_, index) => `note-${String(index)}`);

  const answers = await Promise.all(texts.map((text) => note(cases, caseId, text)));

  expect(answers).toHaveLength(200);
  expect([...(await notesOf(caseId))].sort()).toEqual([...texts].sort());
});

test('two operators decide at once: one wins, the other is told that the identity is settled', async () => {
  const caseId = await cases.open();
  const decide = (id: string) => {
    const by = { ...operator, id };
    const decision = { outcome: 'confirmed', method: 'account' } as const;
    return cases.desk.ask(caseId, ask.decideIdentity, { by, decision }, `identity-by-${id}`);
  };

  const outcomes = await Promise.allSettled([decide('r-visser'), decide('j-smit')]);

  const lost = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(lost).toHaveLength(1);
  expect(await refusalOf(Promise.reject(lost[0]?.reason as Error))).toBe('IdentitySettled');
  expect((await cases.factsOf(caseId)).filter((type) => type === 'identityConfirmed')).toHaveLength(1);
});

test('the same update asked twice, at once and later, changes the case once and is answered the same', async () => {
  const caseId = await cases.open({ acknowledge: false });

  const [first, second] = await Promise.all([note(cases, caseId, 'called back'), note(cases, caseId, 'called back')]);
  const later = await note(cases, caseId, 'called back');

  expect(second).toEqual(first);
  expect(later).toEqual(first);
  expect(await notesOf(caseId)).toEqual(['called back']);
});

test('an update that is repeated after Temporal lost the case is answered from its facts and changes nothing twice', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const first = await note(cases, caseId, 'once');
  await lose(cases, caseId);

  expect(await note(cases, caseId, 'once')).toEqual(first);
  expect(await notesOf(caseId)).toEqual(['once']);
});

test('a case that is opened twice, also after Temporal lost it, is one case with one registration', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const { entries } = await cases.read(caseId);
  const registration = entries.flatMap(({ fact }) => (fact.type === 'requestRegistered' ? [fact.registration] : []))[0];
  if (registration === undefined) throw new Error('it was not registered');
  await lose(cases, caseId);

  const again = await cases.desk.open(caseId, { by: operator, registration });

  expect(again).toMatchObject({ position: 1, phase: 'deciding' });
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered']);
  expect(await note(cases, caseId, 'it goes on')).toMatchObject({ position: 2 });
});
