import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantOf } from '../../api/auth/permissions.js';
import type { Route } from '../../api/route.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;

/** One person of the example organisation for each role. */
const people = {
  operator: 'r-visser',
  decider: 'n-okafor',
  dpo: 'j-smit',
  'incident-manager': 'm-adeyemi',
  agent: 'l-peeters',
  auditor: 'k-lindqvist',
  'system-owner': 't-bakker',
  service: 'local-service',
} as const;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

function addressOf({ template }: Route): string {
  return template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => (name === 'caseId' ? 'z'.repeat(26) : '0'));
}

/** Streams that stay open are answered with their head; the rest of them is not read. */
async function statusOf(route: Route, as?: string): Promise<number> {
  const abort = new AbortController();
  const body = route.method === 'post' && route.contract.accepts === undefined ? {} : undefined;
  const answer = await system.ask(route.method.toUpperCase(), addressOf(route), { ...(as && { as }), body });
  abort.abort();
  await answer.body?.cancel();
  return answer.status;
}

describe('every route lets in just the roles that the table names', () => {
  test.each(Object.entries(people))('%s', async (role, id) => {
    const wrong: string[] = [];
    for (const route of system.routes) {
      const grant = grantOf(route.contract.action);
      const isAllowed = grant === 'public' || (grant as readonly string[]).includes(role);
      const status = await statusOf(route, id);
      // What a role may do is refused for other reasons than the role, if at all: there is no such case here.
      const isRoleRefused = status === 403;
      if (isAllowed === isRoleRefused) wrong.push(`${route.method} ${route.template}: ${String(status)}`);
    }

    expect(wrong).toEqual([]);
  });

  test('nobody: only what is public', async () => {
    const wrong: string[] = [];
    for (const route of system.routes) {
      const isPublic = grantOf(route.contract.action) === 'public';
      const status = await statusOf(route);
      if (isPublic === (status === 401)) wrong.push(`${route.method} ${route.template}: ${String(status)}`);
    }

    expect(wrong).toEqual([]);
  });
});

test('a role that is refused leaves an access record, counted per minute', async () => {
  const path = '/v1/subject-requests';
  for (let time = 0; time < 3; time += 1) await system.ask('POST', path, { as: 'k-lindqvist', body: {} });
  const { rows } = await system.database.pool.query<{ count: string; rows: string }>(
    `SELECT sum(count) AS count, count(*) AS rows FROM duly.access_record
     WHERE actor_id = 'k-lindqvist' AND access = 'role-refused'`,
  );

  expect(Number(rows[0]?.count)).toBeGreaterThanOrEqual(3);
  expect(Number(rows[0]?.rows)).toBeLessThanOrEqual(3);
});
