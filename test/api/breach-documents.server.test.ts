import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
let caseId: string;
let path: string;

beforeAll(async () => {
  system = await startSystem();
  const anchors = { firstInformedAt: { at: new Date(Date.now() - 3_600_000).toISOString(), source: 'logs' } };
  const body = { roles: ['controller'], summary: 'A laptop is missing.', aspects: ['availability'], anchors };
  caseId = String((await system.json(201, 'POST', '/v1/breaches', { as: 'm-adeyemi', body }))['caseId']);
  path = `/operations/breaches/${caseId}`;
});

afterAll(async () => {
  await system.close();
});

const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
const shown = async (address: string, as: string) => (await system.ask('GET', address, { as })).text();

function uploaded(nonce: string, content: string): Promise<Response> {
  const form = new FormData();
  form.set('nonce', nonce);
  form.append('files', new Blob([content]), content === '' ? 'nothing.txt' : 'police-report.txt');
  const headers = { authorization: `Bearer ${system.tokenOf('m-adeyemi')}` };
  return fetch(new URL(`${path}/documents`, system.url), { method: 'POST', redirect: 'manual', headers, body: form });
}

test('Art. 33(5): documents are added on the page of a breach, listed there, and who added and downloaded them is on record', async () => {
  const nonce = nonceIn(await shown(`${path}/documents`, 'm-adeyemi'));

  expect((await uploaded(nonce, '')).status).toBe(422);
  expect((await uploaded(nonce, 'Reported as stolen.')).status).toBe(303);
  expect((await uploaded(nonce, 'Reported as stolen.')).status).toBe(303);

  const page = await shown(path, 'm-adeyemi');
  expect(page.split('police-report.txt').length).toBe(2);
  const href = /href="(\/v1\/breach-documents\/[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(await shown(href, 'm-adeyemi')).toBe('Reported as stolen.');
  const records = await shown(`/operations/cases/${caseId}/accesses`, 'j-smit');
  expect(records).toContain('downloaded a document');
  expect(records).toContain('added a document, once');
});

test('a hold on the data of a breach is placed and lifted on its pages, with the reference typed by hand', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (address: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ nonce: randomUUID(), ...fields }).toString();
    return system.ask('POST', address, { as: 'n-okafor', body, headers });
  };
  const form = await shown(`${path}/holds`, 'n-okafor');
  expect(form).not.toContain('restriction');

  const placed = await send(`${path}/holds`, {
    ground: 'authority-inquiry',
    reasons: 'the authority asks for the logs',
  });
  expect([placed.status, placed.headers.get('location')]).toEqual([303, `${path}#holds`]);
  const page = await shown(path, 'n-okafor');
  expect(page).toContain('An authority is looking into it');
  const lifting = /href="([^"]+\/lifting)"/.exec(page)?.[1] ?? '';
  const reasons = 'the inquiry has ended';
  expect((await send(lifting, { reasons, confirmReference: 'B-0' })).status).toBe(422);
  const { reference } = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: 'm-adeyemi' });
  expect((await send(lifting, { reasons, confirmReference: String(reference) })).status).toBe(303);
  expect(await shown(path, 'n-okafor')).toContain('the inquiry has ended');
});
