import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const path = '/v1/breaches';
const HOUR = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const manager = 'm-adeyemi';
const reasons = 'a mailbox of the payroll team was opened from abroad';

function anIncident(overrides: object = {}): object {
  return {
    roles: ['controller'],
    summary: 'A mailbox was opened from abroad.',
    aspects: ['confidentiality'],
    anchors: { firstInformedAt: { at: ago(3), source: 'ownDetection' } },
    ...overrides,
  };
}

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

async function reported(overrides: object = {}): Promise<string> {
  const { caseId } = await system.json(201, 'POST', path, { as: manager, body: anIncident(overrides) });
  return String(caseId);
}

const take = (caseId: string, step: string, body: object, status = 200, as = manager) =>
  system.json(status, 'POST', `${path}/${caseId}/${step}`, { as, body });

const aware = (at: string): object => ({ outcome: 'aware', anchor: { at, source: 'logs' }, reasons });

test('reporting an incident answers with its reference and the day within which it is investigated', async () => {
  const informedAt = ago(3);
  const anchors = { firstInformedAt: { at: informedAt, source: 'dataSubject' } };
  const answer = await system.json(201, 'POST', path, { as: 'l-peeters', body: anIncident({ anchors }) });

  expect(answer.reference).toMatch(/^B-\d{4}-\d{4}$/);
  expect(answer).toMatchObject({
    phase: 'investigating',
    dueAt: new Date(Date.parse(informedAt) + 24 * HOUR).toISOString(),
  });
  await system.until(String(answer.caseId), 'alertSent');
  const told = system.letters.filter(({ subject }) => subject.includes(String(answer.reference)));
  expect(told.map(({ to }) => to.address).sort()).toEqual(['j.smit@example.org', 'm.adeyemi@example.org']);
});

test('a breach goes from awareness to its end, each clock stopped by evidence, and can be proved', async () => {
  const caseId = await reported();
  const awareAt = ago(2);
  expect(await take(caseId, 'awareness', aware(awareAt))).toMatchObject({
    phase: 'toAssess',
    dueAt: new Date(Date.parse(awareAt) + 72 * HOUR).toISOString(),
  });
  expect(await take(caseId, 'risk-assessment', { level: 'high-risk', reasons })).toMatchObject({ phase: 'toNotify' });
  await take(caseId, 'submissions', { kind: 'authority-notification', submittedAt: ago(0.5) }, 422);
  const first = { kind: 'authority-notification', submittedAt: ago(0.5), receipt: 'AP-5150', isComplete: false };
  expect(await take(caseId, 'submissions', first)).toMatchObject({ phase: 'toCommunicate' });
  const exempt = { outcome: 'exempt', ground: 'a', at: ago(0.1), reasons: 'the laptop was encrypted, the key is safe' };
  expect(await take(caseId, 'communications', exempt)).toMatchObject({ phase: 'toComplete' });
  expect(await take(caseId, 'closure', {}, 409)).toMatchObject({ type: 'urn:duly:problem:ClockRunning' });
  const rest = { kind: 'authority-notification', submittedAt: ago(0.2), receipt: 'AP-5150-2' };
  expect(await take(caseId, 'submissions', rest)).toMatchObject({ phase: 'afterwards' });
  await take(caseId, 'lessons', { id: 'mfa', text: 'Second factor for all mailboxes' });
  expect(await take(caseId, 'closure', {}, 409)).toMatchObject({ type: 'urn:duly:problem:LessonOpen' });
  const whole = {
    id: 'mfa',
    text: 'Second factor for all mailboxes',
    owner: 't-bakker',
    doneBy: '2027-01-31',
    retestOn: '2027-03-01',
  };
  await take(caseId, 'lessons', whole);
  expect(await take(caseId, 'closure', {})).toMatchObject({ phase: 'closed' });

  await system.sequence();
  const evidence = await system.ask('GET', `${path}/${caseId}/evidence`, { as: manager });
  expect(verifyEvidence(await evidence.text())).toMatchObject({ ok: true, failed: [] });
  const { facts } = (await system.json(200, 'GET', `${path}/${caseId}/facts`, { as: 'j-smit' })) as {
    facts: { type: string }[];
  };
  expect(facts.map(({ type }) => type).filter((type) => type === 'clocksComputed').length).toBeGreaterThan(4);
});

