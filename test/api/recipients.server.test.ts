import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteBounce } from '../../database/wave-recipients.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

const manager = 'm-adeyemi';
const reasons = 'The mailbox of the payroll team was opened from abroad.';
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

interface Opened {
  readonly caseId: string;
  readonly reference: string;
  readonly path: string;
}

async function highRisk(): Promise<Opened> {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const anchors = { firstInformedAt: { at, source: 'logs' } };
  const body = { roles: ['controller'], summary: 'A mailbox was read.', aspects: ['confidentiality'], anchors };
  const opened = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  const caseId = String(opened['caseId']);
  await step(caseId, 'awareness', { outcome: 'aware', anchor: { at, source: 'decision' }, reasons });
  await step(caseId, 'risk-assessment', { level: 'high-risk', reasons });
  return { caseId, reference: String(opened['reference']), path: `/operations/breaches/${caseId}/recipients` };
}

const step = (caseId: string, name: string, body: object, status = 200) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/${name}`, { as: manager, body });
const order = ({ caseId, reference }: Opened) =>
  step(caseId, 'communication-order', {
    ...{ text: reasons, consequences: reasons, measures: reasons, contactPoint: 'privacy@example.org', reference },
  });
const caseOf = ({ caseId }: Opened) => system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
const counts = ({ caseId }: Opened) => system.json(200, 'GET', `/v1/breaches/${caseId}/recipients`, { as: manager });

function upload({ path }: Opened, content: string, as = manager): Promise<Response> {
  const form = new FormData();
  form.append('list', new Blob([content]), 'people.csv');
  const headers = { authorization: `Bearer ${system.tokenOf(as)}` };
  return fetch(new URL(path, system.url), { method: 'POST', redirect: 'manual', headers, body: form });
}

function send(address: string, fields: Record<string, string>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return system.ask('POST', address, { as: manager, body: new URLSearchParams(fields).toString(), headers });
}
const shown = async (address: string) => (await system.ask('GET', address, { as: manager })).text();

test('Art. 34(1): a list is uploaded on its page, whole or not at all, and its faults repeat nothing of it', async () => {
  const breach = await highRisk();

  const faulty = await upload(breach, 'mail,language\nnoor@people.example,nl\nnobody at home,nl\n');
  const told = await faulty.text();
  expect([faulty.status, told.includes('Line 3:'), told.includes('nobody at home')]).toEqual([422, true, false]);
  expect(await counts(breach)).toMatchObject({ waiting: 0 });

  const kept = await upload(breach, 'mail,name,language\nnoor@people.example,Noor,nl\nben@people.example,Ben,en\n');
  expect([kept.status, kept.headers.get('location')]).toEqual([303, `${breach.path}?added=2&known=0`]);
  expect((await upload(breach, '{"mail":"NOOR@people.example"}\n')).status).toBe(303);
  const page = await shown(breach.path);
  for (const words of ['2 recipients', '2 waiting', 'noor@people.example', 'Nederlands']) expect(page).toContain(words);
  expect(await shown(`/operations/breaches/${breach.caseId}`)).toContain(breach.path);
});

test('the list of recipients is read page by page by who works on the case, and every look is on record', async () => {
  const breach = await highRisk();
  const people = Array.from({ length: 51 }, (_none, index) => `p${String(index)}@people.example`);
  await upload(breach, `mail\n${people.join('\n')}\n`);
  const list = `/v1/breaches/${breach.caseId}/recipients/list`;

  const { recipients, next } = await system.json(200, 'GET', list, { as: manager });
  expect([(recipients as object[]).length, next]).toEqual([50, 50]);
  const rest = await system.json(200, 'GET', `${list}?after=50`, { as: manager });
  expect(rest['recipients']).toMatchObject([{ number: 51, mail: 'p50@people.example', state: 'waiting' }]);
  expect(rest['next']).toBeUndefined();
  expect((await system.ask('GET', list, { as: 'j-smit' })).status).toBe(403);
  const { rows } = await system.database.pool.query(
    "SELECT sum(count)::int AS looks FROM duly.access_record WHERE case_id = $1 AND access = 'recipients-read'",
    [breach.caseId],
  );
  expect(rows).toEqual([{ looks: 2 }]);
});

test('a recipient is found by the whole mail address, which stands in no address line', async () => {
  const breach = await highRisk();
  await upload(breach, 'mail\nnoor@people.example\nben@people.example\n');

  const found = await send(`${breach.path}/search`, { mail: 'Ben@people.example' });
  const page = await found.text();
  expect([found.url.includes('ben'), page.includes(`${breach.path}/2`), page.includes(`${breach.path}/1`)]).toEqual([
    ...[false, true, false],
  ]);
  expect(await (await send(`${breach.path}/search`, { mail: 'be@people.example' })).text()).toContain(
    'Nobody on the list',
  );
});

test('a wrong address is put right before its letter leaves, and whoever is taken off is counted but not written to', async () => {
  const breach = await highRisk();
  await upload(breach, 'mail,language\nwrong@people.example,en\nben@people.example,en\nout@people.example,en\n');

  const taken = await send(`${breach.path}/1/correction`, { mail: 'ben@people.example', name: '', language: 'en' });
  expect(taken.status).toBe(409);
  const put = await send(`${breach.path}/1/correction`, { mail: 'right@people.example', name: '', language: 'nl' });
  expect(put.status).toBe(303);
  const untyped = await send(`${breach.path}/3/removal`, { confirmReference: 'B-2026-9999' });
  expect([untyped.status, await untyped.text()]).toEqual([
    422,
    expect.stringContaining(`Type ${breach.reference}, as it stands below the label.`),
  ]);
  const confirmReference = breach.reference.toLowerCase();
  expect((await send(`${breach.path}/3/removal`, { confirmReference })).status).toBe(303);
  expect(await shown(breach.path)).not.toContain('out@people.example');

  await order(breach);
  await untilTrue(async () => (await counts(breach))['sent'] === 2);
  expect(await counts(breach)).toMatchObject({ sent: 2, removed: 1, waiting: 0 });
  expect(
    (await send(`${breach.path}/1/correction`, { mail: 'x@people.example', name: '', language: 'en' })).status,
  ).toBe(409);
  expect((await send(`${breach.path}/2/removal`, { confirmReference })).status).toBe(409);
});

test('of two corrections to one address at once, one is refused', async () => {
  const breach = await highRisk();
  await upload(breach, 'mail,language\na@people.example,en\nb@people.example,en\n');
  const same = { mail: 'c@people.example', name: '', language: 'en' };
  const both = await Promise.all([1, 2].map((number) => send(`${breach.path}/${String(number)}/correction`, same)));
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
});

test('a letter that came back goes out again from the page, to the address that was put right', async () => {
  const breach = await highRisk();
  await upload(breach, 'mail\nwrong@people.example\nben@people.example\n');
  expect(await shown(breach.path)).not.toContain('communication-repeat');
  await order(breach);
  await untilTrue(async () => (await caseOf(breach))['communication'] !== undefined);
  const { rows } = await system.database.pool.query<{ id: string }>(
    'SELECT message_id AS id FROM duly.wave_recipient WHERE case_id = $1 AND number = 1',
    [breach.caseId],
  );
  expect(await noteBounce(system.database.pool, rows[0]?.id ?? '')).toBe(true);

  await send(`${breach.path}/1/correction`, { mail: 'right@people.example', name: '', language: 'en' });
  const page = await shown(breach.path);
  expect(page).toContain('is not written to again until then');
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const form = `/operations/breaches/${breach.caseId}/steps/communication-repeat`;
  const looked = await send(form, { nonce, what: 'corrected', reasons, ask: 'preview' });
  expect([looked.status, await looked.text()]).toEqual([200, expect.stringContaining('In English, to 1 recipient')]);
  const repeated = await step(breach.caseId, 'communication-repeat-preview', { what: 'corrected' });
  expect(repeated['letters']).toMatchObject([{ recipients: 1, text: expect.stringContaining(reasons) as string }]);
  await step(breach.caseId, 'communication-repeat-preview', { what: 'unknown' }, 409);
  expect(await counts(breach)).toMatchObject({ sent: 1, bounced: 1 });
  expect((await send(form, { nonce, what: 'refused', reasons })).status).toBe(409);
  const fresh = /name="nonce" value="([^"]+)"/.exec(await shown(breach.path))?.[1] ?? '';
  expect((await send(form, { nonce: fresh, what: 'corrected', reasons })).status).toBe(303);
  await untilTrue(async () => (await counts(breach))['sent'] === 2);
  expect(await counts(breach)).toMatchObject({ sent: 2, bounced: 0, waiting: 0 });
  expect(await noteBounce(system.database.pool, rows[0]?.id ?? '')).toBe(true);
  expect(await counts(breach)).toMatchObject({ sent: 2, bounced: 0 });
});
