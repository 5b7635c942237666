import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const manager = 'm-adeyemi';
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const reasons = 'an employee opened files without a reason to';
const text = 'An employee opened files of yours without a reason to.';

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

async function processorBreach(): Promise<string> {
  const body = {
    ...{ roles: ['processor'], summary: 'An employee read customer files.', aspects: ['confidentiality'] },
    anchors: { firstInformedAt: { at: ago(0.5), source: 'ownDetection' } },
  };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  const aware = { outcome: 'aware', anchor: { at: ago(0.2), source: 'logs' }, reasons };
  await system.json(200, 'POST', `/v1/breaches/${String(caseId)}/awareness`, { as: manager, body: aware });
  return String(caseId);
}

interface Listed {
  readonly caseId: string;
  readonly controller: string;
  readonly phase: string;
}
async function listed(
  caseId: string,
  concerned = '',
): Promise<{ notices: readonly Listed[]; proposed: readonly string[] }> {
  const address = `/v1/breaches/${caseId}/controllers?concerned=${concerned}`;
  return (await system.json(200, 'GET', address, { as: manager })) as never;
}
const confirm = (caseId: string, overrides: object = {}, status = 200) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/controllers`, {
    as: manager,
    body: {
      ...{ services: ['payroll'], text, affected: [{ controller: 'acme', particulars: 'Payslips of 40 employees.' }] },
      excluded: [{ controller: 'muster', reasons: 'its files lie in another database' }],
      ...overrides,
    },
  });
const letterTo = (address: string) => system.letters.find(({ to }) => to.address === address);
const shown = async (path: string, as = manager): Promise<string> => (await system.ask('GET', path, { as })).text();

test('controllers are proposed from the service and from the system under it', async () => {
  const caseId = await processorBreach();
  expect((await listed(caseId, 'payroll')).proposed).toEqual(['acme', 'muster']);
  expect((await listed(caseId, 'payroll-db')).proposed).toEqual(['acme', 'muster']);
  expect((await listed(caseId, 'customer-care')).proposed).toEqual([]);
});

test('the services that a report named are chosen already, until somebody said which controllers it concerns', async () => {
  const body = {
    ...{ roles: ['processor'], summary: 'An employee read customer files.', aspects: ['confidentiality'] },
    ...{ anchors: { firstInformedAt: { at: ago(0.5), source: 'ownDetection' } }, services: ['payroll'] },
  };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  const aware = { outcome: 'aware', anchor: { at: ago(0.2), source: 'logs' }, reasons };
  await system.json(200, 'POST', `/v1/breaches/${String(caseId)}/awareness`, { as: manager, body: aware });
  const path = `/operations/breaches/${String(caseId)}/controllers`;

  expect(await shown(path)).toContain('Acme NV');
  const excluded = ['acme', 'muster'].map((controller) => ({ controller, reasons: 'its files lie elsewhere' }));
  await confirm(String(caseId), { affected: [], excluded });
  const after = await shown(path);
  expect(after).toContain('It was decided that it concerns none.');
  expect(after).not.toContain('f-particulars-acme');
});

test('a confirmation names every proposed controller, and none that nobody knows', async () => {
  const caseId = await processorBreach();
  const left = await confirm(caseId, { excluded: [] }, 422);
  expect(left['type']).toBe('urn:duly:problem:ControllerLeftOut');
  const unknown = await confirm(caseId, { affected: [{ controller: 'nobody' }] }, 422);
  expect(unknown['errors']).toMatchObject([{ pointer: '/affected/0/controller' }]);
  const strange = await confirm(caseId, { services: ['mainframe'] }, 422);
  expect(strange['errors']).toMatchObject([{ pointer: '/services/0' }]);
  expect((await listed(caseId)).notices).toEqual([]);
});

test('a controller reads its notice behind a signed link, and only the button acknowledges it', async () => {
  const caseId = await processorBreach();
  await confirm(caseId);
  await untilTrue(async () => (await listed(caseId)).notices[0]?.phase === 'told');
  const letter = letterTo('privacy@acme.example');
  expect(letter?.text).toContain('Payslips of 40 employees.');
  expect(letterTo('datenschutz@muster.example')).toBeUndefined();
  const address = /http\S+\/notices\/\S+/.exec(letter?.text ?? '')?.[0] ?? '';

  const page = await (await fetch(address)).text();
  expect(page).toContain('Payslips of 40 employees.');
  expect(page).not.toMatch(/muster/i);
  expect((await listed(caseId)).notices[0]?.phase).toBe('told');
  expect((await fetch(address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);

  const pressed = await fetch(address, { method: 'POST', redirect: 'manual', body: new URLSearchParams() });
  expect(pressed.status).toBe(303);
  expect((await listed(caseId)).notices[0]?.phase).toBe('acknowledged');
  expect(await (await fetch(`${address}?language=nl`)).text()).toContain('Bevestigd op');
});

test('who was told by telephone is recorded by a form, and the evidence of a notice verifies', async () => {
  const caseId = await processorBreach();
  await confirm(caseId);
  await untilTrue(async () => (await listed(caseId)).notices[0]?.phase === 'told');
  const [notice] = (await listed(caseId)).notices;
  const path = `/operations/controller-notices/${notice?.caseId ?? ''}`;
  const page = await shown(path);
  expect(page).toContain('+32 2 555 02 00');
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const noTime = new URLSearchParams({ nonce, toldAt: 'this morning', words: '' }).toString();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const told = await system.ask('POST', `${path}/told`, { as: manager, body: noTime, headers: form });
  expect(told.status).toBe(422);
  const again = await told.text();
  expect(again).toContain('Write a date and a time, as 2026-11-30 17:05.');
  expect(again).toContain('Write something here.');
  const body = new URLSearchParams({ nonce, heard: 'Ms Janssens, security desk, will call back' });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const sent = await system.ask('POST', `${path}/acknowledgement`, { as: manager, body: body.toString(), headers });
  expect(sent.status).toBe(303);
  expect(await shown(path)).toContain('Ms Janssens, security desk, will call back');

  await system.sequence();
  const evidence = await shown(`/v1/controller-notices/${notice?.caseId ?? ''}/evidence`);
  expect(verifyEvidence(evidence)).toMatchObject({ ok: true });
});

test('Art. 33(2): what shows that a controller was told is added on the page of its notice, and opened there', async () => {
  const caseId = await processorBreach();
  await confirm(caseId);
  await untilTrue(async () => (await listed(caseId)).notices[0]?.phase === 'told');
  const id = (await listed(caseId)).notices[0]?.caseId ?? '';
  const path = `/operations/controller-notices/${id}`;
  expect(await shown(path)).toContain('No document was added to this notice.');

  const form = new FormData();
  form.set('nonce', /name="nonce" value="([^"]+)"/.exec(await shown(`${path}/documents`))?.[1] ?? '');
  form.append('files', new Blob(['They called back.']), 'call-log.txt');
  const headers = { authorization: `Bearer ${system.tokenOf(manager)}` };
  const address = new URL(`${path}/documents`, system.url);
  const sent = await fetch(address, { method: 'POST', redirect: 'manual', headers, body: form });

  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}#documents`]);
  const page = await shown(path);
  expect(page.split('call-log.txt').length).toBe(2);
  const href = /href="(\/v1\/notice-documents\/[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(await shown(href)).toBe('They called back.');
  const records = await shown(`/operations/cases/${id}/accesses`, 'j-smit');
  expect(records).toContain('added a document, once');
  const auditor = await shown(path, 'k-lindqvist');
  expect(auditor).toContain('Your role does not read documents.');
  expect(auditor).not.toContain('call-log.txt');
});

