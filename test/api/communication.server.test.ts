import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipientCounts } from '../../database/wave-recipients.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

const manager = 'm-adeyemi';
const reasons = 'The mailbox of the payroll team was opened from abroad.';
const HOUR = 3_600_000;
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const en = {
  text: 'Somebody opened a mailbox of ours from abroad.',
  consequences: 'Your bank account number may be used by others.',
  measures: 'The mailbox is closed.',
  contactPoint: 'privacy@example.org',
};
const nl = {
  text: 'Iemand opende van buiten een mailbox van ons.',
  consequences: 'Anderen kunnen uw rekeningnummer gebruiken.',
  measures: 'De mailbox is gesloten.',
  contactPoint: 'privacy@example.org, in het Nederlands',
};

interface Opened {
  readonly caseId: string;
  readonly reference: string;
}

const step = (caseId: string, name: string, body: object, status = 200) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/${name}`, { as: manager, body });

async function aware(): Promise<Opened> {
  const at = new Date(Date.now() - HOUR).toISOString();
  const anchors = { firstInformedAt: { at, source: 'logs' } };
  const body = { roles: ['controller'], summary: 'A mailbox was read.', aspects: ['confidentiality'], anchors };
  const opened = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  const caseId = String(opened['caseId']);
  await step(caseId, 'awareness', { outcome: 'aware', anchor: { at, source: 'decision' }, reasons });
  return { caseId, reference: String(opened['reference']) };
}

/** With a high risk, and so many on its list. */
async function listed(...lines: readonly string[]): Promise<Opened> {
  const breach = await aware();
  await step(breach.caseId, 'risk-assessment', { level: 'high-risk', reasons });
  const body = ['mail,name,language', ...lines].join('\n');
  const headers = { 'content-type': 'text/csv' };
  await system.json(200, 'POST', `/v1/breaches/${breach.caseId}/recipients`, { as: manager, body, headers });
  return breach;
}

/** How often it is on record that somebody looked. */
async function openings(caseId: string): Promise<number | null> {
  const { rowCount } = await system.database.pool.query(
    "SELECT 1 FROM duly.access_record WHERE case_id = $1 AND actor_id = $2 AND access = 'case-opened'",
    [caseId, manager],
  );
  return rowCount;
}

const pageOf = ({ caseId }: Opened, name: string) => `/operations/breaches/${caseId}/steps/${name}`;
const shown = async (address: string) => (await system.ask('GET', address, { as: manager })).text();
const nonceOn = async (address: string) => /name="nonce" value="([^"]+)"/.exec(await shown(address))?.[1] ?? '';

async function send(address: string, fields: Record<string, string>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ nonce: await nonceOn(address), ...fields }).toString();
  return system.ask('POST', address, { as: manager, body, headers });
}

async function upload(address: string, fields: Record<string, string>, file?: string): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ nonce: await nonceOn(address), ...fields })) form.set(name, value);
  if (file !== undefined) form.append('files', new Blob([file]), 'notice.html');
  const headers = { authorization: `Bearer ${system.tokenOf(manager)}` };
  return fetch(new URL(address, system.url), { method: 'POST', redirect: 'manual', headers, body: form });
}

/** As a field of a form says it, at the controller. */
const local = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');

const translated = (language: string, words: object): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([part, said]) => [`${language}-${part}`, String(said)]));

test('Art. 34(2): the letters of an order are read before they leave, one for each language, and nothing is kept', async () => {
  const { caseId } = await listed('noor@people.example,Noor,nl', 'ben@people.example,,en', 'lea@people.example,,fr');

  const asked = { ...en, language: 'en', translations: { nl } };
  const { letters } = await step(caseId, 'communication-preview', asked);

  expect(letters).toMatchObject([
    { language: 'en', recipients: 1, wordsIn: 'en', text: expect.stringContaining(en.text) as string },
    { language: 'fr', recipients: 1, wordsIn: 'en', text: expect.stringContaining(en.text) as string },
    { language: 'nl', recipients: 1, wordsIn: 'nl', text: expect.stringContaining(nl.contactPoint) as string },
  ]);
  expect(await openings(caseId)).toBe(1);
  const breach = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  expect(breach['wave']).toBeUndefined();
  expect(await recipientCounts(system.database.pool, caseId)).toMatchObject({ waiting: 3 });
});

test('what refuses an order refuses to show it, and says which language lacks what', async () => {
  const { caseId } = await listed('noor@people.example,Noor,nl');
  const lacking = { ...en, translations: { nl: { ...nl, measures: '' } } };

  expect(await step(caseId, 'communication-preview', lacking, 422)).toMatchObject({
    ...{ article: 'GDPR Art. 33(3)(d)', detail: 'The letter in Dutch does not say what is done about it.' },
  });
  expect(await step((await aware()).caseId, 'communication-preview', en, 409)).toMatchObject({
    title: 'No recipients',
  });
  await step(caseId, 'communication-preview', { ...en, language: 'nl', translations: { nl } }, 422);
});

test('whoever looks at the letters that would go out again is on record, though nothing goes out', async () => {
  const { caseId } = await listed('noor@people.example,Noor,nl');

  await step(caseId, 'communication-repeat-preview', { what: 'refused' }, 409);

  expect(await openings(caseId)).toBe(1);
});

test('whoever writes in another language than the first of the house translates into that one too', async () => {
  const breach = await listed('noor@people.example,Noor,nl', 'ben@people.example,,en');
  const address = pageOf(breach, 'communication-order');
  const page = await shown(address);
  expect(page).toContain('name="en-text"');
  expect(page).toContain('On the list: English by 1 recipient, Dutch by 1 recipient.');

  const filled = { ...nl, language: 'nl', ...translated('en', en), reference: breach.reference };
  expect((await send(address, filled)).status).toBe(303);

  await untilTrue(async () => (await recipientCounts(system.database.pool, breach.caseId)).sent === 2);
  const lastTo = (mail: string) => system.letters.findLast(({ to }) => to.address === mail)?.text ?? '';
  expect(lastTo('ben@people.example')).toContain(en.text);
  expect(lastTo('noor@people.example')).toContain(nl.text);
});

test('on the page the letters are looked at first, the form stays as filled, and each reads the own language', async () => {
  const breach = await listed('noor@people.example,Noor,nl', 'ben@people.example,,en', 'lea@people.example,,fr');
  const address = pageOf(breach, 'communication-order');
  expect(await shown(address)).toContain('Write it in Dutch too, for 1 recipient');

  const filled = { ...en, language: 'en', ...translated('nl', nl) };
  const preview = await send(address, { ...filled, ask: 'preview' });
  const page = await preview.text();
  expect(preview.status).toBe(200);
  for (const words of ['In Dutch, to 1 recipient', '1 recipient reads French and gets your words in English.'])
    expect(page).toContain(words);
  expect(page).toContain(`>${nl.measures}</textarea>`);
  expect(await recipientCounts(system.database.pool, breach.caseId)).toMatchObject({ waiting: 3 });

  expect((await send(address, { ...filled, reference: breach.reference })).status).toBe(303);
  await untilTrue(async () => (await recipientCounts(system.database.pool, breach.caseId)).sent === 3);
  const sentTo = (mail: string) => system.letters.find(({ to }) => to.address === mail)?.text ?? '';
  expect(sentTo('noor@people.example')).toContain(nl.text);
  expect(sentTo('noor@people.example')).not.toContain(en.text);
  expect([sentTo('ben@people.example').includes(en.text), sentTo('lea@people.example').includes(en.text)]).toEqual([
    ...[true, true],
  ]);
});

test('a letter that lacks a part is not shown: the page says which, beside what was typed', async () => {
  const breach = await listed('noor@people.example,Noor,nl');

  const refused = await send(pageOf(breach, 'communication-order'), { ...en, measures: '', ask: 'preview' });

  const page = await refused.text();
  expect(refused.status).toBe(422);
  expect(page).toContain('The letter does not say what is done about it.');
  expect(page).toContain(`>${en.text}</textarea>`);
});

test('Recital 86: a hold is asked for by its form, with who asked and until when, and the page of the breach says so', async () => {
  const breach = await listed('noor@people.example,Noor,nl');
  const address = pageOf(breach, 'communication-hold');
  const until = Date.now() + 48 * HOUR;
  const hold = { requestedBy: 'Public prosecutor, file 26-118', reasons, until: local(until) };

  const past = await send(address, { ...hold, until: local(Date.now() - HOUR) });
  expect([past.status, await past.text()]).toEqual([
    422,
    expect.stringContaining('what has passed holds nothing back'),
  ]);
  expect((await send(address, hold)).status).toBe(303);

  const page = await shown(`/operations/breaches/${breach.caseId}`);
  for (const words of ['Letters held back', 'law enforcement asked for it', hold.requestedBy])
    expect(page).toContain(words);
  expect((await send(pageOf(breach, 'communication-order'), { ...en, reference: breach.reference })).status).toBe(303);
  expect(await recipientCounts(system.database.pool, breach.caseId)).toMatchObject({ waiting: 1, sent: 0 });
});

test('Art. 34(3)(c): that people were told in public is recorded by its form, with what shows it', async () => {
  const breach = await listed('noor@people.example,Noor,nl');
  const address = pageOf(breach, 'communications');
  const told = { outcome: 'communicated', way: 'public', at: local(Date.now()), recipients: '0' };

  const unshown = await upload(address, told);
  expect([unshown.status, await unshown.text()]).toEqual([422, expect.stringContaining('Attach what was told.')]);
  expect((await upload(address, told, '<p>Somebody opened a mailbox of ours.</p>')).status).toBe(303);

  const { communication } = await system.json(200, 'GET', `/v1/breaches/${breach.caseId}`, { as: manager });
  expect(communication).toMatchObject({ outcome: 'communicated', way: 'public', documents: [expect.any(String)] });
  expect(await shown(`/operations/breaches/${breach.caseId}`)).toContain(': in public.');
});
