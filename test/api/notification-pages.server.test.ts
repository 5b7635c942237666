import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerable } from '../../domain/notification.fields.js';
import { completeAnswers } from '../domain/a-notification.js';
import { deferred } from '../support/deferred.js';
import { formIn } from '../support/forms.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const HOUR = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const manager = 'm-adeyemi';
const reasons = 'a mailbox of the payroll team was opened from abroad';
const { 3: _kind, 4: _subtype, 48: _aware, ...answers } = completeAnswers;

/** What becomes of the next notification that leaves by mail. */
let carried: Promise<'sent' | 'refused' | 'unknown'> = Promise.resolve('sent');
const byMail = (example: string) =>
  example.replace('  - id: de-be', '    notification: { by: mail, mail: breaches@authority.example }\n  - id: de-be');

beforeAll(async () => {
  system = await startSystem({ organisation: byMail, authorityPost: () => carried });
});

afterAll(async () => {
  await system.close();
});

async function anAwareBreach(roles = ['controller'], controller = 'example-cloud', since = 2): Promise<string> {
  const body = {
    ...{ roles, controller, summary: 'A mailbox was opened from abroad.', aspects: ['confidentiality'] },
    anchors: { firstInformedAt: { at: ago(since + 1), source: 'ownDetection' } },
  };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  await take(String(caseId), 'awareness', { outcome: 'aware', anchor: { at: ago(since), source: 'logs' }, reasons });
  return String(caseId);
}

const take = (caseId: string, step: string, body: object) =>
  system.json(200, 'POST', `/v1/breaches/${caseId}/${step}`, { as: manager, body });
const pathOf = (caseId: string) => `/operations/breaches/${caseId}/notification`;

async function shown(path: string, as = manager): Promise<string> {
  const answer = await system.ask('GET', path, { as });
  expect(answer.status, path).toBe(200);
  return answer.text();
}

const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return system.ask('POST', path, { as: manager, body: new URLSearchParams(fields).toString(), headers });
}

async function sent(page: string, path: string, fields: Record<string, string>): Promise<Response> {
  return post(path, { nonce: nonceIn(await shown(page)), ...fields });
}

const answersPath = (caseId: string) => `${pathOf(caseId)}/answers`;
const form = async (caseId: string) => formIn(await shown(pathOf(caseId)), answersPath(caseId));

/** As from a browser: the whole form, with what was typed into it. */
const saved = async (caseId: string, section: number, typed: Record<string, string>) =>
  post(answersPath(caseId), { ...(await form(caseId)), ...typed, section: String(section) });

async function typedIn(caseId: string): Promise<unknown> {
  return (await system.json(200, 'GET', `/v1/breaches/${caseId}/notification`, { as: manager }))['typed'];
}

test('the page of a breach leads to its notification, which says what is missing and what the case knows', async () => {
  const caseId = await anAwareBreach();
  expect(await shown(`/operations/breaches/${caseId}`)).toContain(`href="${pathOf(caseId)}"`);

  const html = await shown(pathOf(caseId));

  expect(html).toMatch(/<b>\d+ of \d+ required answers are missing for Complete; \d+ for Incomplete\.<\/b>/);
  expect(html).toContain('href="#f-q63"');
  expect(html).toContain('id="f-q63"');
  expect(html).toMatch(/for="f-q62">62\. [^<]+ <span class="tag">from the case<\/span>/);
  expect(html).toContain('A mailbox was opened from abroad.</textarea>');
  expect(html).not.toContain('id="f-q68"');
});

test('what was left as the case knows it stays with the case, and one lands where the button was', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'notification-answers', { answers: { 66: 'Employees.' } });
  const nature = { 'q55-a': 'yes', 'q55-c': 'yes', q63: 'Mail server,\r\nBerlin' };

  const answer = await saved(caseId, 55, nature);

  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${pathOf(caseId)}?saved=55#s-55`);
  expect(await typedIn(caseId)).toEqual({ 55: ['a', 'c'], 63: 'Mail server,\nBerlin', 66: 'Employees.' });
  expect(await shown(`${pathOf(caseId)}?saved=55`)).toMatch(
    /id="t-55">Nature of the breach.+\s+(?:<input [^>]+>)+\s+<p [^>]+role="status">All answers are saved\.</,
  );
});

const answered = async (caseId: string) => {
  const { facts } = await system.json(200, 'GET', `/v1/breaches/${caseId}/facts`, { as: manager });
  return (facts as { type: string }[]).filter(({ type }) => type === 'notificationAnswered').length;
};

test('whichever button is pressed, all that was typed is kept, as one change', async () => {
  const caseId = await anAwareBreach();

  const answer = await saved(caseId, 65, { q63: 'Mail server', q66: 'Employees.', q103: '' });

  expect(answer.headers.get('location')).toBe(`${pathOf(caseId)}?saved=65#s-65`);
  expect(await typedIn(caseId)).toEqual({ 63: 'Mail server', 66: 'Employees.' });
  expect(await answered(caseId)).toBe(1);
});