test('the ENISA score stands beside the decision; another decision than it proposes has reasons, GDPR Art. 5(2)', async () => {
  const caseId = await reported();
  await take(caseId, 'awareness', aware(ago(1)));
  const factor = (value: unknown) => ({ value, reasons });
  const severity = {
    context: [{ kind: 'sensitive', steps: 0, reasons }],
    ...{ ease: factor('maximum'), confidentiality: factor('full'), integrity: factor('none') },
    ...{ availability: factor('none'), isMalicious: factor(true) },
  };

  const deviating = { level: 'unlikely', reasons, severity, hasIdentificationNumber: false };
  const refused = await take(caseId, 'risk-assessment', deviating, 422);
  expect(refused).toMatchObject({ type: 'urn:duly:problem:DeviationWithoutReasons' });
  await take(caseId, 'risk-assessment', { level: 'high-risk', reasons, severity });
  const { facts } = (await system.json(200, 'GET', `${path}/${caseId}/facts`, { as: manager })) as { facts: object[] };
  expect(facts).toContainEqual(expect.objectContaining({ score: { quarters: 20, score: 5, level: 'veryHigh' } }));
  await take(caseId, 'risk-assessment', { ...deviating, severity: { ...severity, context: [] } }, 422);
});

test('how far it went, who helps, what is missing and what may be said stand on record', async () => {
  const caseId = await reported();
  const extent = {
    ...{ dataSubjects: { count: 1200, precision: 'approximate' }, records: 'unknown', encryption: 'none' },
    ...{ dataSubjectKinds: ['patients'], dataTypes: ['health'] },
  };
  await take(caseId, 'extent', extent);
  const tooMany = { ...extent, dataSubjects: { count: 9_000_000_000, precision: 'exact' } };
  expect(await take(caseId, 'extent', tooMany, 422)).toMatchObject({ type: 'urn:duly:problem:TooManyPeople' });
  await take(caseId, 'involvements', { person: 't-bakker', mandate: 'may cut the mail server off' });
  await take(caseId, 'involvements', { person: 't-bakker', mandate: 'may cut it off again' }, 409);
  await take(caseId, 'involvements', { person: 'nobody', mandate: 'may cut the mail server off' }, 422);
  await take(caseId, 'information-requests', { item: 'detectedAt', of: 't-bakker' });
  await take(caseId, 'information-answers', { item: 'detectedAt', text: 'The log says Friday noon.' });
  await take(caseId, 'holding-statement', { text: 'We look into it and tell more at noon.' });
  await take(caseId, 'contact-reports', { what: 'result', text: 'The mailbox is closed.', at: ago(0) });

  await system.until(caseId, 'alertSent');
  const breach = await system.json(200, 'GET', `${path}/${caseId}`, { as: manager });
  expect(breach).toMatchObject({
    ...{ extent, firstContact: manager, involved: [{ person: 't-bakker' }] },
    information: [{ item: 'detectedAt', of: 't-bakker' }],
    ...{ holdingStatements: [{ text: 'We look into it and tell more at noon.' }], reporterTold: [{ what: 'result' }] },
  });
});

test('the service desk reads what may be said of a breach that it may not read, and nothing else', async () => {
  const caseId = await reported();
  const statement = `${path}/${caseId}/holding-statement`;
  await system.json(404, 'GET', statement, { as: 'l-peeters' });
  await take(caseId, 'holding-statement', { text: 'We look into it and call back at noon.' });

  const read = await system.json(200, 'GET', statement, { as: 'l-peeters' });
  expect(Object.keys(read).sort()).toEqual(['caseId', 'drill', 'reference', 'text', 'validFrom']);
  const { items } = (await system.json(200, 'GET', '/v1/holding-statements', { as: 'l-peeters' })) as {
    items: object[];
  };
  expect(items).toContainEqual(read);
  await system.json(403, 'GET', `${path}/${caseId}`, { as: 'l-peeters' });
  const page = await (await system.ask('GET', '/operations/holding-statements', { as: 'l-peeters' })).text();
  expect(page).toContain('We look into it and call back at noon.');
  expect(page).not.toContain('A mailbox was opened from abroad.');
});