test('the controllers of a breach are confirmed and told more in the operations room', async () => {
  const caseId = await processorBreach();
  const path = `/operations/breaches/${caseId}/controllers`;
  expect(await shown(`/operations/breaches/${caseId}`)).toContain('Say which controllers it concerns');
  const page = await shown(`${path}?concerned=payroll`);
  expect(page).toContain('Acme NV');
  const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (address: string, fields: Record<string, string>) =>
    system.ask('POST', address, { as: manager, body: new URLSearchParams(fields).toString(), headers });
  const fields = {
    concerned: 'payroll',
    confirmed: '0',
    text,
    'particulars-acme': '',
    'excluded-acme': '',
    'particulars-muster': '',
  };
  const refused = await send(path, { ...fields, nonce: nonceIn(page), 'excluded-muster': '-' });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain(text);
  const done = await send(path, { ...fields, nonce: randomUUID(), 'excluded-muster': 'its files lie elsewhere' });
  expect(done.status).toBe(303);
  await untilTrue(async () => (await listed(caseId)).notices[0]?.phase === 'told');
  const after = await shown(path);
  expect(after).toContain('1 of 1 told, 0 acknowledged.');
  expect(after).toMatch(/Left out<\/h2>[^]*its files lie elsewhere/);
  expect(await shown(`/operations/breaches/${caseId}`)).toContain('1 controller to be told, 1 left out:');
  const before = system.letters.length;
  const more = await send(`${path}/information`, { nonce: nonceIn(after), information: 'The copies were destroyed.' });
  expect(more.status).toBe(303);
  await untilTrue(() => Promise.resolve(system.letters.length > before));
  expect(system.letters.at(-1)?.text).toContain('The copies were destroyed.');
});