test('an answer that is emptied is taken away, and a form in which nothing changed changes nothing', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'notification-answers', { answers: { 65: ['b'], 66: 'Employees.', 67: 'b', 68: 120 } });
  const people = { 'q65-b': 'yes', q66: '', q67: 'b', q68: '130' };

  await saved(caseId, 65, people);
  expect(await typedIn(caseId)).toEqual({ 65: ['b'], 67: 'b', 68: 130 });
  await saved(caseId, 65, people);

  expect(await answered(caseId)).toBe(2);
});

test('what somebody else changed meanwhile is not undone unseen: it is shown beside all that was typed', async () => {
  const caseId = await anAwareBreach();
  const typed = { ...(await form(caseId)), 'q65-b': 'yes', q66: 'Employees.', q63: 'Mail server', section: '55' };
  await take(caseId, 'notification-answers', { answers: { 66: 'Employees of a customer.' } });

  const stale = await post(answersPath(caseId), typed);

  const html = await stale.text();
  expect(stale.status).toBe(409);
  expect(html).toContain('An answer was changed since this page was shown.');
  expect(html).toContain('<a href="#s-65">Data subjects: changed meanwhile. Compare, and save again.</a>');
  expect(html).not.toContain('Nature of the breach: changed meanwhile.');
  expect(html).toMatch(/<dt>66\. [^<]+<\/dt><dd><div>Employees of a customer\.<\/div><\/dd>/);
  const again = formIn(html, answersPath(caseId));
  expect(again).toMatchObject({ 'q65-b': 'yes', q66: 'Employees.', q63: 'Mail server' });
  expect(await typedIn(caseId)).toEqual({ 66: 'Employees of a customer.' });

  expect((await post(answersPath(caseId), again)).status).toBe(303);
  expect(await typedIn(caseId)).toEqual({ 63: 'Mail server', 65: ['b'], 66: 'Employees.' });
});

test('what was not touched stays as others changed it, also where the answer beside it was overtaken', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'notification-answers', { answers: { 65: ['b'], 66: 'Employees.' } });
  const first = { ...(await form(caseId)), 'q65-a': 'yes' };
  const second = { ...(await form(caseId)), q66: 'Everybody.' };
  await take(caseId, 'notification-answers', { answers: { 65: ['c'], 66: 'Employees of a customer.' } });

  const html = await (await post(answersPath(caseId), first)).text();
  expect(html).not.toMatch(/<dt>66\./);
  const again = formIn(html, answersPath(caseId));
  expect(again).toMatchObject({ 'q65-a': 'yes', 'q65-b': 'yes', q66: 'Employees of a customer.' });
  expect((await post(answersPath(caseId), again)).status).toBe(303);
  expect(await typedIn(caseId)).toEqual({ 65: ['a', 'b'], 66: 'Employees of a customer.' });

  expect((await post(answersPath(caseId), second)).status).toBe(409);
});

test('two people who answer beside each other in one section undo nothing of each other', async () => {
  const caseId = await anAwareBreach();
  const typed = { ...(await form(caseId)), q66: 'Employees.' };
  await take(caseId, 'notification-answers', { answers: { 65: ['b'] } });

  expect((await post(answersPath(caseId), typed)).status).toBe(303);

  expect(await typedIn(caseId)).toEqual({ 65: ['b'], 66: 'Employees.' });
});

test('what somebody else changed meanwhile in a section that was left alone keeps nobody from saving, and stays', async () => {
  const caseId = await anAwareBreach();
  const typed = { ...(await form(caseId)), q63: 'Mail server' };
  await take(caseId, 'notification-answers', { answers: { 66: 'Employees of a customer.' } });

  const [answer, twice] = [await post(answersPath(caseId), typed), await post(answersPath(caseId), typed)];

  expect([answer.status, twice.status]).toEqual([303, 303]);
  expect(await typedIn(caseId)).toEqual({ 63: 'Mail server', 66: 'Employees of a customer.' });
  expect(await answered(caseId)).toBe(2);
});

test('what is not asked any more by the time it is saved is kept all the same, and said to be beside the point', async () => {
  const caseId = await anAwareBreach();
  const typed = { ...(await form(caseId)), 'q79-d': 'yes' };
  await take(caseId, 'notification-answers', { answers: { 55: ['b'] } });

  expect((await post(answersPath(caseId), typed)).status).toBe(303);

  expect(await typedIn(caseId)).toEqual({ 55: ['b'], 79: ['d'] });
  expect(await shown(pathOf(caseId))).toMatch(/Kept, but not asked as things stand, so not sent: 79\./);
});

