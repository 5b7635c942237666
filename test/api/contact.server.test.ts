import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const path = '/v1/subject-requests';
const reasons = 'she told us so on the telephone, called back on the number we had';
const extension = { ground: 'complexity', reasons: 'data lie in nine systems' };

async function opened(): Promise<string> {
  const contact = { name: 'Ilse Terpstra', mail: 'wrong@example.com' };
  const body = { right: 'access', channel: 'phone', contact, text: 'She asks for a copy.' };
  return String((await system.json(201, 'POST', path, { as: 'r-visser', body })).caseId);
}

const addressesOf = (caseId: string): readonly string[] =>
  system.letters.filter((letter) => letter.caseId === caseId).map(({ to }) => to.address);

test('letters go to the address as it was corrected, and the fact names neither the old nor the new one', async () => {
  const caseId = await opened();
  await system.until(caseId, 'requestAcknowledged');
  const body = { contact: { name: 'Ilse Terpstra', mail: 'right@example.com' }, reasons };

  await system.json(200, 'POST', `${path}/${caseId}/contact`, { as: 'r-visser', body });
  await system.json(200, 'POST', `${path}/${caseId}/extension`, { as: 'r-visser', body: extension });
  await system.until(caseId, 'extensionNoticeSent');

  expect(addressesOf(caseId)).toEqual(['wrong@example.com', 'right@example.com']);
  const { facts } = (await system.json(200, 'GET', `${path}/${caseId}/facts`, { as: 'r-visser' })) as {
    facts: object[];
  };
  expect(JSON.stringify(facts)).not.toMatch(/(?:wrong|right)@example/);
});

test('a form that leaves the address as it is confirms it; one without any address is told so', async () => {
  const caseId = await opened();
  const send = (fields: Record<string, string>) =>
    system.ask('POST', `/operations/cases/${caseId}/contact`, {
      as: 'r-visser',
      body: new URLSearchParams({ nonce: randomUUID(), reasons, ...fields }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });

  expect((await send({ mail: '', name: 'Ilse' })).status).toBe(422);
  expect((await send({ mail: 'not an address' })).status).toBe(422);
  expect((await send({ name: 'Ilse Terpstra', mail: 'wrong@example.com' })).status).toBe(303);
  const { facts } = (await system.json(200, 'GET', `${path}/${caseId}/facts`, { as: 'r-visser' })) as {
    facts: object[];
  };
  expect(facts).toContainEqual(expect.objectContaining({ type: 'contactSettled', corrected: false }));
});

test('only an operator settles an address, with reasons', async () => {
  const caseId = await opened();

  await system.json(403, 'POST', `${path}/${caseId}/contact`, { as: 'n-okafor', body: { reasons } });
  await system.json(422, 'POST', `${path}/${caseId}/contact`, { as: 'r-visser', body: { reasons: '-' } });
});