test('a statement goes to the places of the organisation file at once, and the page says where it stands', async () => {
  const caseId = await reported();
  await take(caseId, 'holding-statement', { text: 'We look into it and call back at two.' });
  await system.until(caseId, 'announced');

  const sent = () => system.letters.filter((letter) => letter.caseId === caseId && letter.text.includes('back at two'));
  await untilTrue(() => Promise.resolve(sent().length === 2));
  expect(
    sent()
      .map(({ to }) => to.address)
      .sort(),
  ).toEqual(['incident-room@chat.example.org', 'incidents@helpdesk.example.org']);
  await untilTrue(async () => {
    const page = await (await system.ask('GET', `/operations/breaches/${caseId}`, { as: manager })).text();
    return page.includes('at the help desk, in the chat<');
  });
});

test('a correction of awareness moves the 72 hours, GDPR Art. 33(5), and shows both versions', async () => {
  const caseId = await reported();
  await take(caseId, 'awareness', aware(ago(1)));
  const earlier = ago(2.5);
  const correction = { name: 'awareAt', anchor: { at: earlier, source: 'logs', reasons: 'the desk knew it before' } };
  const { dueAt } = await take(caseId, 'anchors', correction);

  expect(dueAt).toBe(new Date(Date.parse(earlier) + 72 * HOUR).toISOString());
  const breach = await system.json(200, 'GET', `${path}/${caseId}`, { as: manager });
  expect(breach).toMatchObject({ anchors: { awareAt: [{ source: 'logs' }, { at: earlier, setBy: { id: manager } }] } });
  expect(breach.calendar).toBeUndefined();
});

