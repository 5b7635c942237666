import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const manager = 'm-adeyemi';
const reasons = 'the logs show a foreign address';
const HOUR = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const local = (hours: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(Date.now() - hours * HOUR))
    .replace(' ', 'T');

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

async function notifiable(): Promise<string> {
  const anchors = { firstInformedAt: { at: ago(3), source: 'ownDetection' } };
  const body = { roles: ['controller'], summary: 'A mailbox was opened.', aspects: ['confidentiality'], anchors };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  const take = (step: string, asked: object) =>
    system.json(200, 'POST', `/v1/breaches/${String(caseId)}/${step}`, { as: manager, body: asked });
  await take('awareness', { outcome: 'aware', anchor: { at: ago(2), source: 'logs' }, reasons });
  await take('risk-assessment', { level: 'high-risk', reasons });
  return String(caseId);
}

type Texts = Record<string, string>;

function send(caseId: string, step: string, fields: Texts, files: Texts): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const [name, text] of Object.entries(files)) form.append('files', new File([text], name));
  const address = new URL(`/operations/breaches/${caseId}/steps/${step}`, system.url);
  const headers = { authorization: `Bearer ${system.tokenOf(manager)}` };
  return fetch(address, { method: 'POST', redirect: 'manual', headers, body: form });
}

const breachOf = (caseId: string) => system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });

async function documentsIn(caseId: string): Promise<number> {
  const { rowCount } = await system.database.pool.query('SELECT 1 FROM duly.document WHERE case_id = $1', [caseId]);
  return rowCount ?? 0;
}

const sending = () => ({ kind: 'authority-notification', submittedAt: local(1), isComplete: 'yes' });

test('a file chosen in the form is the evidence that stops the clock, once however often it is sent', async () => {
  const caseId = await notifiable();
  const fields = { nonce: randomUUID(), ...sending() };

  expect((await send(caseId, 'submissions', fields, { 'receipt.pdf': 'AP-5150' })).status).toBe(303);
  expect((await send(caseId, 'submissions', fields, { 'receipt.pdf': 'AP-5150' })).status).toBe(303);
  expect((await send(caseId, 'submissions', fields, { 'receipt.pdf': 'other bytes' })).status).toBe(422);

  const { submissions } = (await breachOf(caseId)) as { submissions: readonly { documents: readonly string[] }[] };
  expect(submissions.map(({ documents }) => documents.length)).toEqual([1]);
  const [documentId = ''] = submissions[0]?.documents ?? [];
  const address = `/v1/breach-documents/${documentId}?caseId=${caseId}`;
  expect(await (await system.ask('GET', address, { as: manager })).text()).toBe('AP-5150');
  expect((await system.ask('GET', address, { as: 'l-peeters' })).status).toBe(403);
});

test('without receipt and file, and with an empty file, nothing counts as sent and nothing is kept', async () => {
  const caseId = await notifiable();

  const bare = await send(caseId, 'submissions', { nonce: randomUUID(), ...sending() }, {});
  expect([bare.status, await bare.text()]).toEqual([422, expect.stringContaining('Give the receipt')]);
  const empty = await send(caseId, 'submissions', { nonce: randomUUID(), ...sending() }, { 'receipt.pdf': '' });
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('A file that you chose is empty')]);
  const refused = { nonce: randomUUID(), ...sending(), submittedAt: local(-5) };
  expect((await send(caseId, 'submissions', refused, { 'receipt.pdf': 'AP-5150' })).status).toBe(422);

  expect(await documentsIn(caseId)).toBe(0);
});

test('GDPR Art. 34(1): what people were told is attached in the form, and ends the duty to tell them', async () => {
  const caseId = await notifiable();
  const told = { nonce: randomUUID(), outcome: 'communicated', way: 'individual', at: local(0), recipients: '1200' };

  expect((await send(caseId, 'communications', told, { 'letter.txt': 'Dear all' })).status).toBe(303);

  expect(await breachOf(caseId)).toMatchObject({
    communication: { outcome: 'communicated', way: 'individual', recipients: 1200, documents: [expect.any(String)] },
  });
});

test('files of breaches and of requests have doors of their own', async () => {
  const caseId = await notifiable();
  const attach = (path: string, as: string) =>
    system.ask('POST', `${path}?caseId=${caseId}&kind=evidence&name=log.txt`, {
      as,
      body: 'a line',
      headers: { 'content-type': 'text/plain' },
    });

  expect((await attach('/v1/breach-documents', manager)).status).toBe(201);
  expect((await attach('/v1/documents', manager)).status).toBe(403);
  expect((await attach('/v1/documents', 'r-visser')).status).toBe(404);
});
