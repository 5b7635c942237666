import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boardRowOf } from '../../database/board.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { CaseKind, CasePhase, Drill, DueAt, Overdue } from '../../workflows/search-attributes.js';
import { operator } from '../support/builders.js';
import { answered, eventsOf, handleOf, note, terminate } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

/** `docs`: a request from intake to answer costs at most so many events of history. */
const EVENT_BUDGET = 80;

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

async function attributesOf(caseId: string): Promise<unknown> {
  const { typedSearchAttributes: found } = await handleOf(cases, caseId).describe();
  return {
    kind: found.get(CaseKind),
    phase: found.get(CasePhase),
    dueAt: found.get(DueAt)?.toISOString(),
    overdue: found.get(Overdue),
    drill: found.get(Drill),
  };
}

async function rowOf(caseId: string): Promise<unknown> {
  const row = await boardRowOf(cases.database.pool, caseId);
  if (row === undefined) throw new Error('no row');
  const { kind, phase, dueAt, overdue, drill } = row;
  return { kind, phase, dueAt, overdue, drill };
}

/** The attributes follow within the task that recorded the row. */
async function expectSame(caseId: string): Promise<void> {
  await untilTrue(
    async () => JSON.stringify(await attributesOf(caseId)) === JSON.stringify(await rowOf(caseId)),
    5_000,
  ).catch(() => undefined);
  expect(await attributesOf(caseId)).toEqual(await rowOf(caseId));
}

test('what the Temporal UI can be searched by follows the board through every phase, also in a run from the facts', async () => {
  const caseId = await cases.open({ right: undefined, drill: true });
  await expectSame(caseId);
  await cases.desk.ask(caseId, ask.classify, { by: operator, right: 'access' }, 'u1');
  await expectSame(caseId);
  await cases.until(caseId, 'requestAcknowledged');
  await terminate(cases, caseId);
  expect(await cases.desk.revive(caseId)).toBe(true);
  await untilTrue(async () => (await eventsOf(cases, caseId)).includes('UPSERT_WORKFLOW_SEARCH_ATTRIBUTES'));
  await expectSame(caseId);
  await cases.forward(caseId, '40 days');
  await cases.until(caseId, 'deadlinePassed');
  await expectSame(caseId);
  await answered(cases, caseId, 'the archive was being moved');
  await expectSame(caseId);
  await cases.forward(caseId, '31 days');
  await expectSame(caseId);
});

test('a timer in the Temporal UI says which clock it is and of which article, readable only under the key of the case', async () => {
  const caseId = await cases.open({ warnings: ['P7D'] });
  await note(cases, caseId, 'so that there is a timer');
  const { events } = await handleOf(cases, caseId).fetchHistory();
  const summaries = (events ?? []).flatMap(({ userMetadata }) => (userMetadata?.summary ? [userMetadata.summary] : []));

  expect(summaries.length).toBeGreaterThan(0);
  expect(JSON.stringify(summaries)).not.toContain('Warn');
  for (const summary of summaries) {
    const told = await decodeFromPayloadsAtIndex(cases.client.options.loadedDataConverter, 0, [summary]);
    expect(told).toMatch(/GDPR Art\. 12\(3\)|settled for 30 days/);
  }
});

test(`a request from intake to answer costs at most ${String(EVENT_BUDGET)} events of history`, async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  await cases.desk.ask(
    caseId,
    ask.requestIdentityEvidence,
    { by: operator, doubt: 'another address than the one on file' },
    'u1',
  );
  await cases.until(caseId, 'identityEvidenceRequested');
  await answered(cases, caseId);

  const { length } = await eventsOf(cases, caseId);
  process.stdout.write(`A request from intake to answer, identity question included: ${String(length)} events.\n`);
  expect(length).toBeLessThanOrEqual(EVENT_BUDGET);
});
