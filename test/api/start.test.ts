import { expect, test } from 'vitest';
import { inRoom } from '../support/room.js';
import type { Role } from '../../domain/actor.js';

test.each<[Role | undefined, string]>([
  [undefined, '/sign-in'],
  ['operator', '/operations'],
  ['decider', '/operations'],
  ['dpo', '/operations'],
  ['incident-manager', '/operations'],
  ['auditor', '/operations'],
  ['agent', '/operations/new'],
  ['system-owner', '/operations/breaches/new'],
])('the address without a path leads the role %s to %s', (role, home) =>
  inRoom(async ({ get }) => {
    const response = await get('/', role);

    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(home);
  }),
);

test.each<[Role, string]>([['service', 'Signed in as service']])(
  'a %s, for whom there is no page, is told so and can sign out',
  (role, title) =>
    inRoom(async ({ get }) => {
      const response = await get('/', role);
      const html = await response.text();

      expect(response.status).toBe(200);
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).toContain('<form action="/sign-out" method="post">');
      expect(html).not.toContain('href="/operations"');
    }),
);

test('an agent sees no way into rooms that stay closed to them', () =>
  inRoom(async ({ get }) => {
    const html = await (await get('/operations/new', 'agent')).text();

    expect(html).toContain('<h1>Open a case</h1>');
    expect(html).not.toMatch(/href="\/operations"/);
    expect(html).not.toContain('Closed cases');
  }));
