import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { keepIdentityResult } from '../../database/identity-results.js';
import { caseCodec } from '../../temporal/codec.js';
import { dataConverter } from '../../temporal/data-converter.js';
import * as ask from '../../workflows/subject-request.contract.js';
import type { subjectRequest } from '../../workflows/subject-request.js';
import { operator } from '../support/builders.js';
import { defectiveBundle } from '../support/bundles.js';
import { eventsOf, handleOf, note } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
let connection: Connection;
/** Merely reaches the engine and seals nothing; it reads answers only so that a test sees why it was refused. */
let stranger: Client;
beforeAll(async () => {
  cases = await startCases();
  connection = await Connection.connect({ address: inject('temporal') });
  const codec = caseCodec(cases.keys, { namespace: 'default' });
  const unsealing = { ...codec, encode: (payloads: Payload[]) => Promise.resolve(payloads) };
  stranger = new Client({ connection, dataConverter: dataConverter(unsealing) });
});
afterAll(async () => {
  await connection.close();
  await cases.close();
});

const service = { role: 'service', id: 'wallet' } as const;
const strangersHandle = (caseId: string) =>
  stranger.workflow.getHandle<typeof subjectRequest>(ask.subjectRequestWorkflowId(caseId));
const tellIdentity = (caseId: string, resultId: string) =>
  cases.desk.tell(caseId, ask.identityDecided, { by: service, resultId });
const keep = (caseId: string, confirmed = true) =>
  keepIdentityResult(cases.database.pool, { source: caseId, caseId, confirmed, method: 'wallet', service: 'wallet' });

describe('Art. 12(6): a signal about the identity', () => {
  test('is believed where it points to a result that a service stored for this case', async () => {
    const caseId = await cases.open({ acknowledge: false });

    await tellIdentity(caseId, await keep(caseId));
    await cases.until(caseId, 'identityConfirmed');

    const { entries } = await cases.read(caseId);
    expect(entries.map(({ fact }) => fact.type)).toEqual([
      'requestRegistered',
      'identityResultAnnounced',
      'identityConfirmed',
    ]);
    expect(entries.at(-1)?.fact).toMatchObject({ method: 'wallet', effect: '1.0' });
  });

  test('told again by a service that heard no answer is the same result, and one fact', async () => {
    const caseId = await cases.open({ acknowledge: false });

    await tellIdentity(caseId, await keep(caseId));
    await tellIdentity(caseId, await keep(caseId));
    await cases.until(caseId, 'identityConfirmed');
    await note(cases, caseId, 'after both');

    expect(await cases.factsOf(caseId)).toEqual([
      'requestRegistered',
      'identityResultAnnounced',
      'identityConfirmed',
      'noteAdded',
    ]);
  });

  test('that points to a result which says no leaves the identity unconfirmed', async () => {
    const caseId = await cases.open({ acknowledge: false });

    await tellIdentity(caseId, await keep(caseId, false));

    await cases.until(caseId, 'identityNotConfirmed');
  });

  test.each([
    ['to nothing', () => Promise.resolve(randomUUID())],
    ['to the result of another case', () => keep('another-case')],
    ['to what is no id at all', () => Promise.resolve("' OR true --")],
  ])('that points %s is believed by nobody, and the case goes on', async (_where, resultId) => {
    const caseId = await cases.open({ acknowledge: false });

    await tellIdentity(caseId, await resultId());
    await cases.until(caseId, 'identityResultUnknown');

    expect(await note(cases, caseId, 'still open')).toMatchObject({ phase: 'deciding' });
  });
});

test('a stranger who reaches the engine can neither tell nor ask a case anything, and each attempt is alarmed', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const handle = strangersHandle(caseId);
  const resultId = await keep(caseId);

  await handle.signal(ask.identityDecided, { by: service, resultId });
  await handle.signal(ask.letterBounced, { by: service, effect: '0.0', status: '5.1.1' });
  const asked = handle.executeUpdate(ask.withdraw, { args: [{ by: operator }] });
  await expect(asked).rejects.toMatchObject({ cause: { type: 'Forged' } });
  await untilTrue(() => Promise.resolve(cases.forgeries.filter((forgery) => forgery.caseId === caseId).length >= 3));

  await note(cases, caseId, 'the case goes on');
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'noteAdded']);
});

test('a defect of ours fails the workflow task for all to see, and once it is mended the case goes on', async () => {
  await cases.stopWorkers();
  await cases.startWorkers(defectiveBundle());
  const caseId = await cases.open();
  await untilTrue(async () => (await eventsOf(cases, caseId)).includes('WORKFLOW_TASK_FAILED'));
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered']);

  await cases.stopWorkers();
  await cases.startWorkers();
  await cases.until(caseId, 'requestAcknowledged');

  expect(cases.letters.filter((letter) => letter.caseId === caseId)).toHaveLength(1);
  expect((await handleOf(cases, caseId).describe()).status.name).toBe('RUNNING');
});
