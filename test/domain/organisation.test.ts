import { beforeAll, describe, expect, test } from 'vitest';
import {
  controllerOf,
  deputiesOf,
  mayActAs,
  mayApprove,
  personOf,
  recipientOf,
  recipientsOfAlert,
} from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import { articleFifteenInformation } from '../../domain/processing-record.js';
import { readOrganisation } from '../../organisation/read.js';
import { readProcessingRecords } from '../../organisation/processing-records.js';

let org: Organisation;
beforeAll(async () => {
  org = await readOrganisation('examples/organisation.yaml');
});

const ids = (people: readonly { readonly id: string }[]): readonly string[] => people.map(({ id }) => id);

describe('who may act for whom', () => {
  test.each([
    ['the day before', '2026-08-02', false],
    ['the first day', '2026-08-03', true],
    ['the last day', '2026-08-23', true],
    ['the day after', '2026-08-24', false],
  ])('a deputy holds the office of the decider on %s: %s is %s', (_when, on, may) => {
    expect(mayActAs(org, 's-haddad', 'decider', on)).toBe(may);
    expect(ids(deputiesOf(org, 'n-okafor', on))).toEqual(may ? ['s-haddad'] : []);
  });

  test('an office of one’s own is held every day, a strange one never', () => {
    expect(mayActAs(org, 'n-okafor', 'decider', '2026-08-10')).toBe(true);
    expect(mayActAs(org, 'r-visser', 'decider', '2026-08-10')).toBe(false);
    expect(mayActAs(org, 'nobody', 'operator', '2026-08-10')).toBe(false);
    expect(mayActAs(org, 'r-visser', 'service', '2026-08-10')).toBe(false);
  });

  test('a deputy passes the office on to nobody', () => {
    expect(mayActAs(org, 'r-visser', 'incident-manager', '2026-07-12')).toBe(true);
    expect(mayActAs(org, 's-haddad', 'incident-manager', '2026-07-13')).toBe(false);
  });

  test('two accounts of one person do not count as two', () => {
    expect(personOf(org, 's-haddad-admin')?.id).toBe('s-haddad');
    expect(personOf(org, 'unknown')).toBeUndefined();
  });

  test.each([
    ['the decider', 'n-okafor', '2026-08-10', true],
    ['the dated deputy of the decider', 's-haddad', '2026-08-10', true],
    ['the deputy out of time', 's-haddad', '2026-09-10', false],
    ['the data protection officer', 'j-smit', '2026-08-10', false],
    ['nobody', '', '2026-08-10', false],
  ])('a refusal may be approved by %s: %s, %s is %s', (_who, approver, on, may) => {
    expect(mayApprove(org, 'refusal', approver, on)).toBe(may);
  });
});

describe('whom to tell and whom to name', () => {
  test('an alert goes to the owner, then the deputy of the day, then the DPO', () => {
    expect(ids(recipientsOfAlert(org, { owner: 'r-visser', on: '2026-07-20' }))).toEqual([
      'r-visser',
      's-haddad',
      'j-smit',
    ]);
    expect(ids(recipientsOfAlert(org, { owner: 'r-visser', on: '2026-09-01' }))).toEqual(['r-visser', 'j-smit']);
  });

  test('an alert about a case without an owner, or of one who left, reaches all operators and the DPO, each once', () => {
    const everybody = ['r-visser', 's-haddad', 'j-smit'];
    expect(ids(recipientsOfAlert(org, { on: '2026-07-20' }))).toEqual(everybody);
    expect(ids(recipientsOfAlert(org, { owner: 'left', on: '2026-07-20' }))).toEqual(everybody);
    expect(ids(recipientsOfAlert(org, { owner: 'j-smit', on: '2026-07-20' }))).toEqual(['j-smit']);
  });

  test('an alert about a breach goes to its owner, the incident managers and the DPO', () => {
    const breach = { kind: 'breach', on: '2026-09-01' } as const;
    expect(ids(recipientsOfAlert(org, breach))).toEqual(['m-adeyemi', 'j-smit']);
    expect(ids(recipientsOfAlert(org, { ...breach, owner: 'r-visser' }))).toEqual(['r-visser', 'm-adeyemi', 'j-smit']);
  });

  test('a controller is known with its Member State, zone and supervisory authority', () => {
    expect(controllerOf(org, 'example-cloud-berlin')).toMatchObject({
      memberState: 'DE',
      region: 'BE',
      timeZone: 'Europe/Berlin',
      supervisoryAuthority: { url: 'https://www.datenschutz-berlin.de' },
    });
    expect(controllerOf(org, 'acme')).toBeUndefined();
  });

  test('Art. 4(9): a processor is a recipient', () => {
    expect(recipientOf(org, 'northmail')?.name).toBe('Northmail Delivery Inc.');
    expect(recipientOf(org, 'incasso')?.name).toBe('Voorbeeld Incasso BV');
    expect(recipientOf(org, 'payroll')).toBeUndefined();
  });
});

describe('the information of an access answer', () => {
  test('Art. 15(1)(c): recipients are named, in the language of the letter', async () => {
    const records = await readProcessingRecords('examples/processing-records.json', org);
    const recipients = [...org.recipients, ...org.processors];
    const authority = { name: 'Autoriteit Persoonsgegevens', url: 'https://www.autoriteitpersoonsgegevens.nl' };

    const information = articleFifteenInformation(records.slice(0, 1), recipients, authority, 'nl');

    expect(information.activities[0]).toMatchObject({
      name: 'Klantenservice',
      recipients: ['Northmail Delivery Inc.', 'Deltahost BV'],
      period: 'twee jaar nadat een vraag is afgesloten',
      transfers: [{ recipient: 'Northmail Delivery Inc.', country: 'US', article: '46(2)(c)' }],
    });
    expect(information.rights).toEqual(['rectification', 'erasure', 'restriction', 'objection']);
    expect(() => articleFifteenInformation(records, [], authority, 'nl')).toThrow('names an unknown recipient');
  });
});
