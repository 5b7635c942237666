import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { boardRowOf } from '../../database/board.js';
import { escalation } from '../../domain/breach.ringing.js';
import { reviveMissing } from '../../intake/tending.js';
import * as ask from '../../workflows/breach.contract.js';
import { at, manager, reasons } from '../domain/a-breach.js';
import { awareBreach, hoursAgo, readReported, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { fastForward } from '../support/fast-forward.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterEach(() => {
  cases.post = () => Promise.resolve('sent');
});
afterAll(() => cases.close());

const factsOf = async (caseId: string) => (await readReported(cases, caseId)).entries.map(({ fact }) => fact);
const stagesOf = async (caseId: string, clock: string): Promise<readonly string[]> =>
  (await factsOf(caseId)).flatMap((fact) =>
    fact.type === 'clockStagePassed' && fact.clock === clock ? [fact.stage] : [],
  );
const forward = (caseId: string, by: Parameters<typeof fastForward>[2]) =>
  fastForward(cases.client, `breach/${caseId}`, by);

test('the whole 72 hours of GDPR Art. 33(1) pass in seconds, page by page, and on until there is evidence', async () => {
  const caseId = await awareBreach(cases);

  await forward(caseId, '80 hours');
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toEqual(['50%', '80%', 'PT4H', 'due', 'late', 'late']);
  expect(await boardRowOf(cases.database.pool, caseId)).toMatchObject({
    kind: 'breach',
    overdue: true,
    phase: 'toNotify',
  });

  const submission = {
    kind: 'authority-notification',
    submittedAt: hoursAgo(0),
    receipt: 'AP-1',
    documents: [],
    isComplete: true,
  } as const;
  await cases.desks.breach.ask(caseId, ask.recordSubmission, { by: manager, submission }, 'sent');
  await forward(caseId, '200 hours');
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toHaveLength(6);
});

test('a breach that Temporal loses goes on from its facts, with every clock and no page twice', async () => {
  const caseId = await awareBreach(cases);
  await forward(caseId, '40 hours');
  await untilTrue(async () => (await factsOf(caseId)).some(({ type }) => type === 'alertSent'));
  const before = await factsOf(caseId);
  await cases.client.workflow.getHandle(`breach/${caseId}`).terminate('lost');

  const { client, desks } = cases;
  expect(await reviveMissing({ pool: cases.database.pool, client, desks })).toBeGreaterThan(0);
  await forward(caseId, '80 hours');

  const facts = await factsOf(caseId);
  expect(facts.slice(0, before.length)).toEqual(before);
  const stages = await stagesOf(caseId, 'gdpr-33-sa');
  expect(stages.filter((stage) => stage === '50%')).toHaveLength(1);
  expect(stages).toContain('due');
});

test('no alert that fails delays a later one', async () => {
  cases.post = () => Promise.resolve('refused');
  const caseId = await awareBreach(cases);

  await forward(caseId, '73 hours');

  await untilTrue(async () => (await factsOf(caseId)).filter(({ type }) => type === 'effectFailed').length >= 5);
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toEqual(['50%', '80%', 'PT4H', 'due', 'late']);
  expect((await factsOf(caseId)).filter(({ type }) => type === 'alertSent')).toEqual([]);
});

test('two people who decide at once are both answered, one of them with a refusal', async () => {
  const caseId = await reported(cases);
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  const asked = ['one', 'two'].map((id) =>
    cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, id),
  );

  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await factsOf(caseId)).filter(({ type }) => type === 'controllerBecameAware')).toHaveLength(1);
});

test('an alert that nobody answers calls on while time passes, and an acknowledgement ends the calls of its stage', async () => {
  const caseId = await reported(cases, { escalation });
  const calls = async () => (await factsOf(caseId)).filter(({ type }) => type === 'alertEscalated').length;

  await forward(caseId, '21 hours');
  await untilTrue(async () => (await calls()) >= 2);
  await cases.desks.breach.ask(caseId, ask.acknowledgeAlert, { by: manager }, 'taken');
  await cases.desks.breach.ask(caseId, ask.addNote, { by: manager, text: 'on it' }, 'noted');
  const before = await calls();
  await forward(caseId, '2 hours');

  expect(await calls()).toBe(before);
});