describe('bad input', () => {
  test.each([
    [
      'awareness in the future',
      'awareness',
      () => aware(new Date(Date.now() + HOUR).toISOString()),
      422,
      'AnchorInFuture',
    ],
    ['awareness before occurrence', 'awareness', () => aware(ago(200)), 422, 'AnchorsOutOfOrder'],
    ['a person nobody knows', 'handover', () => ({ to: 'nobody', reasons }), 422, 'InvalidRequest'],
    [
      'a document of another case',
      'submissions',
      () => ({
        kind: 'authority-notification',
        submittedAt: ago(1),
        documents: ['00000000-0000-4000-8000-000000000000'],
      }),
      422,
      'DocumentUnknown',
    ],
    [
      'more people than the world has',
      'communications',
      () => ({ outcome: 'communicated', way: 'public', at: ago(1), recipients: 9_000_000_000 }),
      422,
      'InvalidRequest',
    ],
    ['a field that nobody knows', 'notes', () => ({ text: 'seen', colour: 'red' }), 422, 'InvalidRequest'],
    [
      'an instant and a day at once',
      'anchors',
      () => ({ name: 'detectedAt', anchor: { at: ago(1), on: '2026-11-20', source: 'logs' } }),
      422,
      'InvalidRequest',
    ],
    [
      'a day that does not exist',
      'anchors',
      () => ({ name: 'detectedAt', anchor: { on: '2026-02-30', source: 'logs' } }),
      422,
      'InvalidRequest',
    ],
  ])('%s is refused by its type', async (_what, step, body, status, type) => {
    const anchors = {
      firstInformedAt: { at: ago(3), source: 'logs' },
      occurredFrom: { at: ago(100), source: 'estimate' },
    };
    const caseId = await reported({ anchors });

    expect(await take(caseId, step, body(), status)).toMatchObject({ type: `urn:duly:problem:${type}` });
  });

  test.each([
    ['a ticket without a name', { externalId: '' }],
    [
      'two promises of one name',
      { commitments: [1, 2].map(() => ({ id: 'code', source: 'A', anchor: 'firstInformedAt', period: 'PT48H' })) },
    ],
  ])('%s', async (_what, overrides) => {
    await system.json(422, 'POST', path, { as: manager, body: anIncident(overrides) });
  });

  test('a controller that the organisation file does not know', async () => {
    await system.json(422, 'POST', path, { as: manager, body: anIncident({ controller: 'nobody' }) });
  });

  test('the same ticket twice is one case', async () => {
    const ticket = { channel: 'service-desk', externalId: `INC-${String(Date.now())}` };
    await reported(ticket);

    const again = await system.json(409, 'POST', path, { as: 's-haddad', body: anIncident(ticket) });
    expect(String(again.type).split(':').at(-1)).toBe('TicketKnown');
    expect(JSON.stringify(again)).not.toContain('INC-');
  });

  test('two incident managers who decide at once: one is told that it is decided', async () => {
    const caseId = await reported();
    const awareAt = ago(1);
    const asked = [1, 2].map(() =>
      system.ask('POST', `${path}/${caseId}/awareness`, { as: manager, body: aware(awareAt) }),
    );

    expect((await Promise.all(asked)).map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

test('a request is no breach, a breach no request: each is found at its own address only', async () => {
  const caseId = await reported();

  await system.json(404, 'GET', `/v1/subject-requests/${caseId}`, { as: 'r-visser' });
  await system.json(404, 'GET', `/v1/subject-requests/${caseId}/facts`, { as: 'r-visser' });
  const list = (await system.json(200, 'GET', `${path}?phase=investigating`, { as: manager })) as {
    items: { kind: string; caseId: string }[];
  };
  expect(new Set(list.items.map(({ kind }) => kind))).toEqual(new Set(['breach']));
  expect(list.items.map((item) => item.caseId)).toContain(caseId);
});

test('whoever manages breaches learns nothing of requests but that they are there', async () => {
  const contact = { name: 'Ilse Terpstra', mail: 'ilse@example.com' };
  const body = { right: 'access', channel: 'phone', contact, text: 'She asks about her illness.' };
  const { caseId } = await system.json(201, 'POST', '/v1/subject-requests', { as: 'r-visser', body });
  const page = await system.ask('GET', `/operations/cases/${String(caseId)}`, {
    as: manager,
    headers: { accept: 'text/html' },
  });

  expect(await page.text()).not.toMatch(/Terpstra|ilse@example/);
  await system.json(403, 'GET', `/v1/subject-requests/${String(caseId)}/evidence`, { as: manager });
  const document = `/v1/documents/00000000-0000-4000-8000-000000000000?caseId=${String(caseId)}`;
  await system.json(403, 'GET', document, { as: manager });
});

test('who may not decide is told so', async () => {
  const caseId = await reported();

  await take(caseId, 'awareness', aware(ago(1)), 403, 'r-visser');
  await take(caseId, 'risk-assessment', { level: 'unlikely', reasons, hasIdentificationNumber: false }, 403, 'j-smit');
});

test('a passport number among the data: one person proposes that a risk is unlikely, another approves it', async () => {
  const caseId = await reported();
  await take(caseId, 'awareness', aware(ago(1)));
  const unlikely = { level: 'unlikely', reasons, hasIdentificationNumber: true };

  expect(await take(caseId, 'risk-assessment', unlikely)).toMatchObject({ phase: 'toApprove' });
  expect(await take(caseId, 'risk-approval', {}, 409)).toMatchObject({ type: 'urn:duly:problem:SamePerson' });
  await take(caseId, 'risk-approval', {}, 403, 'j-smit');
  expect(await take(caseId, 'risk-approval', {}, 200, 'n-okafor')).toMatchObject({ phase: 'afterwards' });
  expect(await take(caseId, 'risk-approval', {}, 409, 'n-okafor')).toMatchObject({
    type: 'urn:duly:problem:NothingProposed',
  });
});
