import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const path = '/operations/breaches/new';
const HOUR = 60 * 60 * 1000;
const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' },
})
  .format(new Date(Date.now() - 3 * HOUR))
  .split(' ');
const reported = {
  ...{ 'aspects-confidentiality': 'yes', 'roles-controller': 'yes', source: 'outsider', controller: 'example-cloud' },
  ...{ summary: 'A mailbox was opened from abroad.', firstInformedAt: day, firstInformedAtTime: time },
};

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

async function formFor(as: string): Promise<string> {
  return (await system.ask('GET', path, { as })).text();
}

const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

function send(as: string, fields: Record<string, string>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return system.ask('POST', path, { as, body: new URLSearchParams(fields).toString(), headers });
}

async function report(as: string, fields: Record<string, string> = reported): Promise<Response> {
  return send(as, { nonce: nonceIn(await formFor(as)), ...fields });
}

const caseIn = (answer: Response): string => answer.headers.get('location')?.split('/').at(-1) ?? '';

test('an operator reports an incident by a form and comes to its page, as exactly as it was known', async () => {
  const answer = await report('r-visser', { ...reported, occurredFrom: '2026-03', externalId: 'INC-17' });

  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/operations/breaches/${caseIn(answer)}`]);
  const breach = await system.json(200, 'GET', `/v1/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' });
  expect(breach).toMatchObject({
    ...{ roles: ['controller'], aspects: ['confidentiality'], channel: 'operations', externalId: 'INC-17' },
    anchors: {
      firstInformedAt: [{ precision: 'minute', source: 'outsider' }],
      occurredFrom: [{ at: '2026-02-28T23:00:00.000Z', precision: 'month', source: 'estimate' }],
    },
  });
  expect(breach).not.toHaveProperty('owner');
});