test('Art. 33(2): a form of controllers that was opened before others were confirmed gets no clock of theirs', async () => {
  const caseId = await processorBreach();
  const path = `/operations/breaches/${caseId}/controllers`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = async (fields: Record<string, string>) => {
    const whole = { concerned: 'payroll', confirmed: '0', nonce: randomUUID(), text, ...fields };
    const body = new URLSearchParams(whole).toString();
    const answer = await system.ask('POST', path, { as: manager, body, headers });
    return { status: answer.status, html: await answer.text() };
  };
  const elsewhere = 'its files lie elsewhere';
  const nonce = randomUUID();
  const first = { nonce, 'excluded-acme': '', 'excluded-muster': elsewhere };
  expect((await send(first)).status).toBe(303);

  const again = await send(first);
  const late = { 'excluded-muster': '' };
  const stale = await send(late);
  const silent = await send({ ...late, confirmed: '1' });
  const old = await send({ ...late, confirmed: '1', nonce: '' });

  expect([again.status, stale.status, silent.status, old.status]).toEqual([303, 409, 422, 422]);
  expect(stale.html).toContain('somebody confirmed: Acme NV.');
  expect(stale.html).toContain('name="confirmed" value="1"');
  expect(stale.html).toContain('name="knownAt"');
  expect(silent.html).toContain('Say since when it is known that it concerns these');
  expect(old.html).toContain('This page was too old.');
  expect((await listed(caseId)).notices).toHaveLength(1);
  const knownAt = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(new Date())
    .replace(' ', 'T');
  const found = { ...late, confirmed: '1', knownAt, reasons: 'its files had moved to this system' };
  expect((await send(found)).status).toBe(303);
});

test('controllers are put in by the hundreds, and their contacts lie encrypted', async () => {
  const controllers = Array.from({ length: 300 }, (_, index) => ({
    ...{ id: `customer-${String(index)}`, name: `Customer ${String(index)}`, services: ['customer-care'] },
    contact: { mail: `privacy@customer-${String(index)}.example`, phone: '+31 20 555 09 99' },
    roundTheClock: { mail: 'soc@customer.example' },
    ...{ externalId: `crm-${String(index)}`, language: 'nl', lastCheckedOn: '2026-11-01' },
    contract: { maxNotify: 'PT4H', from: '2025-01-01' },
  }));
  const put = (body: object, status = 200) => system.json(status, 'POST', '/v1/controllers', { as: manager, body });
  expect(await put({ controllers })).toEqual({ put: 300 });
  const wrong = await put({ controllers: [{ ...controllers[0], services: ['mainframe'] }] }, 422);
  expect(wrong['errors']).toMatchObject([{ pointer: '/controllers/0/services/0' }]);
  expect(await put({ controllers: [controllers[0], controllers[0]] }, 422)).toMatchObject({ status: 422 });
  const { controllers: known } = await system.json(200, 'GET', '/v1/controllers', { as: manager });
  expect(known).toHaveLength(302);
  const { rows } = await system.database.pool.query<{ text: string }>(
    'SELECT outside_controller::text AS text FROM duly.outside_controller',
  );
  expect(rows.some(({ text: row }) => row.includes('example'))).toBe(false);
  const caseId = await processorBreach();
  expect((await listed(caseId, 'customer-care')).proposed).toHaveLength(300);

  const ended = { ...controllers[0], contract: { maxNotify: 'PT4H', from: '2025-01-01', to: '2025-12-31' } };
  await put({ controllers: [ended] });
  expect((await listed(caseId, 'customer-care')).proposed).toHaveLength(299);
  const removals = { as: manager, body: { ids: ['customer-0', 'customer-1', 'acme'] } };
  expect(await system.json(200, 'POST', '/v1/controllers/removals', removals)).toEqual({ removed: 2 });
  expect((await listed(caseId, 'customer-care')).proposed).toHaveLength(298);
});
