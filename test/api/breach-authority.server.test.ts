import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const manager = 'm-adeyemi';
const reasons = 'the logs show a foreign address';
const HOUR = 60 * 60 * 1000;
const hence = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
const local = (hours: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(Date.now() + hours * HOUR))
    .replace(' ', 'T');

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

const take = (caseId: string, step: string, body: object, status = 200) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/${step}`, { as: manager, body });
const breachOf = (caseId: string) => system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });

async function anExemptBreach(): Promise<string> {
  const anchors = { firstInformedAt: { at: hence(-3), source: 'ownDetection' } };
  const body = { roles: ['controller'], summary: 'A mailbox was opened.', aspects: ['confidentiality'], anchors };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  await take(String(caseId), 'awareness', { outcome: 'aware', anchor: { at: hence(-2), source: 'logs' }, reasons });
  await take(String(caseId), 'risk-assessment', { level: 'high-risk', reasons });
  await take(String(caseId), 'communications', { outcome: 'exempt', ground: 'a', at: hence(-1), reasons });
  const submitted = { kind: 'authority-notification', submittedAt: hence(-1), receipt: 'AP-1', isComplete: true };
  await take(String(caseId), 'submissions', submitted);
  return String(caseId);
}

type Texts = Record<string, string>;

function send(caseId: string, step: string, fields: Texts, files: Texts = {}): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ nonce: randomUUID(), ...fields })) form.set(name, value);
  for (const [name, text] of Object.entries(files)) form.append('files', new File([text], name));
  const address = new URL(`/operations/breaches/${caseId}/steps/${step}`, system.url);
  const headers = { authorization: `Bearer ${system.tokenOf(manager)}` };
  return fetch(address, { method: 'POST', redirect: 'manual', headers, body: form });
}

async function pageOf(caseId: string): Promise<string> {
  return (await system.ask('GET', `/operations/breaches/${caseId}`, { as: manager })).text();
}

test('Art. 58(1): a question with a date is a clock on the page, and its evidenced answer alone stops it', async () => {
  const caseId = await anExemptBreach();
  const question = {
    ...{ kind: 'question', id: 'A1', text: 'Which logs were read?', reference: 'AP/2026/17' },
    ...{ receivedAt: local(-1), dueAt: local(48), provision: 'GDPR Art. 58(1)(a)' },
  };

  expect((await send(caseId, 'authority-messages', question, { 'letter.txt': 'Dear controller' })).status).toBe(303);
  const asked = await breachOf(caseId);
  expect(asked['clocks']).toContainEqual(expect.objectContaining({ key: 'authority:A1', basis: 'authority' }));
  expect(await pageOf(caseId)).toContain('Question of the authority A1');
  await take(caseId, 'lessons', {
    id: 'l1',
    text: reasons,
    owner: 'm-adeyemi',
    doneBy: '2027-01-31',
    retestOn: '2027-03-01',
  });
  const early = await take(caseId, 'closure', {}, 409);
  expect(early['type']).toBe('urn:duly:problem:ClockRunning');

  const answer = { message: 'A1', text: 'Those of the mail server.', sentAt: local(-1) };
  expect((await send(caseId, 'authority-answers', answer)).status).toBe(422);
  expect((await send(caseId, 'authority-answers', { ...answer, receipt: 'AP-2' })).status).toBe(303);
  const { clocks } = (await breachOf(caseId)) as { clocks: readonly { key: string }[] };
  expect(clocks.find(({ key }) => key === 'authority:A1')).toHaveProperty('metAt');
  await take(caseId, 'closure', {});
});

test('Art. 34(4): an order to tell people opens that duty again, although an exemption was recorded', async () => {
  const caseId = await anExemptBreach();
  const order = { kind: 'order', id: 'A1', text: 'Tell them.', provision: 'GDPR Art. 34(4)', receivedAt: hence(-0.5) };

  await take(caseId, 'authority-messages', { ...order, dueAt: hence(24) });

  expect((await take(caseId, 'closure', {}, 409))['type']).toBe('urn:duly:problem:ClockRunning');
  const told = { outcome: 'communicated', way: 'individual', at: new Date().toISOString(), recipients: 12 };
  const letter = await system.ask('POST', `/v1/breach-documents?caseId=${caseId}&kind=evidence&name=letter.txt`, {
    ...{ as: manager, body: 'Dear colleague', headers: { 'content-type': 'text/plain' } },
  });
  const { documentId } = (await letter.json()) as { documentId: string };
  await take(caseId, 'communications', { ...told, documents: [documentId] });
  const { clocks } = (await breachOf(caseId)) as { clocks: readonly { key: string }[] };
  expect(clocks.find(({ key }) => key === 'authority:A1')).toHaveProperty('metAt');
});

test('the authority is asked for its view, which is shown as open until it comes in', async () => {
  const caseId = await anExemptBreach();
  const question = { id: 'Q1', text: 'Do we have to tell them?', sentAt: local(-1), receipt: 'AP-3' };

  expect((await send(caseId, 'authority-questions', question)).status).toBe(303);
  expect(await pageOf(caseId)).toContain('Do we have to tell them?');
  const view = { kind: 'view', id: 'A1', text: 'Encryption suffices.', receivedAt: local(0), answers: 'Q1' };
  expect((await send(caseId, 'authority-messages', view)).status).toBe(303);

  const { facts } = await system.json(200, 'GET', `/v1/breaches/${caseId}/facts`, { as: manager });
  const types = (facts as readonly { type: string }[]).map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('authority'))).toEqual(['authorityAsked', 'authorityMessageReceived']);
});

test('Art. 55, 56: where people are affected says which authority leads, and fills in the notification', async () => {
  const caseId = await anExemptBreach();

  const marked = new URLSearchParams({ nonce: randomUUID(), 'countries-NL': 'yes', 'countries-DE': 'yes' });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const address = `/operations/breaches/${caseId}/steps/affected-countries`;
  const answer = await system.ask('POST', address, { as: manager, body: marked.toString(), headers });
  expect(answer.status).toBe(303);

  expect((await breachOf(caseId))['competentAuthority']).toMatchObject({
    competent: ['NL'],
    lead: 'NL',
    concerned: ['DE', 'NL'],
  });
  const notification = await system.ask('GET', `/operations/breaches/${caseId}/notification`, { as: manager });
  expect(await notification.text()).toMatch(/for="f-q114">114\. [^<]+ <span class="tag">from the case<\/span>/);
});
