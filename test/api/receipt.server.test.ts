import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const byPhone = {
  ...{ channel: 'phone', receivedAt: '2026-01-05T10:00', controller: 'example-cloud', right: 'access' },
  ...{ language: 'en', name: 'Ilse Terpstra', mail: '', phone: '+31 20 555 00', postalAddress: '', text: 'All of it.' },
};

async function opened(as: string): Promise<string> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...byPhone, nonce: randomUUID() })) body.append(name, value);
  const headers = { authorization: `Bearer ${system.tokenOf(as)}` };
  const init = { method: 'POST', redirect: 'manual', body, headers } as const;
  return (await fetch(new URL('/operations/new', system.url), init)).headers.get('location') ?? '';
}

const show = (path: string, as: string) => system.ask('GET', path, { as, headers: { accept: 'text/html' } });

test('an agent who opens a case is led to its reference and date, and to nothing that was typed', async () => {
  const path = await opened('l-peeters');
  const answer = await show(path, 'l-peeters');
  const html = await answer.text();

  expect(path).toMatch(/^\/operations\/new\/[0-9a-z]{26}$/);
  expect(answer.status).toBe(200);
  expect(html).toMatch(/<h1>S-2026-\d{4} is open</);
  expect(html).toContain('Thursday 5 February 2026, 24:00');
  expect(html).not.toMatch(/Terpstra|555 00|All of it/);
});

test('the receipt is on record as a look at the case, and is for whoever opened it alone', async () => {
  const path = await opened('l-peeters');
  const caseId = path.split('/').at(-1) ?? '';
  await show(path, 'l-peeters');
  const { rows } = await system.database.pool.query('SELECT access FROM duly.access_record WHERE case_id = $1', [
    caseId,
  ]);

  expect(rows).toEqual([{ access: 'case-opened' }]);
  expect((await show(path, 'r-visser')).status).toBe(404);
  expect((await show(`/operations/cases/${caseId}`, 'l-peeters')).status).toBe(403);
});

test('what an agent takes down has no owner yet, and what an operator takes down has them', async () => {
  const ownerOf = async (path: string) => {
    const caseId = path.split('/').at(-1) ?? '';
    return (await system.json(200, 'GET', `/v1/subject-requests/${caseId}`, { as: 'j-smit' })).owner;
  };
  const ofOperator = await opened('r-visser');

  expect(ofOperator).toMatch(/^\/operations\/cases\//);
  expect(await ownerOf(ofOperator)).toBe('r-visser');
  expect(await ownerOf(await opened('l-peeters'))).toBeUndefined();
});
