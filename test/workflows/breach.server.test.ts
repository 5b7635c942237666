import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { boardRowOf } from '../../database/board.js';
import { readBreach } from '../../database/case-reader.js';
import type { ReadBreach } from '../../database/case-reader.js';
import { inTransaction } from '../../database/pool.js';
import type { BreachRegistration } from '../../domain/breach.js';
import { reviveMissing } from '../../intake/tending.js';
import * as ask from '../../workflows/breach.contract.js';
import { aReport, at, manager, reasons } from '../domain/a-breach.js';
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

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

async function reported(overrides: Partial<BreachRegistration> = {}): Promise<string> {
  const caseId = randomBytes(13).toString('hex');
  await inTransaction(cases.database.pool, (transaction) => cases.keys.create(transaction, caseId));
  const reference = `B-2026-${caseId.slice(0, 6)}`;
  const registration = aReport({ reference, anchors: { firstInformedAt: at(ago(0)) }, ...overrides });
  await cases.desks.breach.open(caseId, { by: manager, registration });
  return caseId;
}

async function read(caseId: string): Promise<ReadBreach> {
  const found = await readBreach(cases.database.pool, cases.keys, caseId);
  if (found === undefined) throw new Error('no facts');
  return found;
}

const factsOf = async (caseId: string) => (await read(caseId)).entries.map(({ fact }) => fact);
const stagesOf = async (caseId: string, clock: string): Promise<readonly string[]> =>
  (await factsOf(caseId)).flatMap((fact) =>
    fact.type === 'clockStagePassed' && fact.clock === clock ? [fact.stage] : [],
  );
const forward = (caseId: string, by: Parameters<typeof fastForward>[2]) =>
  fastForward(cases.client, `breach/${caseId}`, by);

async function awareBreach(): Promise<string> {
  const caseId = await reported();
  const decision = { outcome: 'aware', anchor: at(ago(0)), reasons } as const;
  await cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, 'aware');
  await cases.desks.breach.ask(caseId, ask.assessRisk, { by: manager, assessment: { level: 'risk', reasons } }, 'risk');
  return caseId;
}

test('the whole 72 hours of GDPR Art. 33(1) pass in seconds, page by page, and on until there is evidence', async () => {
  const caseId = await awareBreach();

  await forward(caseId, '80 hours');
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toEqual(['50%', '80%', 'PT4H', 'due', 'late', 'late']);
  expect(await boardRowOf(cases.database.pool, caseId)).toMatchObject({
    kind: 'breach',
    overdue: true,
    phase: 'toNotify',
  });

  const submission = {
    kind: 'authority-notification',
    submittedAt: ago(0),
    receipt: 'AP-1',
    documents: [],
    isComplete: true,
  } as const;
  await cases.desks.breach.ask(caseId, ask.recordSubmission, { by: manager, submission }, 'sent');
  await forward(caseId, '200 hours');
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toHaveLength(6);
});

test('a breach that Temporal loses goes on from its facts, with every clock and no page twice', async () => {
  const caseId = await awareBreach();
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
  const caseId = await awareBreach();

  await forward(caseId, '73 hours');

  await untilTrue(async () => (await factsOf(caseId)).filter(({ type }) => type === 'effectFailed').length >= 5);
  expect(await stagesOf(caseId, 'gdpr-33-sa')).toEqual(['50%', '80%', 'PT4H', 'due', 'late']);
  expect((await factsOf(caseId)).filter(({ type }) => type === 'alertSent')).toEqual([]);
});

test('two people who decide at once are both answered, one of them with a refusal', async () => {
  const caseId = await reported();
  const decision = { outcome: 'aware', anchor: at(ago(0)), reasons } as const;
  const asked = ['one', 'two'].map((id) =>
    cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, id),
  );

  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await factsOf(caseId)).filter(({ type }) => type === 'controllerBecameAware')).toHaveLength(1);
});
