import { beforeAll, describe, expect, test } from 'vitest';
import { ownerByService, recipientsOfAlert } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import { calledAt, circlesOf, urgencyOf } from '../../domain/paging.js';
import { readOrganisation } from '../../organisation/read.js';

let org: Organisation;
beforeAll(async () => {
  org = await readOrganisation('examples/organisation.yaml');
});

const on = '2026-09-01';
const ids = (people: readonly { readonly id: string }[]): readonly string[] => people.map(({ id }) => id);

describe('who is called of a breach', () => {
  test.each([
    [0, ['t-bakker']],
    [1, ['t-bakker', 's-haddad']],
    [2, ['t-bakker', 's-haddad', 'm-adeyemi']],
    [3, ['t-bakker', 's-haddad', 'm-adeyemi', 'j-smit']],
    [9, ['t-bakker', 's-haddad', 'm-adeyemi', 'j-smit']],
  ])('at rung %d of a service one circle more is called, and none is left out: %j', (rung, called) => {
    expect(ids(calledAt(org, { services: ['payroll'], on }, rung))).toEqual(called);
  });

  test('who stands in on that day is called with the owner', () => {
    const [first] = circlesOf(org, { owner: 'r-visser', on: '2026-07-20' });
    expect(ids(first ?? [])).toEqual(['r-visser', 's-haddad']);
  });

  test('without owner and service the incident managers are the first who are called', () => {
    expect(circlesOf(org, { on }).map(ids)).toEqual([['m-adeyemi'], ['j-smit']]);
  });

  test('whoever answers for a service that is concerned is written to from the beginning', () => {
    const about = { kind: 'breach', owner: 'm-adeyemi', services: ['payroll'], on } as const;
    expect(ids(recipientsOfAlert(org, about))).toEqual(['m-adeyemi', 't-bakker', 's-haddad', 'j-smit']);
  });

  test('a reminder wakes nobody, a clock that has ended does', () => {
    expect([urgencyOf('clock-soon'), urgencyOf('clock-late'), urgencyOf('incident-reported')]).toEqual([
      ...['low', 'high', 'high'],
    ]);
  });
});

test('the owner by service is the first who answers for it and takes the steps of a breach', () => {
  expect(ownerByService(org, ['customer-care', 'payroll'], on)).toBe('r-visser');
  expect(ownerByService(org, ['payroll'], on)).toBe('s-haddad');
  expect(ownerByService(org, [], on)).toBeUndefined();
});
