import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseAlarm } from '../../database/alarms.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
beforeEach(async () => {
  await system.database.as('duly_owner').query('DELETE FROM duly.alarm');
});
afterAll(() => system.close());

const page = async (query: string): Promise<{ items: { code: string; cases: unknown[] }[]; next?: string }> =>
  (await system.json(200, 'GET', `/v1/alarms${query}`, { as: 'j-smit' })) as never;

test('alarms are paged by cursor, the newest first, without gap or repetition', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await raiseAlarm(system.database.pool, 'MailUnreadable', [id]);

  const first = await page('?limit=2');
  const second = await page(`?limit=2&cursor=${first.next ?? ''}`);
  const third = await page(`?limit=2&cursor=${second.next ?? ''}`);

  const cases = [first, second, third].flatMap(({ items }) => items.flatMap((item) => item.cases));
  expect(cases).toEqual(['e', 'd', 'c', 'b', 'a'].map((caseId) => ({ caseId, reference: null })));
  expect(third.next).toBeUndefined();
});

test('an alarm names the reference of its case and says that nobody was told yet', async () => {
  const { caseId, reference } = await system.json(201, 'POST', '/v1/subject-requests', {
    as: 'r-visser',
    body: { right: 'access', channel: 'phone', contact: { mail: 'ilse@example.com' } },
  });
  await raiseAlarm(system.database.pool, 'WorkflowMissing', [String(caseId)]);

  expect((await page('')).items).toMatchObject([
    { code: 'WorkflowMissing', count: 1, cases: [{ caseId, reference }], toldAt: null },
  ]);
});

test('a cursor that was never given out is refused, and an unknown field too', async () => {
  expect((await system.ask('GET', '/v1/alarms?cursor=first', { as: 'j-smit' })).status).toBe(422);
  expect((await system.ask('GET', '/v1/alarms?page=2', { as: 'j-smit' })).status).toBe(422);
});

test('the page of alarms and the way to it are there for the roles that may read them, and for no other', async () => {
  await raiseAlarm(system.database.pool, 'MessageForged');

  const seen = await system.ask('GET', '/operations/alarms', { as: 'm-adeyemi' });
  const room = await system.ask('GET', '/operations', { as: 'm-adeyemi' });
  const refused = await system.ask('GET', '/operations/alarms', { as: 'n-okafor' });
  const otherRoom = await system.ask('GET', '/operations', { as: 'n-okafor' });

  expect(await seen.text()).toContain('A message reached a case that Duly did not send.');
  expect(await room.text()).toContain('href="/operations/alarms"');
  expect(refused.status).toBe(403);
  expect(await otherRoom.text()).not.toContain('/operations/alarms');
});
