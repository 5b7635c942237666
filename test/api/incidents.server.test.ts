import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

const manager = 'm-adeyemi';
const desk = 'r-visser';
const mail = 'noor@people.example';
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

async function incident(list: string, drill = false): Promise<{ readonly caseId: string; readonly reference: string }> {
  const opened = await system.json(201, 'POST', '/v1/breaches', {
    as: manager,
    body: {
      ...{ roles: ['controller'], summary: 'A mailbox was read.', aspects: ['confidentiality'], drill },
      anchors: { firstInformedAt: { on: '2026-03-03', source: 'logs' } },
    },
  });
  const caseId = String(opened['caseId']);
  if (list !== '') {
    const headers = { 'content-type': 'text/csv' };
    await system.ask('POST', `/v1/breaches/${caseId}/recipients`, { as: manager, headers, body: `mail\n${list}\n` });
  }
  return { caseId, reference: String(opened['reference']) };
}

async function asking(right: string, address = mail): Promise<string> {
  const fields = { screen: '4', go: 'next', shown: 'en', controller: 'example-cloud', nonce: randomUUID() };
  const answer = await system.ask('POST', '/portal', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, right, channel: 'mail', mail: address }).toString(),
  });
  return answer.headers.get('location')?.split('/')[3] ?? '';
}

const confirm = (caseId: string) =>
  system.json(200, 'POST', `/v1/subject-requests/${caseId}/identity-decision`, {
    ...{ as: desk, body: { outcome: 'confirmed', method: 'account' } },
  });
const shown = async (address: string, as = desk) => (await system.ask('GET', address, { as })).text();

function lookUp(caseId: string, as = desk, nonce: string = randomUUID()): Promise<Response> {
  return system.ask('POST', `/operations/cases/${caseId}/incidents`, {
    as,
    body: new URLSearchParams({ nonce }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

async function lookups(caseId: string): Promise<readonly object[]> {
  const { facts } = await system.json(200, 'GET', `/v1/subject-requests/${caseId}/facts`, { as: desk });
  return (facts as { readonly type: string }[]).filter(({ type }) => type === 'incidentsLookedUp');
}

test('Art. 15(1): the desk looks a requester up on every list but those of drills, and the case keeps references alone', async () => {
  const [on, off, drill, unlisted] = [
    await incident('noor@people.example'),
    await incident('ben@people.example'),
    await incident('noor@people.example', true),
    await incident(''),
  ];
  const statement = { text: 'Passwords were not read.' };
  await system.json(200, 'POST', `/v1/breaches/${on.caseId}/holding-statement`, { as: manager, body: statement });
  const caseId = await asking('incident', 'Noor@People.example');
  await confirm(caseId);
  expect(await shown(`/operations/cases/${caseId}`)).toContain('Look up in incidents');

  const nonce = randomUUID();
  const answers = [await lookUp(caseId, desk, nonce), await lookUp(caseId, desk, nonce)];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  for (const answer of answers) {
    const page = await answer.text();
    for (const words of ['2 lists searched', on.reference, 'waiting', statement.text, unlisted.reference])
      expect(page).toContain(words);
    for (const words of [off.reference, drill.reference, mail]) expect(page).not.toContain(words);
  }
  expect(await lookups(caseId)).toMatchObject([{ searched: 2, found: [on.reference] }]);
  expect(await shown(`/operations/cases/${caseId}`)).toContain(`the requester is on ${on.reference}`);
  expect(await shown(`/operations/cases/${off.caseId}/accesses`, 'j-smit')).toContain('read who is written to');
});

test('GDPR Art. 12(6): no list is opened before it is clear who asks, for whom asks something else, or by whom may not decide', async () => {
  const [open, other] = [await asking('incident'), await asking('access')];
  await confirm(other);
  expect(await shown(`/operations/cases/${open}`)).toContain('First confirm the identity');

  const refused = [await lookUp(open), await lookUp(other), await lookUp(open, 'j-smit')];

  expect(refused.map(({ status }) => status)).toEqual([409, 409, 403]);
  expect(await shown(`/operations/cases/${other}`)).not.toContain('Look up in incidents');
  expect([...(await lookups(open)), ...(await lookups(other))]).toEqual([]);
});