test('whoever takes steps for the service that is named owns the incident, and a service that nobody knows is refused', async () => {
  const answer = await report('r-visser', { ...reported, service: 'payroll' });
  const breach = await system.json(200, 'GET', `/v1/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' });
  expect(breach).toMatchObject({ services: ['payroll'], owner: 's-haddad' });

  const body = {
    ...{ roles: ['controller'], summary: 'A mailbox was opened from abroad.', aspects: ['confidentiality'] },
    anchors: { firstInformedAt: { on: '2026-03-03', source: 'logs' } },
  };
  const asked = (services: readonly string[]) =>
    system.ask('POST', '/v1/breaches', {
      as: 'm-adeyemi',
      key: `services-${services.join('-')}`,
      body: { ...body, services },
    });
  expect((await asked(['payroll', 'unheard-of'])).status).toBe(422);
  expect((await asked(['customer-care'])).status).toBe(201);
});

test('the form names the processor that told us: we are aware, and the register says whether it kept its contract, GDPR Art. 33(2)', async () => {
  expect(await formFor('r-visser')).toContain('<option value="deltahost">Deltahost BV</option>');
  const chain = { toldBy: 'deltahost', subProcessorAwareAt: day, subProcessorAwareAtTime: time, source: 'processor' };
  const answer = await report('r-visser', { ...reported, 'roles-processor': 'yes', ...chain });

  const breach = await system.json(200, 'GET', `/v1/breaches/${caseIn(answer)}`, {
    as: 'm-adeyemi',
  });
  expect(breach).toMatchObject({
    ...{ channel: 'processor', awareness: 'aware', toldBy: { processor: 'deltahost', maxNotify: 'PT4H' } },
    anchors: { processorAwareAt: [{ source: 'processor' }], awareAt: [{ source: 'processor' }] },
  });
  const html = await (await system.ask('GET', `/operations/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' })).text();
  expect(html).toContain('by a processor, Deltahost BV, on');
  expect(html).toContain('Our processor tells us');
});

test('a processor that nobody knows, or that told us by another way than it does, is refused', async () => {
  const body = {
    ...{ roles: ['controller'], summary: 'A disk was lost.', aspects: ['confidentiality'], channel: 'processor' },
    anchors: { firstInformedAt: { on: '2026-03-03', source: 'processor' } },
  };
  const asked = async (key: string, chain: object) =>
    (await system.ask('POST', '/v1/breaches', { as: 'm-adeyemi', key, body: { ...body, ...chain } })).status;

  expect(await asked('told-by-nobody', { toldBy: 'unheard-of' })).toBe(422);
  expect(await asked('told-elsewhere', { toldBy: 'deltahost', channel: 'api' })).toBe(422);
  expect(await asked('told-by-deltahost', { toldBy: 'deltahost' })).toBe(201);
});

test('an incident manager who reports by the form owns the case, and may call it a drill', async () => {
  const answer = await report('m-adeyemi', { ...reported, 'drill-yes': 'yes', firstInformedAtTime: '' });

  const breach = await system.json(200, 'GET', `/v1/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' });
  expect(breach).toMatchObject({
    ...{ owner: 'm-adeyemi', drill: true },
    anchors: { firstInformedAt: [{ precision: 'day' }] },
  });
});

test('whoever may only report gets the reference, who looks by when, and no way to the case of a colleague', async () => {
  const answer = await report('l-peeters');
  const receipt = answer.headers.get('location') ?? '';
  expect(receipt).toBe(`${path}/${caseIn(answer)}`);

  const html = await (await system.ask('GET', receipt, { as: 'l-peeters' })).text();

  expect(html).toMatch(/<h1>B-\d{4}-\d{4} is reported<\/h1>/);
  expect(html).toContain('Somebody decides: a breach or not');
  expect(html).toContain('m.adeyemi@example.org');
  expect(html).not.toContain(reported.summary);
  expect((await system.ask('GET', receipt, { as: 'r-visser' })).status).toBe(404);
  expect((await system.ask('GET', `/operations/breaches/${caseIn(answer)}`, { as: 'l-peeters' })).status).toBe(403);
});

test('what a report lacks is named by its field, and what was typed is kept', async () => {
  const answer = await report('l-peeters', { summary: 'A laptop is gone.', controller: 'example-cloud', source: '' });

  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('>A laptop is gone.</textarea>');
  for (const field of ['aspects', 'roles', 'firstInformedAt', 'source']) expect(html).toContain(`href="#f-${field}"`);
});

test('what the law knows better is told in its words, and the form can be sent again', async () => {
  const vague = await report('l-peeters', { ...reported, firstInformedAt: day.slice(0, 7), firstInformedAtTime: '' });
  const html = await vague.text();
  expect([vague.status, html]).toEqual([422, expect.stringContaining('say at least the day')]);

  const again = await send('l-peeters', { nonce: nonceIn(html), ...reported });

  expect(again.status).toBe(303);
});

const promised = {
  ...{ restorationPeriod: '8 hours', 'promise-1-source': 'Code of conduct, 5.13', 'promise-1-period': '3 Days' },
  ...{ 'promise-1-anchor': 'firstInformedAt', 'promise-3-source': 'Contract of 2024', 'promise-3-period': '1 month' },
};

test('GDPR Art. 32(1)(c): a report says how soon data are to be back, and each promise has a clock of its own', async () => {
  const away = { ...reported, 'aspects-availability': 'yes' };
  const answer = await report('r-visser', { ...away, ...promised, 'promise-3-anchor': 'detectedAt' });

  const breach = await system.json(200, 'GET', `/v1/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' });
  expect(breach).toMatchObject({
    restorationPeriod: 'PT8H',
    commitments: [
      { id: 'promise-1', source: 'Code of conduct, 5.13', anchor: 'firstInformedAt', period: 'P3D' },
      { id: 'promise-3', source: 'Contract of 2024', anchor: 'detectedAt', period: 'P1M' },
    ],
  });
  const html = await (await system.ask('GET', `/operations/breaches/${caseIn(answer)}`, { as: 'm-adeyemi' })).text();
  for (const clock of ['Data available again', 'Code of conduct, 5.13']) expect(html).toContain(clock);
});

test('what is wrong with a promise is told beside its own field, and the promises stand open', async () => {
  const answer = await report('r-visser', { ...reported, ...promised, restorationPeriod: 'soon' });

  expect(answer.status).toBe(422);
  const html = await answer.text();
  for (const field of ['restorationPeriod', 'promise-3-anchor']) expect(html).toContain(`href="#f-${field}"`);
  expect(html).not.toMatch(/href="#f-promise-(1|2)/);
  expect(html).toMatch(/<details open>\s*<summary>Periods that we promised/);
});

test('a report sent twice is one case, and other words under it are none', async () => {
  const nonce = nonceIn(await formFor('r-visser'));

  const [first, again] = [
    await send('r-visser', { nonce, ...reported }),
    await send('r-visser', { nonce, ...reported }),
  ];
  const other = await send('r-visser', { nonce, ...reported, summary: 'Something else.' });

  expect([first.status, again.headers.get('location')]).toEqual([303, first.headers.get('location')]);
  expect(other.status).toBe(422);
});

test('GDPR Art. 4(12): the form says in plain words what an incident is, and nothing is chosen in advance', async () => {
  const html = await formFor('t-bakker');

  for (const kind of ['Seen by others', 'Changed', 'Lost or out of reach']) expect(html).toContain(`<b>${kind}</b>`);
  expect(html).not.toMatch(/\schecked|type="time" value="[^"]/);
  expect(html).not.toContain('This is a drill');
});

test('the operations room leads everybody who may report an incident to the form', async () => {
  const room = async (as: string) => (await system.ask('GET', '/operations?kind=breach', { as })).text();

  expect(await room('m-adeyemi')).toContain(`class="button quiet" href="${path}"`);
  expect(await room('k-lindqvist')).not.toContain(path);
});
