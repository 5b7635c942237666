import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { purge } from '../../database/purging.js';
import { dataSubject } from '../../domain/actor.js';
import type { Actor } from '../../domain/actor.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Channel } from '../../domain/subject-request.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { createRegistrar } from '../../intake/registrar.js';
import type { NewRequest } from '../../intake/registrar.js';
import { readOrganisation } from '../../organisation/read.js';
import { operator } from '../support/builders.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { exampleOrganisation } from '../support/intake.js';

const organisation = await readOrganisation(exampleOrganisation);
const service: Actor = { role: 'service', id: 'local-service' };
const noon = '2026-03-03T12:00:00.000Z';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

function aRequest(mail: string, overrides: Partial<NewRequest> = {}): NewRequest {
  const controller = controllerOf(organisation, organisation.controllersInHouse[0]?.id ?? '');
  if (controller === undefined) throw new Error('the example has no controller');
  return {
    ...{ caseId: randomBytes(13).toString('hex'), by: dataSubject, channel: 'portal', controller, language: 'en' },
    ...{ receivedAt: noon, contact: { mail }, right: 'access', documents: [], acknowledge: true },
    ...overrides,
  };
}

function registrarAt(now: Instant) {
  const { keys, database } = cases;
  return createRegistrar({
    pool: database.pool,
    keys,
    organisation,
    serverKey: Buffer.alloc(32, 7),
    now: () => now,
  });
}

async function isAcknowledged(request: NewRequest, now = noon): Promise<boolean> {
  return (await registrarAt(now).prepare(request)).registration.acknowledge;
}

test('an address is acknowledged three times a day, whichever doors the requests come through', async () => {
  const doors: readonly [Channel, Actor, string][] = [
    ['portal', dataSubject, 'Bomb@example.com'],
    ['mail', dataSubject, 'bomb@example.com'],
    ['api', service, 'bomb+news@example.com'],
    ['portal', dataSubject, 'bomb@example.com'],
    ['mail', dataSubject, 'bomb@EXAMPLE.com'],
    ['api', service, 'bomb+more@example.com'],
  ];
  const acknowledged: boolean[] = [];
  for (const [channel, by, mail] of doors) acknowledged.push(await isAcknowledged(aRequest(mail, { channel, by })));

  expect(acknowledged).toEqual([true, true, true, false, false, false]);
  expect(await isAcknowledged(aRequest('other@example.com'))).toBe(true);
  expect(await isAcknowledged(aRequest('bomb@example.com', { by: operator, channel: 'phone' }))).toBe(true);
  expect(await isAcknowledged(aRequest('bomb@example.com'), hoursAfter(noon, 25))).toBe(true);
});

test('requests of one address at the same time do not slip through its limit together', async () => {
  const requests = Array.from({ length: 8 }, () => aRequest('rush@example.com'));
  const acknowledged = await Promise.all(requests.map((request) => isAcknowledged(request)));

  expect(acknowledged.filter(Boolean)).toHaveLength(3);
});

test('the same request prepared again is counted once', async () => {
  const request = aRequest('again@example.com');
  for (let time = 0; time < 4; time += 1) expect(await isAcknowledged(request)).toBe(true);

  expect(await isAcknowledged(aRequest('again@example.com'))).toBe(true);
});

test('the limit knows addresses by keyed hash alone, and forgets them after a day', async () => {
  await isAcknowledged(aRequest('forget@example.com'));
  const { pool } = cases.database;
  const kept = async () => (await pool.query<{ address: string }>('SELECT address FROM duly.acknowledgement')).rows;

  expect(JSON.stringify(await kept())).not.toContain('forget');
  await purge(pool, new Date(hoursAfter(noon, 60)));
  expect(await kept()).toEqual([]);
});

test('a request in the future is refused at the door, and nothing of it is kept', async () => {
  const request = aRequest('early@example.com', { receivedAt: hoursAfter(noon, 1) });

  await expect(registrarAt(noon).prepare(request)).rejects.toThrow('ReceiptInFuture');
  const { rows } = await cases.database.pool.query(
    `SELECT case_id FROM duly.case_key WHERE case_id = $1 UNION ALL
     SELECT case_id FROM duly.registration WHERE case_id = $1`,
    [request.caseId],
  );
  expect(rows).toEqual([]);
});

test('a request that the door received opens its case although the clock of the engine lags behind', async () => {
  const aheadByAMinute = new Date(Date.now() + 60_000).toISOString();
  const request = aRequest('lag@example.com', { receivedAt: aheadByAMinute });
  const command = await registrarAt(aheadByAMinute).prepare(request);

  expect(await cases.desk.open(request.caseId, command)).toMatchObject({ position: 1, phase: 'deciding' });
  expect(await cases.factsOf(request.caseId)).toContain('requestRegistered');
});
