import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

const [manager, agent] = ['m-adeyemi', 'l-peeters'];
const summary = 'A mailbox was opened from abroad.';
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

/** Taken down by this person, who stays the reporter's contact. */
async function takenBy(as: string): Promise<string> {
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', {
    as,
    body: {
      ...{ roles: ['controller'], summary, aspects: ['confidentiality'], firstContact: as },
      anchors: { firstInformedAt: { at: new Date().toISOString(), source: 'outsider' } },
    },
  });
  return String(caseId);
}

const told = () => ({ what: 'thanks', text: 'Thank you: the mailbox is closed.', at: new Date().toISOString() });
const tell = (caseId: string, status: number, as = agent) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/contact-reports`, { as, body: told() });
const stepOf = (caseId: string, step = 'contact-reports') => `/operations/breaches/${caseId}/steps/${step}`;
const shown = async (address: string, as = agent) => (await system.ask('GET', address, { as })).text();
const openings = async (caseId: string) => {
  const { rowCount } = await system.database.pool.query(
    'SELECT 1 FROM duly.access_record WHERE case_id = $1 AND actor_id = $2',
    [caseId, agent],
  );
  return rowCount;
};

test('an agent who is the first contact writes down what the reporter was told, and takes no other step', async () => {
  const caseId = await takenBy(agent);

  await tell(caseId, 200);
  await system.json(403, 'POST', `/v1/breaches/${caseId}/notes`, { as: agent, body: { text: 'They called again.' } });

  const breach = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  expect(breach).toMatchObject({ firstContact: agent, reporterTold: [{ what: 'thanks' }] });
});

test('an agent learns of the step that it was taken, not how far the case is, and asking again tells no more', async () => {
  const caseId = await takenBy(agent);
  const { reference } = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
  const [body, path] = [told(), `/v1/breaches/${caseId}/contact-reports`];
  const telling = (as: string, key: string) => system.json(200, 'POST', path, { as, body, key });

  expect(await telling(agent, 'thanked-once')).toEqual({ reference });
  expect(await telling(agent, 'thanked-once')).toEqual({ reference });
  const reasons = 'the agent is on leave';
  const standing = await system.json(200, 'POST', path, { as: manager, body: { ...body, reasons } });
  expect(Object.keys(standing).sort()).toEqual(['dueAt', 'phase', 'position']);
});

test('of a breach with another first contact an agent learns nothing, not even that it is there', async () => {
  const caseId = await takenBy(manager);

  await tell(caseId, 404);
  const [form, nowhere] = [await system.ask('GET', stepOf(caseId), { as: agent }), await tell('z'.repeat(26), 404)];
  expect(form.status).toBe(404);
  expect(nowhere).toMatchObject({ detail: 'There is no such breach.' });
  expect(await openings(caseId)).toBe(0);
});

test('the form of an agent shows the reference and what may be said, and no way into the case', async () => {
  const caseId = await takenBy(agent);
  const body = { text: 'We look into it and call back at noon.' };
  await system.json(200, 'POST', `/v1/breaches/${caseId}/holding-statement`, { as: manager, body });

  const form = await shown(stepOf(caseId));

  expect(form).toMatch(/B-\d{4}-\d{4}/);
  expect(form).toContain('We look into it and call back at noon.');
  expect(form).not.toContain(summary);
  expect(form).not.toContain(`"/operations/breaches/${caseId}"`);
  expect(await shown('/operations/holding-statements')).toContain(`href="${stepOf(caseId)}"`);
  expect(await shown('/operations/holding-statements', manager)).not.toContain(`href="${stepOf(caseId)}"`);
  expect(await shown(`/operations/breaches/new/${caseId}`)).toContain(`href="${stepOf(caseId)}"`);
  expect((await system.ask('GET', stepOf(caseId, 'notes'), { as: agent })).status).toBe(403);
  expect(await openings(caseId)).toBeGreaterThan(0);
});

test('an agent who sent the form comes back to what may be said', async () => {
  const caseId = await takenBy(agent);
  const nonce = /name="nonce" value="([^"]+)"/.exec(await shown(stepOf(caseId)))?.[1] ?? '';
  const at = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' },
  })
    .format(new Date())
    .replace(' ', 'T');

  const sent = await system.ask('POST', stepOf(caseId), {
    as: agent,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ nonce, what: 'result', text: 'The mailbox is closed.', at }).toString(),
  });

  expect(sent.headers.get('location')).toBe('/operations/holding-statements?done=contact-reports');
  expect(await shown(sent.headers.get('location') ?? '')).toContain('Done: Record what the reporter was told.');
});
