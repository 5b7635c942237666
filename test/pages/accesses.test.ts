import { expect, test } from 'vitest';
import { accesses } from '../../domain/access.js';
import type { KeptAccess } from '../../domain/access.js';
import { readOrganisation } from '../../organisation/read.js';
import { accessesView } from '../../pages/accesses.view.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const view = (kept: readonly KeptAccess[], next?: string) =>
  accessesView({
    ...{ caseId: 'c 1', kind: 'subject-request' as const, reference: 'S-2026-0031', accesses: kept, organisation },
    ...{ timeZone: 'Europe/Amsterdam', next, isFirst: next === undefined },
  });
const anAccess = (overrides: Partial<KeptAccess> = {}): KeptAccess => ({
  ...{ accessId: '7', access: 'case-opened', actor: { role: 'dpo', id: 'j-smit' } },
  ...{ minute: '2026-03-20T15:50:00.000Z', count: 1 },
  ...overrides,
});

test('Art. 39(1)(b): who watches over a case reads who looked, as what, when and how often', () => {
  const person = organisation.people.find(({ id }) => id === 'j-smit')?.name;

  expect(view([anAccess({ count: 3 })]).rows).toEqual([
    {
      datetime: '2026-03-20T15:50:00.000Z',
      at: 'Friday 20 March 2026, 16:50',
      who: person,
      role: 'data protection officer',
      what: 'opened it',
      times: '3 times',
    },
  ]);
});

test('whom the organisation file does not know is told apart by pseudonym', () => {
  expect(view([anAccess({ actor: { role: 'operator', id: 'p-4711' } })]).rows[0]).toMatchObject({ who: 'p-4711' });
});

test.each(accesses)('an access is told in words: %s', (access) => {
  expect(view([anAccess({ access })]).rows[0]?.what).toMatch(/^[a-z][a-zA-Z ]+$/);
});

test('a long list goes on, and leads back', () => {
  expect(view([anAccess()])).not.toHaveProperty('first');
  expect(view([anAccess()], '7')).toMatchObject({
    first: '/operations/cases/c%201/accesses',
    next: '/operations/cases/c%201/accesses?cursor=7',
  });
});
