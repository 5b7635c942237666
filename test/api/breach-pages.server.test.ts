import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const HOUR = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const manager = 'm-adeyemi';

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

async function reported(overrides: object = {}): Promise<{ caseId: string; reference: string }> {
  const body = {
    roles: ['controller'],
    summary: 'A mailbox was opened from abroad.',
    aspects: ['confidentiality'],
    anchors: { firstInformedAt: { at: ago(3), source: 'ownDetection' } },
    ...overrides,
  };
  const { caseId, reference } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  return { caseId: String(caseId), reference: String(reference) };
}

const shown = async (path: string, as = manager): Promise<string> => {
  const answer = await system.ask('GET', path, { as });
  const html = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${html}`);
  return html;
};

test('a breach stands in the room in words, and its reference leads to its page', async () => {
  const { caseId, reference } = await reported();

  const room = await shown('/operations?kind=breach');
  expect(room).toContain(`href="/operations/breaches/${caseId}">${reference}</a>`);
  expect(room).toContain('Breach, controller');
  expect(room).toContain('<b>You</b>: the decision: a breach or not');
  expect(await shown('/operations?kind=subject-request')).not.toContain(reference);

  const page = await shown(`/operations/breaches/${caseId}`);
  expect(page).toContain(`${reference} · Breach, controller`);
  expect(page).toContain('Decide: a breach or not');
  expect(page).toContain(`/v1/breaches/${caseId}/evidence`);
});

test('an address that names no kind, as alerts have it, leads to the page of the breach', async () => {
  const { caseId } = await reported();

  const answer = await system.ask('GET', `/operations/cases/${caseId}`, { as: manager });

  expect([answer.status, answer.headers.get('location')]).toEqual([302, `/operations/breaches/${caseId}`]);
});

test('whoever opens the page of a breach is on record, and those who watch over it read so', async () => {
  const { caseId, reference } = await reported();
  await shown(`/operations/breaches/${caseId}`, 'r-visser');

  const accesses = await shown(`/operations/cases/${caseId}/accesses`, 'j-smit');

  expect(accesses).toContain('opened it');
  expect(accesses).toContain(`href="/operations/breaches/${caseId}">${reference}</a>`);
});

test('a drill says so on every page of it', async () => {
  const { caseId } = await reported({ drill: true });

  expect(await shown(`/operations/breaches/${caseId}`)).toContain('class="drill"');
});

test('a request has no page among the breaches, nor has a case that is not there', async () => {
  const answer = await system.ask('GET', '/operations/breaches/nowhere', { as: manager });

  expect(answer.status).toBe(404);
});

const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
const local = (hours: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(Date.now() - hours * HOUR))
    .replace(' ', 'T');

const since = (hours: number): { at: string; atTime: string } => {
  const [at = '', atTime = ''] = local(hours).split('T');
  return { at, atTime };
};

type Fields = Record<string, string>;

/** Opens the form of a step and sends it, as one that takes files where it does. */
async function filledIn(caseId: string, step: string, fields: Fields, as = manager): Promise<Response> {
  const path = `/operations/breaches/${caseId}/steps/${step}`;
  const html = await shown(path, as);
  const whole = { nonce: nonceIn(html), ...fields };
  return html.includes('multipart/form-data') ? uploaded(path, whole, as) : sent(path, whole, as);
}

function uploaded(path: string, fields: Fields, as: string): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const headers = { authorization: `Bearer ${system.tokenOf(as)}` };
  return fetch(new URL(path, system.url), { method: 'POST', redirect: 'manual', headers, body: form });
}

function sent(path: string, fields: Fields, as = manager): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return system.ask('POST', path, { as, body: new URLSearchParams(fields).toString(), headers });
}

test('of two who record how far it went on the same page, the second is told, and sends it knowingly', async () => {
  const { caseId } = await reported();
  const path = `/operations/breaches/${caseId}/steps/extent`;
  const markIn = (html: string): string => /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const [one, other] = [await shown(path), await shown(path)];
  const extent = { dataSubjects: 'exact', records: 'unknown', encryption: 'none' };
  const send = (html: string, count: number) =>
    sent(path, { nonce: nonceIn(html), mark: markIn(html), ...extent, dataSubjectsCount: String(count) });

  expect((await send(one, 12)).status).toBe(303);
  const late = await send(other, 14);
  expect(late.status).toBe(409);
  const again = await late.text();
  expect(again).toContain('Somebody recorded it anew');
  expect(again).toContain('value="14"');
  expect((await send(again, 14)).status).toBe(303);
  const breach = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  expect(breach['extent']).toMatchObject({ dataSubjects: { count: 14 } });
});

test('what may be said leaves the house from no form that is out of date, and with the reference typed by hand', async () => {
  const { caseId, reference } = await reported();
  const path = `/operations/breaches/${caseId}/steps/holding-statement`;
  const markIn = (html: string): string => /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const send = (html: string, text: string, confirmReference = reference) =>
    sent(path, { nonce: nonceIn(html), mark: markIn(html), text, confirmReference });
  const [one, other] = [await shown(path), await shown(path)];

  const untyped = await send(one, 'We look into it.', 'B-2026-9999');
  expect([untyped.status, await untyped.text()]).toEqual([422, expect.stringContaining(`Type ${reference}, as it`)]);
  expect((await send(one, 'We look into it.')).status).toBe(303);
  const late = await send(other, 'Nothing happened.');
  const again = await late.text();
  expect(late.status).toBe(409);
  for (const words of ['Somebody recorded it anew', '>Nothing happened.</textarea>', '>We look into it.</blockquote>'])
    expect(again).toContain(words);

  const validFrom = new Date(Date.now() + HOUR).toISOString();
  const ahead = { text: 'All is well again.', validFrom };
  const beforehand = await shown(path);
  await system.json(200, 'POST', `/v1/breaches/${caseId}/holding-statement`, { as: manager, body: ahead });
  expect((await send(beforehand, 'We still look into it.')).status).toBe(409);
  const page = await shown(path);
  expect(page).toContain('>We look into it.</textarea>');
  expect(page).toContain('>All is well again.</blockquote>');
  expect((await send(page, 'We still look into it.')).status).toBe(303);
  expect(await shown(path)).not.toContain('All is well again.');
});

test('of a drill nothing leaves the house, and no reference is asked for', async () => {
  const { caseId } = await reported({ drill: true });

  expect((await filledIn(caseId, 'holding-statement', { text: 'We look into it.' })).status).toBe(303);
});

test('a breach is decided, assessed and notified by forms, and each says that it is done', async () => {
  const { caseId } = await reported();
  const reasons = 'the logs show a foreign address';

  const decided = await filledIn(caseId, 'awareness', { outcome: 'aware', ...since(2), source: 'logs', reasons });
  expect([decided.status, decided.headers.get('location')]).toEqual([
    303,
    `/operations/breaches/${caseId}?done=awareness`,
  ]);
  const assessed = { level: 'unlikely', hasIdentificationNumber: 'yes', reasons };
  expect((await filledIn(caseId, 'risk-assessment', assessed)).status).toBe(303);
  expect(await shown(`/operations/breaches/${caseId}/steps/risk-approval`)).toContain(`“${reasons}”`);
  expect((await filledIn(caseId, 'risk-approval', {})).status).toBe(409);
  expect((await filledIn(caseId, 'risk-assessment', { ...assessed, level: 'risk' })).status).toBe(303);
  const page = await shown(`/operations/breaches/${caseId}?done=risk-assessment`);
  expect(page).toContain('Done: Assess the risk.');
  expect(page).toContain('Notify the supervisory authority');

  const submission = { kind: 'authority-notification', submittedAt: local(1), receipt: 'AP-77', isComplete: 'yes' };
  expect((await filledIn(caseId, 'submissions', submission, 'r-visser')).status).toBe(303);
  expect((await filledIn(caseId, 'anchors', { name: 'awareAt', ...since(2.5), source: 'logs', reasons })).status).toBe(
    303,
  );
  const breach = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  expect(breach).toMatchObject({ awareness: 'aware', risk: { level: 'risk' }, submissions: [{ receipt: 'AP-77' }] });
});

test('what the case refuses is told in its words beside what was typed', async () => {
  const { caseId } = await reported({ anchors: { firstInformedAt: { at: ago(60), source: 'logs' } } });

  const answer = await filledIn(caseId, 'awareness', {
    outcome: 'aware',
    ...since(1),
    source: 'logs',
    reasons: 'late',
  });

  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('More than a day lies between the first information and awareness');
  expect(html).toContain('>late</textarea>');
});

test('a step that the law does not allow now says why, on the page and at its own address', async () => {
  const { caseId } = await reported();
  const why = 'First decide whether it is a personal data breach.';

  expect(await shown(`/operations/breaches/${caseId}`)).toContain(why);
  expect(await shown(`/operations/breaches/${caseId}/steps/risk-assessment`)).toContain(why);
});

test('a form sent twice is one step', async () => {
  const { caseId } = await reported();
  const path = `/operations/breaches/${caseId}/steps/notes`;
  const fields = { nonce: nonceIn(await shown(path)), text: 'The mailbox is locked.' };

  expect((await sent(path, fields)).status).toBe(303);
  expect((await sent(path, fields)).status).toBe(303);

  const page = await shown(`/operations/breaches/${caseId}`);
  expect(page.split('The mailbox is locked.').length).toBe(2);
});

test('an empty field is named, and a step of another role is refused by role', async () => {
  const { caseId } = await reported();

  const empty = await filledIn(caseId, 'notes', { text: ' ' });
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Fill this in.')]);
  expect((await sent(`/operations/breaches/${caseId}/steps/awareness`, {}, 'r-visser')).status).toBe(403);
  expect(await shown(`/operations/breaches/${caseId}`, 'r-visser')).toContain(
    'This step needs the role incident manager.',
  );
});

test('what ends the other duties has its form too: an exemption, a promise, a lesson, and then the end', async () => {
  const commitments = [{ id: 'code', source: 'Code 5.13', anchor: 'firstInformedAt', period: 'PT8H' }];
  const { caseId, reference } = await reported({ commitments });
  const reasons = 'the laptop was encrypted, the key is safe';
  const take = async (step: string, fields: Record<string, string>) =>
    (await filledIn(caseId, step, fields)).headers.get('location');
  const done = (step: string) => `/operations/breaches/${caseId}?done=${step}`;

  await take('awareness', { outcome: 'aware', ...since(2), source: 'logs', reasons });
  await take('risk-assessment', { level: 'high-risk', reasons, hasIdentificationNumber: 'no' });
  const sending = { kind: 'authority-notification', submittedAt: local(1), receipt: 'AP-78', isComplete: 'yes' };
  await take('submissions', sending);
  expect(await take('communications', { outcome: 'exempt', ground: 'a', at: local(0), reasons })).toBe(
    done('communications'),
  );
  expect(await take('commitments', { id: 'code', keptAt: local(1) })).toBe(done('commitments'));
  const lesson = {
    id: 'mfa',
    text: 'A second factor',
    owner: 't-bakker',
    doneBy: '2027-01-31',
    retestOn: '2027-03-01',
  };
  expect(await take('lessons', lesson)).toBe(done('lessons'));
  expect((await filledIn(caseId, 'closure', {})).status).toBe(422);
  expect(await take('closure', { confirmReference: reference.toLowerCase() })).toBe(done('closure'));
  expect(await shown(`/operations/breaches/${caseId}`)).toContain('Closed. Owner');
});

test('that it is no breach takes the reference of the case, typed by hand; that it is one does not', async () => {
  const { caseId, reference } = await reported();
  const none = { outcome: 'notABreach', reasons: 'the laptop was in the cupboard, sealed' };

  const refused = await filledIn(caseId, 'awareness', { ...none, confirmReference: 'B-2026-9999' });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain(`Type ${reference}, as it stands below the label.`);
  expect((await filledIn(caseId, 'awareness', { ...none, confirmReference: reference })).status).toBe(303);
});

test('a severity score is worked out before anybody decides, and who decides otherwise says why', async () => {
  const { caseId } = await reported();
  const reasons = 'the logs show a foreign address';
  await filledIn(caseId, 'awareness', { outcome: 'aware', ...since(2), source: 'logs', reasons });
  const why = 'read in the logs';
  const score = {
    ...{ 'kind-financial': '0', 'kind-financialWhy': why, ease: 'significant', easeWhy: why },
    ...{ confidentiality: 'full', confidentialityWhy: why, integrity: 'none', integrityWhy: why },
    ...{ availability: 'none', availabilityWhy: why, isMalicious: 'no', isMaliciousWhy: why },
  };

  const lacking = await filledIn(caseId, 'risk-assessment', { ...score, easeWhy: '', ask: 'score' });
  expect([lacking.status, await lacking.text()]).toEqual([422, expect.stringContaining('href="#f-easeWhy">Say why.')]);
  const empty = await filledIn(caseId, 'risk-assessment', { ask: 'score' });
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('at least one kind')]);

  const worked = await filledIn(caseId, 'risk-assessment', { ...score, ask: 'score' });
  const page = await worked.text();
  expect(worked.status).toBe(200);
  expect(page).toContain('Data 3 × recognised 0.75 + circumstances 0.5 = 2.75, medium.');
  expect(page).toContain('It proposes: a risk.');
  const { risk } = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  expect(risk).toBeUndefined();

  const decided = { ...score, level: 'high-risk', hasIdentificationNumber: 'no', reasons };
  const without = await filledIn(caseId, 'risk-assessment', decided);
  expect([without.status, await without.text()]).toEqual([
    422,
    expect.stringContaining('The score proposes another level of risk: say why you decide otherwise.'),
  ]);
  const deviationReasons = 'the people concerned are in danger';
  expect((await filledIn(caseId, 'risk-assessment', { ...decided, deviationReasons })).status).toBe(303);
  expect(await shown(`/operations/breaches/${caseId}`)).toContain('ENISA score 2.75, medium');
});
