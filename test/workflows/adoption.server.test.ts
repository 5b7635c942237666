import { ApplicationFailure } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CaseRecords } from '../../domain/ports/case-records.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { fact, operator } from '../support/builders.js';
import { alarmsOf, answered, daysAgo, eventsOf, handleOf, note } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
let commit: CaseRecords['record'];
beforeAll(async () => {
  cases = await startCases();
});
beforeEach(() => {
  commit = cases.record;
});
afterEach(() => {
  cases.record = commit;
});
afterAll(() => cases.close());

/** The facts are committed, and the task that wanted them ends without knowing: what a dying worker leaves behind. */
function dieAfterCommit(isMeant: (types: readonly string[]) => boolean): void {
  let hasDied = false;
  cases.record = async (caseId, transition) => {
    const standing = await commit(caseId, transition);
    const isLast = !hasDied && isMeant(transition.entries.map((entry) => entry.fact.type));
    if (!isLast) return standing;
    hasDied = true;
    throw ApplicationFailure.nonRetryable('the worker died here');
  };
}

const countOf = async (caseId: string, type: string): Promise<number> =>
  (await cases.factsOf(caseId)).filter((found) => found === type).length;

test.each([
  ['the registration', 'requestRegistered'],
  ['what came of a letter', 'requestAcknowledged'],
  ['a step of a person', 'identityConfirmed'],
  ['the order to answer', 'fulfilmentOrdered'],
  ['the answer', 'answerSent'],
  ['a missed deadline', 'deadlinePassed'],
])(
  'a worker that dies once %s is committed leaves every fact once, every letter once and no alarm',
  async (_what, type) => {
    dieAfterCommit((types) => types.includes(type));
    const caseId = await cases.open({ receivedAt: daysAgo(60) });
    await cases.until(caseId, 'requestAcknowledged');
    await answered(cases, caseId, 'the archive was being moved');
    await cases.until(caseId, 'alertSent');

    // The engine hears of the lost task after the facts are committed.
    await untilTrue(async () => (await eventsOf(cases, caseId)).includes('WORKFLOW_TASK_FAILED'));
    expect([...(await cases.factsOf(caseId))].sort()).toEqual(
      [
        'requestRegistered',
        'requestAcknowledged',
        'deadlinePassed',
        'alertSent',
        'identityConfirmed',
        'requestAccepted',
        'answerAttached',
        'fulfilmentOrdered',
        'answerSent',
      ].sort(),
    );
    const letters = cases.letters.filter((letter) => letter.caseId === caseId).map(({ key }) => key);
    expect(new Set(letters).size).toBe(letters.length);
    expect(await alarmsOf(cases, caseId)).toEqual([]);
  },
);

test('a worker that dies once a signal is committed leaves the message once', async () => {
  const caseId = await cases.open({ acknowledge: false });
  dieAfterCommit((types) => types.includes('messageReceived'));

  await cases.desk.tell(caseId, ask.messageReceived, {
    by: operator,
    documentId: 'd7',
    receivedAt: new Date().toISOString(),
  });
  await cases.until(caseId, 'messageReceived');
  await note(cases, caseId, 'read it');

  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'messageReceived', 'noteAdded']);
  expect(await alarmsOf(cases, caseId)).toEqual([]);
});

test('an update that came while the worker died is decided on what stands, and both are answered', async () => {
  const caseId = await cases.open({ acknowledge: false });
  dieAfterCommit((types) => types.includes('noteAdded'));

  await Promise.all(['a', 'b', 'c', 'd'].map((text) => note(cases, caseId, text)));

  expect(await countOf(caseId, 'noteAdded')).toBe(4);
  expect(await alarmsOf(cases, caseId)).toEqual([]);
});

test('facts that somebody else put on record are taken over, alarmed once, and the step is decided anew', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const foreign = { fact: fact({ type: 'noteAdded', text: 'from elsewhere' }), cause: 'update of another run' };
  await commit(caseId, { run: 'another', firstPosition: 1, entries: [foreign], row: undefined, due: [] });

  const standing = await note(cases, caseId, 'ours');

  expect(standing.position).toBe(3);
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'noteAdded', 'noteAdded']);
  expect(await alarmsOf(cases, caseId)).toEqual(['FactsTakenOver']);
});

test('a step that what stands there forbids is refused to whoever asked, and the case goes on', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const entries = [
    { fact: fact({ type: 'requestWithdrawn' }, new Date().toISOString()), cause: 'update of another run' },
  ];
  await commit(caseId, { run: 'another', firstPosition: 1, entries, row: undefined, due: [] });

  const asked = cases.desk.ask(
    caseId,
    ask.decideIdentity,
    { by: operator, decision: { outcome: 'confirmed', method: 'account' } },
    'u1',
  );

  await expect(asked).rejects.toMatchObject({ cause: { type: 'CaseNotOpen' } });
  await cases.until(caseId, 'withdrawalConfirmed');
  expect(await handleOf(cases, caseId).query(ask.getSubjectRequest)).toMatchObject({ phase: 'settled' });
});

test('a commit whose answer got lost is found by the next attempt, and nothing is written twice', async () => {
  let lost = 2;
  cases.record = async (caseId, transition) => {
    const standing = await commit(caseId, transition);
    if (lost-- > 0) throw new Error('the line broke after the commit');
    return standing;
  };

  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');

  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'requestAcknowledged']);
  expect(await alarmsOf(cases, caseId)).toEqual([]);
});