test('what cannot be read is told at its field, and no section loses what was typed', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'notification-answers', { answers: { 67: 'b' } });
  const typed = { q63: 'Mail server', q66: 'Employees of the payroll team', q68: 'about a hundred' };

  const answer = await saved(caseId, 55, typed);

  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toMatch(/<a href="#f-q68">68\. [^<]+: Write a whole number\.<\/a>/);
  expect(formIn(html, answersPath(caseId))).toMatchObject(typed);
  expect(await typedIn(caseId)).toEqual({ 67: 'b' });
});

test('every text may be as long as the template allows, in any script, and a text that is too long is told at its field', async () => {
  const caseId = await anAwareBreach();
  const asked = answerable.flatMap(({ number, form: kind }) => (kind === 'text' ? [`q${String(number)}`] : []));
  const filled = (length: number) => Object.fromEntries(asked.map((slot) => [slot, '€'.repeat(length)]));

  const tooLong = await saved(caseId, 10, filled(5_001));
  expect(tooLong.status).toBe(422);
  expect((await tooLong.text()).match(/: At most 5,000 characters\.<\/a>/g)?.length).toBe(asked.length);
  expect((await saved(caseId, 10, filled(5_000))).status).toBe(303);
  expect(Object.keys((await typedIn(caseId)) as object).length).toBe(asked.length);

  const beyond = await saved(caseId, 10, filled(50_000));
  expect([beyond.status, await beyond.json()]).toEqual([413, expect.objectContaining({ title: 'Too large' })]);
});

test('Art. 33(4): what would be frozen is shown first, and the version leads to the form for its sending', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'risk-assessment', { level: 'risk', reasons });
  const complete = await shown(`${pathOf(caseId)}/versions?subtype=complete`);
  expect(complete).toContain('Answer them, or notify in phases.');
  expect(complete).not.toContain('Freeze version 1</button>');
  await take(caseId, 'notification-answers', { answers });

  const rehearsed = await shown(`${pathOf(caseId)}/versions?subtype=complete`);
  expect(rehearsed).toContain('Nothing was frozen before.');
  expect(rehearsed).toContain('Freeze version 1</button>');
  expect(rehearsed).toContain('The mailbox of the payroll team was opened from abroad.');
  const frozen = await sent(`${pathOf(caseId)}/versions`, `${pathOf(caseId)}/versions`, { subtype: 'complete' });
  expect([frozen.status, frozen.headers.get('location')]).toEqual([303, `${pathOf(caseId)}?frozen=yes#versions`]);

  const page = await shown(pathOf(caseId));
  expect(page).toContain('not on record as sent.');
  const form = /href="([^"]+\/steps\/submissions[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const step = await shown(form);
  expect(step).toContain('<option value="1" selected>Version 1, complete</option>');
  const body = new FormData();
  const sentAt = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const fields = {
    nonce: nonceIn(step),
    kind: 'authority-notification',
    version: '1',
    isComplete: 'no',
    receipt: 'AP-1',
  };
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('submittedAt', sentAt.format(new Date()).replace(' ', 'T'));
  const headers = { authorization: `Bearer ${system.tokenOf(manager)}` };
  const path = new URL(`/operations/breaches/${caseId}/steps/submissions`, system.url);
  const recorded = await fetch(path, { method: 'POST', redirect: 'manual', headers, body });
  expect(recorded.status).toBe(303);
  expect(await shown(pathOf(caseId))).toMatch(/Version 1: new, complete<\/h3>\s*<p>Frozen [^;]+; sent /);
});

test('fields 113 to 118 are answered section by section, and a count that names no country is told at its field', async () => {
  const caseId = await anAwareBreach();
  expect((await saved(caseId, 113, { q113: 'a' })).status).toBe(303);
  expect(await shown(pathOf(caseId))).toContain('id="f-q118"');
  const states = { q113: 'a', q114: 'AP', 'q115-NL': 'yes', 'q116-DE': 'yes', 'q116-NL': 'yes', q118: 'AP\r\nBfDI' };
  expect((await saved(caseId, 113, states)).status).toBe(303);

  const wrong = await saved(caseId, 113, { ...states, q117: 'DE about twenty' });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('as DE: 120.')]);
  expect((await saved(caseId, 113, { ...states, q117: 'DE: 20\r\nNL: 100' })).status).toBe(303);

  expect(await typedIn(caseId)).toEqual({
    ...{ 113: 'a', 114: 'AP', 115: ['NL'], 116: ['DE', 'NL'], 117: { DE: 20, NL: 100 }, 118: ['AP', 'BfDI'] },
  });
});

