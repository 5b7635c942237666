import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as ask from '../../workflows/subject-request.contract.js';
import { decider, operator } from '../support/builders.js';
import { eventsOf } from '../support/case-steps.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;

beforeAll(async () => {
  cases = await startCases();
});

afterAll(async () => {
  await cases.close();
});

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  const error = await asked.catch((failure: unknown) => failure);
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error('it was not refused', { cause: error });
  return (error.cause as { type?: string } | undefined)?.type;
}

test('Art. 12(3): a request runs from receipt to answer, and is closed thirty days later', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');

  await cases.desk.ask(
    caseId,
    ask.decideIdentity,
    { by: operator, decision: { outcome: 'confirmed', method: 'account' } },
    'u1',
  );
  await cases.desk.ask(caseId, ask.acceptRequest, { by: operator, acceptance: 'accepted' }, 'u2');
  await cases.desk.ask(caseId, ask.attachAnswer, { by: operator, documents: ['d1'] }, 'u3');
  await cases.desk.ask(caseId, ask.fulfil, { by: operator }, 'u4');
  await cases.until(caseId, 'answerSent');
  await cases.forward(caseId, '31 days');

  expect(await cases.factsOf(caseId)).toEqual([
    'requestRegistered',
    'requestAcknowledged',
    'identityConfirmed',
    'requestAccepted',
    'answerAttached',
    'fulfilmentOrdered',
    'answerSent',
    'caseClosed',
  ]);
  expect(cases.letters.filter((letter) => letter.caseId === caseId)).toHaveLength(2);
});

test('Art. 12(3): people are warned, the deadline passes, and the late case goes on and asks for reasons', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  await cases.forward(caseId, '40 days');

  const facts = await cases.factsOf(caseId);
  expect(facts.filter((type) => type === 'deadlineWarned')).toHaveLength(2);
  expect(facts).toContain('deadlinePassed');

  await cases.desk.ask(
    caseId,
    ask.decideIdentity,
    { by: operator, decision: { outcome: 'waived', reasons: 'writes from the known account' } },
    'u1',
  );
  await cases.desk.ask(caseId, ask.acceptRequest, { by: operator, acceptance: 'noDataHeld' }, 'u2');
  expect(await refusalOf(cases.desk.ask(caseId, ask.fulfil, { by: operator }, 'u3'))).toBe('LateWithoutReasons');
  await cases.desk.ask(caseId, ask.fulfil, { by: operator, lateReasons: 'the archive was being moved' }, 'u4');
  await cases.until(caseId, 'answerSent');
});

test('a refused step leaves no trace in the history', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  const updates = async () => (await eventsOf(cases, caseId)).filter((event) => event.includes('UPDATE'));
  const before = await updates();

  expect(await refusalOf(cases.desk.ask(caseId, ask.fulfil, { by: operator }, 'u1'))).toBe('NotAccepted');

  expect(before).not.toEqual([]);
  expect(await updates()).toEqual(before);
});

test('Art. 12(4): a refusal is approved by a second person before its letter leaves', async () => {
  const caseId = await cases.open();
  const proposal = {
    scope: 'whole',
    ground: 'excessive',
    reasons: 'the fifth identical request this month',
    demonstration: 'S-2026-0001 to S-2026-0004',
  } as const;
  await cases.desk.ask(caseId, ask.proposeRefusal, { by: operator, proposal }, 'u1');

  expect(
    await refusalOf(cases.desk.ask(caseId, ask.decideProposal, { by: operator, decision: 'approved' }, 'u2')),
  ).toBe('SamePerson');
  await cases.desk.ask(caseId, ask.decideProposal, { by: decider, decision: 'approved' }, 'u3');
  await cases.until(caseId, 'requestRefused');
});
