import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listAlarms } from '../../database/alarms.js';
import { readRequest } from '../../database/case-reader.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { caseCodec } from '../../temporal/codec.js';
import { connectClient } from '../../temporal/connection.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { subjectRequestWorkflowId } from '../../workflows/subject-request.contract.js';
import { untilTrue } from '../support/cases.js';
import { parts, startSystem } from '../support/processes.js';
import type { TestSystem } from '../support/processes.js';
import { expectEverythingOnce, mailsOf, openRecords, untilQuiet } from './audit.js';
import type { Records } from './audit.js';
import * as script from './case-script.js';
import type { CaseInHand } from './case-script.js';

/** How far a case has come when everything is lost, and how it goes on. */
interface Situation {
  readonly before: (inHand: CaseInHand) => Promise<void>;
  readonly after: (inHand: CaseInHand) => Promise<void>;
  readonly more?: object;
}

const nothing = (): Promise<void> => Promise.resolve();
const waive = (inHand: CaseInHand) =>
  inHand.step('identity-decision', { outcome: 'waived', reasons: script.reasons }, 'identityCheckWaived');
async function waiveAndAnswer(inHand: CaseInHand, fulfilment: object = {}): Promise<void> {
  await waive(inHand);
  await script.answerIt(inHand, fulfilment);
}

const situations: Readonly<Record<string, Situation>> = {
  acknowledged: { before: nothing, after: waiveAndAnswer },
  'identity-asked': {
    before: script.askForIdentity,
    async after(inHand) {
      await inHand.step('identity-decision', { outcome: 'confirmed', method: 'account' }, 'identityConfirmed');
      await script.answerIt(inHand);
    },
  },
  extended: { before: script.extendIt, after: waiveAndAnswer },
  overdue: {
    more: { receivedAt: new Date(Date.now() - 45 * 86_400_000).toISOString() },
    before(inHand) {
      inHand.clocks.push('deadlinePassed', 'alertSent');
      return nothing();
    },
    after: (inHand) => waiveAndAnswer(inHand, { lateReasons: 'the archive burnt down' }),
  },
  'refusal-proposed': { before: script.proposeRefusal, after: script.approveRefusal },
  answered: {
    before: waiveAndAnswer,
    after: (inHand) => inHand.step('notes', { text: 'thanked us by phone' }, 'noteAdded'),
  },
};

let system: TestSystem;
let records: Records;
let client: Client;
beforeAll(async () => {
  system = await startSystem({ bundle: inject('workflows') });
  records = openRecords(system);
  const settings = { namespace: 'default', connectionOptions: { address: system.temporalAddress } };
  client = connectClient(settings, dataConverter(caseCodec(records.keys, { namespace: 'default' })));
}, 180_000);
afterAll(async () => {
  await client.connection.close();
  await records.close();
  await system.stop();
}, 60_000);

const PER_SITUATION = 3;

async function openAll(): Promise<readonly (readonly [Situation, CaseInHand])[]> {
  const wanted = Object.entries(situations).flatMap(([name, situation]) =>
    Array.from({ length: PER_SITUATION }, (_, n) => [`${name}-${String(n)}`, situation] as const),
  );
  return Promise.all(
    wanted.map(async ([name, situation]) => {
      const inHand = await script.openCase(system, name, situation.more);
      await situation.before(inHand);
      return [situation, inHand] as const;
    }),
  );
}

async function untilOnRecord(cases: readonly CaseInHand[]): Promise<void> {
  await untilTrue(async () => {
    const complete = await Promise.all(
      cases.map(async ({ caseId, steps, letters, clocks }) => {
        const known = await readRequest(records.pool, records.keys, caseId);
        return known?.entries.length === steps.length + letters.length + clocks.length;
      }),
    );
    return complete.every(Boolean);
  }, 90_000);
}

/** Instants at which timers of the case's newest run will fire. */
async function timersOf(caseId: string): Promise<readonly number[]> {
  const history = await client.workflow.getHandle(subjectRequestWorkflowId(caseId)).fetchHistory();
  return (history.events ?? []).flatMap(({ eventTime, timerStartedEventAttributes: started }) => {
    const patience = started?.startToFireTimeout;
    return patience === undefined || patience === null
      ? []
      : [(Number(eventTime?.seconds) + Number(patience.seconds)) * 1000];
  });
}

async function expectClockToRun({ caseId }: CaseInHand): Promise<void> {
  const known = await readRequest(records.pool, records.keys, caseId);
  const milestone = known && subjectRequestDecider.nextMilestone(known.folded.state);
  if (milestone === undefined) throw new Error(`${caseId} waits for nothing`);
  await untilTrue(async () => {
    const timers = await timersOf(caseId).catch(() => []);
    return timers.some((at) => Math.abs(at - Date.parse(milestone.at)) < 60_000); // A busy machine adds seconds.
  }, 60_000).catch((error: unknown) => {
    throw new Error(`no timer of ${caseId} fires at ${milestone.at}`, { cause: error });
  });
}

test('all of Temporal is lost: every open case runs again from its facts, with every clock, fact and letter once', async () => {
  const opened = await openAll();
  const cases = opened.map(([, inHand]) => inHand);
  await untilOnRecord(cases);
  const mailsBefore = mailsOf(system).length;

  await system.kill(...parts);
  system.forgetTemporal();
  await system.start(...parts);

  await untilTrue(async () => (await missingNoted()) === cases.length, 90_000);
  for (const inHand of cases) await expectClockToRun(inHand);
  await untilOnRecord(cases);
  const toStaff = mailsOf(system).length - mailsBefore;
  expect(toStaff).toBeLessThanOrEqual(cases.length);
  await untilQuiet(records, 0, 90_000);
  await expectEverythingOnce(system, records, cases);

  // The idempotency store would answer before the case is asked; here the case itself must know what it was told.
  await records.pool.query('DELETE FROM duly.idempotency');
  await Promise.all(cases.map((inHand) => inHand.repeat()));
  await Promise.all(opened.map(([situation, inHand]) => situation.after(inHand)));
  await untilQuiet(records, cases.length, 90_000);
  await expectEverythingOnce(system, records, cases);
}, 400_000);

async function missingNoted(): Promise<number> {
  const alarms = await listAlarms(records.pool, 1_000);
  const missing = alarms.filter(({ code }) => code === 'WorkflowMissing');
  return missing.reduce((sum, { count }) => sum + count, 0);
}