test('what was notified is withdrawn with reasons, as a version of its own', async () => {
  const caseId = await anAwareBreach();
  await take(caseId, 'risk-assessment', { level: 'risk', reasons });
  await take(caseId, 'notification-versions', { subtype: 'incomplete' });
  const submitted = {
    kind: 'authority-notification',
    submittedAt: new Date().toISOString(),
    receipt: 'AP-1',
    isComplete: false,
    version: 1,
  };
  await take(caseId, 'submissions', submitted);
  const page = `${pathOf(caseId)}/versions?subtype=withdrawn`;
  expect(await shown(pathOf(caseId))).toContain('Withdraw what was notified');

  const bare = await sent(page, `${pathOf(caseId)}/versions`, { subtype: 'withdrawn' });
  expect(bare.status).toBe(422);
  const withdrawn = await sent(page, `${pathOf(caseId)}/versions`, { subtype: 'withdrawn', reasons });

  expect(withdrawn.status).toBe(303);
  expect(await shown(pathOf(caseId))).toMatch(/Version 2: follow-up, as a withdrawal<\/h3>/);
});

test('whoever may not record reads it without a button to save; a processor has none', async () => {
  const caseId = await anAwareBreach();

  const html = await shown(pathOf(caseId), 'j-smit');

  expect(html).toContain('This step needs the role');
  expect(html).not.toContain('Save all answers');
  const processor = await anAwareBreach(['processor']);
  expect((await system.ask('GET', pathOf(processor), { as: manager })).status).toBe(404);
});

async function aFrozenVersion(controller?: string): Promise<string> {
  const caseId = await anAwareBreach(['controller'], controller);
  await take(caseId, 'notification-versions', { subtype: 'incomplete' });
  return caseId;
}
const ordered = (caseId: string) => sent(pathOf(caseId), `${pathOf(caseId)}/sendings`, { version: '1' });
const button = 'Send to Autoriteit Persoonsgegevens by mail</button>';

test('a frozen version leaves by the button, is on its way once, and has its receipt on the page', async () => {
  const caseId = await aFrozenVersion();
  const held = deferred<'sent'>();
  carried = held.promise;
  expect(await shown(pathOf(caseId))).toContain(button);

  const answer = await ordered(caseId);
  const again = await ordered(caseId);

  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${pathOf(caseId)}?sent=yes#versions`]);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain('A version of the notification is on its way to the authority.');
  const underWay = await shown(`${pathOf(caseId)}?sent=yes`);
  expect(underWay).toContain('Ordered. The clock runs until the receipt is there.');
  expect(underWay).toContain('It is on its way; the clock runs until there is a receipt.');
  expect(underWay).not.toContain(button);
  held.resolve('sent');
  await system.until(caseId, 'submissionEvidenced');
  const taken = await shown(pathOf(caseId));
  expect(taken).toMatch(/<p>Frozen [^;]+; sent [^,]+, receipt &lt;[^<]+@[^<]+&gt;\.<\/p>/);
  expect(taken).not.toContain(button);
});

test.each([
  ['refused', 'notificationRefused', 'The authority did not take version 1. The clock runs on.'],
  ['unknown', 'notificationUnresolved', 'Version 1: nobody can say whether the authority has it.'],
] as const)('what came of a sending that did not arrive is told, and it can leave again: %s', async (...told) => {
  const [outcome, fact, words] = told;
  const caseId = await aFrozenVersion();
  carried = Promise.resolve(outcome);

  await ordered(caseId);
  await system.until(caseId, fact);

  const html = await shown(pathOf(caseId));
  expect(html).toContain(words);
  expect(html).toContain('among the files of the case');
  expect(html).toContain('not on record as sent');
  expect(html).toContain(button);
});

test('an authority that takes it by its own form has no button, and an order all the same is refused', async () => {
  const caseId = await aFrozenVersion('example-cloud-berlin');

  const html = await shown(pathOf(caseId));
  const answer = await ordered(caseId);

  expect(html).toContain('The authority takes it by its own form: type it in there, and record it.');
  expect(html).not.toContain('name="version" value="1"');
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('<b>Not done.</b> The authority takes it by its own form');
});

test('whoever may not decide has no button to send it', async () => {
  expect(await shown(pathOf(await aFrozenVersion()), 'r-visser')).not.toContain(button);
});

test('Art. 33(1): after the 72 hours the button asks for the reasons, and without them nothing leaves', async () => {
  const caseId = await anAwareBreach(['controller'], 'example-cloud', 80);
  await take(caseId, 'notification-versions', { subtype: 'incomplete' });
  carried = Promise.resolve('sent');
  expect(await shown(pathOf(caseId))).toContain('for="f-delay-1">Reasons for the delay');

  const without = await ordered(caseId);
  const body = { version: '1', 'delay-1': 'The mailbox was read only now.' };
  const given = await sent(pathOf(caseId), `${pathOf(caseId)}/sendings`, body);

  expect([without.status, given.status]).toEqual([422, 303]);
  await system.until(caseId, 'submissionEvidenced');
});
