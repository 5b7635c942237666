import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlarms } from '../../database/alarms.js';
import { boardRowOf } from '../../database/board.js';
import { unfinishedRegistrations } from '../../database/registrations.js';
import { controllerOf } from '../../domain/organisation.js';
import { watchForStuckCases } from '../../intake/stuck-cases.js';
import { finishRegistrations, reviveMissing } from '../../intake/tending.js';
import { readOrganisation } from '../../organisation/read.js';
import { runningWorkflows } from '../../temporal/running-workflows.js';
import { operator } from '../support/builders.js';
import { alarmsOf, lose } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { exampleOrganisation, startIntake } from '../support/intake.js';
import type { TestIntake } from '../support/intake.js';
import { claiming } from '../temporal/support.js';

const MINUTE = 60_000;
/** Under a key that is none of ours. */
const sealedElsewhere: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads.map(() => claiming(randomUUID()))),
  decode: (payloads) => Promise.resolve(payloads),
};

let cases: TestCases;
let intake: TestIntake;
beforeAll(async () => {
  cases = await startCases();
  intake = await startIntake(cases);
});
afterAll(() => cases.close());

/** What was promised at the door, by a process that died before the case had its first fact. */
async function promised(caseId = randomBytes(13).toString('hex')): Promise<string> {
  const organisation = await readOrganisation(exampleOrganisation);
  const controller = controllerOf(organisation, organisation.controllersInHouse[0]?.id ?? '');
  if (controller === undefined) throw new Error('the example has no controller');
  await intake.registrar.prepare({
    ...{ caseId, controller, by: operator, channel: 'phone', language: 'en', right: 'access', acknowledge: false },
    receivedAt: new Date().toISOString(),
    contact: { name: 'Ilse' },
    documents: [],
  });
  return caseId;
}

const finish = (later: number, desk = cases.desk): Promise<number> => {
  const { keys, database } = cases;
  const desks = { ...cases.desks, 'subject-request': desk };
  return finishRegistrations({ pool: database.pool, keys, desks, now: () => Date.now() + later });
};

test('a registration whose process died is opened by another, once, with the reference that was promised', async () => {
  const caseId = await promised();
  const kept = await intake.registrar.kept(caseId);

  expect(await finish(0)).toBe(0);
  expect(await finish(MINUTE)).toBe(1);
  expect(await finish(MINUTE)).toBe(0);

  const { entries, folded } = await cases.read(caseId);
  expect(entries).toHaveLength(1);
  expect(folded.state).toMatchObject({ reference: kept?.registration.reference });
});

test('the same registration prepared twice at once is one, with one reference', async () => {
  const caseId = randomBytes(13).toString('hex');

  await Promise.all([promised(caseId), promised(caseId), promised(caseId)]);

  expect(await finish(MINUTE)).toBe(1);
  const { rows } = await cases.database.pool.query('SELECT 1 FROM duly.subject WHERE case_id = $1', [caseId]);
  expect(rows).toHaveLength(1);
});

test('a registration that cannot be opened keeps no other waiting, and a person hears of it once', async () => {
  const stuck = await promised();
  const other = await promised();
  const desk = {
    ...cases.desk,
    open: (...args: Parameters<typeof cases.desk.open>) =>
      args[0] === stuck ? Promise.reject(new Error('no')) : cases.desk.open(...args),
  };

  for (let turn = 0; turn < 3; turn += 1) await expect(finish(11 * MINUTE, desk)).rejects.toThrow('failed');

  expect(await cases.factsOf(other)).toEqual(['requestRegistered']);
  expect(await alarmsOf(cases, stuck)).toEqual(['RegistrationStuck']);
  expect(await alarmsOf(cases, other)).toEqual([]);
  expect(await unfinishedRegistrations(cases.database.pool, new Date(Date.now() + MINUTE))).toEqual([
    { caseId: stuck, kind: 'subject-request' },
  ]);
});

test('after a restore one alarm names every case that was started again', async () => {
  const lost = await Promise.all([cases.open(), cases.open(), cases.open()]);
  for (const caseId of lost) await lose(cases, caseId);

  const { client, desks } = cases;
  expect(await reviveMissing({ pool: cases.database.pool, client, desks })).toBe(3);

  const missing = (await listAlarms(cases.database.pool, 100)).filter(({ code }) => code === 'WorkflowMissing');
  expect(missing).toHaveLength(1);
  expect(missing[0]?.count).toBe(3);
  expect(missing[0]?.cases.map(({ caseId }) => caseId).sort()).toEqual([...lost].sort());
  expect(missing[0]?.cases.every(({ reference }) => reference?.startsWith('S-'))).toBe(true);
});

test('a workflow of a stranger, whose memo nobody can open, keeps no lost case from being started again', async () => {
  const { client, desks, database } = cases;
  const stranger = new Client({ connection: client.connection, dataConverter: { payloadCodecs: [sealedElsewhere] } });
  const theirs = await stranger.workflow.start('theirs', {
    workflowId: randomUUID(),
    taskQueue: randomUUID(),
    memo: { what: 'theirs' },
  });
  const caseId = await cases.open();
  await lose(cases, caseId);
  await untilTrue(async () => {
    for await (const workflowId of runningWorkflows(client)) if (workflowId === theirs.workflowId) return true;
    return false;
  });

  expect(await reviveMissing({ pool: database.pool, client, desks })).toBe(1);
  await theirs.terminate();
});

test('a case that was not heard of after its date is told of; one that said that the date passed is not', async () => {
  const [healthy, hangs] = [await cases.open(), await cases.open()];
  await cases.forward(healthy, '32 days');
  await cases.until(healthy, 'deadlinePassed');
  const { dueAt } = (await boardRowOf(cases.database.pool, hangs)) ?? {};
  let now = Date.parse(dueAt ?? '');
  const look = watchForStuckCases({ pool: cases.database.pool, now: () => now });

  await look();
  now += 10 * MINUTE;
  await look();

  expect(await alarmsOf(cases, hangs)).toEqual(['CaseStuck']);
  expect(await alarmsOf(cases, healthy)).toEqual([]);
});
