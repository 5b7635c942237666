import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OrganisationRefused, parseOrganisation, readOrganisation } from '../../organisation/read.js';

const example = readFileSync('examples/organisation.yaml', 'utf8');

function problemsOf(text: string): readonly string[] {
  try {
    parseOrganisation(text);
    return [];
  } catch (error) {
    if (!(error instanceof OrganisationRefused)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
}

function withChange(from: string, to: string): string {
  expect(example).toContain(from);
  return example.replace(from, to);
}

describe('the example', () => {
  test('is complete: every office is held, and every letter has its court', async () => {
    const org = await readOrganisation('examples/organisation.yaml');

    expect(org.organisation.name).toBe('Example Cloud BV');
    expect(new Set(org.people.flatMap(({ roles }) => roles)).size).toBe(7);
    expect(org.controllersInHouse.map(({ id }) => id)).toContain('voorbeeldstad-college');
  });

  test('keeps names of secrets as names', async () => {
    const org = await readOrganisation('examples/organisation.yaml');

    expect(org.systems.map(({ token, url }) => token ?? url)).toEqual([
      'env:DULY_SECRET_RT_TOKEN',
      'env:DULY_SECRET_PAYROLL_URL',
      'env:DULY_SECRET_CRM_URL',
    ]);
  });

  test('has the same version with another comment, and another with another mail address', () => {
    const { version } = parseOrganisation(example);

    expect(parseOrganisation(`# A comment\n${example}`).version).toBe(version);
    expect(parseOrganisation(withChange('j.smit@example.org', 'smit@example.org')).version).not.toBe(version);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown key', 'privacyMailbox:', 'mailbox: x\n  privacyMailbox:', '/contact/mailbox: there is no such key'],
    [
      'a zone that does not exist',
      'Europe/Berlin',
      'Europe/Bonn',
      '/controllersInHouse/1/timeZone: expected a time zone',
    ],
    [
      'a pager without its address',
      'mail: t.bakker@example.org',
      'mail: t.bakker@example.org\n    pager: { by: goalert, key: env:DULY_SECRET_PAGER }',
      '/people/7/pager/url: expected the url of the pager as well',
    ],
    [
      'a pager whose key stands in the file',
      'mail: t.bakker@example.org',
      'mail: t.bakker@example.org\n    pager: { by: pagerduty, key: R0UT1NGKEY }',
      '/people/7/pager/key: put the secret into the environment',
    ],
    [
      'a place of announcements that is given twice',
      'place: chat',
      'place: help-desk',
      '/announcements/1/place: this place is given twice',
    ],
    ['a place of announcements that nobody knows', 'place: chat', 'place: radio', '/announcements/1/place'],
    ['an offset for a zone', 'Europe/Berlin', "'+02:00'", '/controllersInHouse/1/timeZone: expected a time zone'],
    [
      'a country that is no Member State',
      'memberState: DE',
      'memberState: XX',
      '/controllersInHouse/1/memberState: expected',
    ],
    [
      'an owner nobody knows',
      'id: payroll, owner: t-bakker',
      'id: payroll, owner: t-baker',
      '/services/0/owner: names nothing in people',
    ],
    [
      'an account for an owner',
      'id: payroll, owner: t-bakker',
      'id: payroll, owner: s-haddad-admin',
      '/services/0/owner: names nothing',
    ],
    [
      'an authority nobody knows',
      'supervisoryAuthority: de-be',
      'supervisoryAuthority: de-by',
      '/controllersInHouse/1/supervisoryAuthority: names nothing',
    ],
    ['an id given twice', 'id: muster', 'id: acme', '/controllers/1/id: this id is given twice'],
    [
      'an account that is somebody else',
      '[s-haddad-admin]',
      '[r-visser]',
      '/people/1/accounts/0: this id is given twice',
    ],
    [
      'one mail address for two people',
      's.haddad@example.org',
      'R.Visser@example.org',
      '/people/1/mail: two people have this mail address',
    ],
    [
      'a period that ends before it begins',
      'to: 2026-08-23',
      'to: 2026-08-02',
      '/people/2/deputies/0/to: the period ends before it begins',
    ],
    [
      'a contract that ends before it begins',
      'to: 2027-03-31',
      'to: 2024-03-31',
      '/controllers/1/contract/to: the period ends before it begins',
    ],
    [
      'a day that does not exist',
      'to: 2026-08-23',
      'to: 2026-02-30',
      '/people/2/deputies/0/to: expected a date that exists',
    ],
    [
      'a period nobody can read',
      'maxNotify: PT1H',
      'maxNotify: 1 hour',
      '/controllers/0/contract/maxNotify: expected a period',
    ],
    [
      'a telephone number read as a number',
      "'+31 20 555 01 06'",
      '+31205550106',
      '/people/7/phone: expected a telephone number in quotation marks',
    ],
    [
      'a mail address with a line break',
      'privacy@example.org',
      '"privacy@example.org\\r\\nBcc: a@b.nl"',
      '/contact/privacyMailbox: expected a mail address',
    ],
    ['a name of two lines', 'name: Rik Visser', 'name: "Rik\\nVisser"', '/people/0/name: expected one line'],
    ['a role for machines', 'roles: [auditor]', 'roles: [service]', '/people/6/roles/0: Invalid option'],
    ['a rule pack that is not law', 'eu-gdpr@1', 'eu-gdpr@2-pending', '/rulePacks/0: expected one of'],
    [
      'a one-sided joint arrangement',
      'jointWith: [voorbeeldstad-college]',
      'jointWith: []',
      '/controllersInHouse/2/jointWith/0: expected another controller',
    ],
    [
      'a person as their own deputy',
      'id: s-haddad, from: 2026-07-13',
      'id: r-visser, from: 2026-07-13',
      '/people/0/deputies/0/id: nobody deputises for themselves',
    ],
    [
      'approval by the same one person',
      'erasure: [operator, decider]',
      'erasure: [decider, decider]',
      '/approvals/erasure: no two people hold these roles',
    ],
    ['no DPO to be warned last', 'roles: [dpo]', 'roles: [operator]', '/people: expected somebody with the role dpo'],
    ['a data map elsewhere', 'data-maps/crm.yaml', '../../etc/crm.yaml', '/systems/2/dataMap: expected the path'],
  ])('the file is refused for %s', (_what, from, to, problem) => {
    expect(problemsOf(withChange(from, to)).join('\n')).toContain(problem);
  });

  test('a text in a language nobody writes is no fault, so that a language can be prepared', () => {
    expect(problemsOf(withChange('languages: [en, nl, de, fr]', 'languages: [en]'))).toEqual([]);
  });

  test('a missing court text in a language of the letters', () => {
    const text = example.replace(/ {6}fr: >-\n {8}Vous pouvez saisir les tribunaux[^\n]*\n[^\n]*\n/, '');

    expect(problemsOf(text)).toEqual([
      '/controllersInHouse/1/judicialRemedy/fr: expected a text in fr: letters are written in it',
    ]);
  });

  test('Art. 38(6): a DPO who decides, by office or as a deputy', () => {
    expect(problemsOf(withChange('roles: [dpo]', 'roles: [dpo, decider]'))).toEqual([
      expect.stringContaining('/people/3/roles: a data protection officer cannot be the decider'),
    ]);
    expect(problemsOf(withChange('id: s-haddad, from: 2026-08-03', 'id: j-smit, from: 2026-08-03'))).toEqual([
      expect.stringContaining('/people/2/deputies/0/id: a data protection officer cannot be the decider'),
    ]);
  });

  test.each([
    ['a token as it is', 'env:DULY_SECRET_RT_TOKEN', 'hunter2-hunter2', '/systems/0/token'],
    ['another variable of the environment', 'env:DULY_SECRET_RT_TOKEN', 'env:DATABASE_URL', '/systems/0/token'],
    ['an address from another variable', 'env:DULY_SECRET_CRM_URL', 'env:RT_URL', '/systems/2/url'],
    ['an address with a password', 'https://rt.example.org', 'https://root:hunter2@rt.example.org', '/systems/0/url'],
    ['a database with a password', 'env:DULY_SECRET_CRM_URL', 'postgres://a:hunter2@db/crm', '/systems/2/url'],
    [
      'an address with a key behind it',
      'https://rt.example.org',
      'https://rt.example.org/?key=hunter2',
      '/systems/0/url',
    ],
    ['a private key in a text', 'text: Privacy desk', 'text: -----BEGIN PRIVATE KEY----- hunter2', '/mandate/text'],
  ])('a secret: %s, and the report does not repeat it', (_what, from, to, pointer) => {
    const text = withChange(from, to);

    expect(problemsOf(text).join('\n')).toContain(pointer);
    expect(() => parseOrganisation(text)).not.toThrow('hunter2');
  });

  test('everything wrong is said at once, with its line, in the order of the file', () => {
    const broken = example
      .replace('timeZone: Europe/Berlin', 'timeZone: Europe/Bonn')
      .replace('to: 2026-08-23', 'to: 2026-08-02')
      .replace('privacyMailbox: privacy@example.org', '')
      .replace('id: muster', 'id: acme');
    const lineOf = (text: string): number => broken.split('\n').findLastIndex((line) => line.includes(text)) + 1;

    let refused: unknown;
    try {
      parseOrganisation(broken);
    } catch (error) {
      refused = error;
    }
    const problems = refused instanceof OrganisationRefused ? refused.problems : [];
    expect(problems.map(({ line, pointer }) => [line, pointer])).toEqual([
      [lineOf('Europe/Bonn'), '/controllersInHouse/1/timeZone'],
      [broken.split('\n').indexOf('contact:') + 1, '/contact/privacyMailbox'],
      [lineOf('to: 2026-08-02'), '/people/2/deputies/0/to'],
      [lineOf('id: acme'), '/controllers/1/id'],
    ]);
  });

  test.each([
    ['an empty file', ''],
    ['a list', '- a\n- b'],
    ['the same key twice', 'people: []\npeople: []'],
    ['broken YAML', 'people: [unclosed'],
    ['a tag of its own', 'people: !!js/function x'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['more than a megabyte', '#'.repeat(1_000_001)],
  ])('%s is refused with a line', (_what, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});

describe('how an authority takes notifications', () => {
  const commented = '# notification: { by: form, url: https://www.example.org/notify }';

  test.each([
    [
      'a channel that no authority has',
      'by: fax',
      '/supervisoryAuthorities/1/notification/by: expected one of form, mail, endpoint',
    ],
    ['a mail channel without an address', 'by: mail', '/supervisoryAuthorities/1/notification/mail: '],
    [
      'an endpoint on an open line',
      'by: endpoint, url: http://authority.example/n, token: env:DULY_SECRET_A',
      '/supervisoryAuthorities/1/notification/url: expected an https:// address',
    ],
    [
      'an endpoint with a query',
      'by: endpoint, url: https://authority.example/n?a=b, token: env:DULY_SECRET_A',
      '/supervisoryAuthorities/1/notification/url: expected an https:// address',
    ],
    [
      'an endpoint whose token stands in the file',
      'by: endpoint, url: https://authority.example/n, token: T0KEN',
      '/supervisoryAuthorities/1/notification/token: put the secret into the environment',
    ],
    [
      'a key of another channel',
      'by: mail, mail: a@authority.example, token: env:DULY_SECRET_A',
      '/supervisoryAuthorities/1/notification/token: there is no such key',
    ],
  ])('is refused where it stands: %s', (_case, channel, expected) => {
    const text = withChange(commented, `notification: { ${channel} }`);
    const line = text.split('\n').findIndex((one) => one.includes(channel)) + 1;

    expect(problemsOf(text)).toHaveLength(1);
    expect(() => parseOrganisation(text)).toThrow(`line ${String(line)}: ${expected}`);
  });
});
