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
