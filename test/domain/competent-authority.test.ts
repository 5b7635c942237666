import { expect, test } from 'vitest';
import { competentAuthorityFor } from '../../domain/competent-authority.js';
import type { AffectedCountry } from '../../domain/competent-authority.js';
import type { MemberState } from '../../domain/member-state.js';

type Expected = readonly [competent: string, lead: string | undefined, concerned: string];
type Row = readonly [what: string, MemberState, readonly MemberState[], readonly AffectedCountry[], Expected];

const rows: readonly Row[] = [
  ['one establishment, people at home, Art. 55(1)', 'NL', [], ['NL'], ['NL', undefined, '']],
  ['one establishment, nobody named yet', 'NL', [], [], ['NL', undefined, '']],
  ['one establishment, people in two states, Art. 4(23), 56(1)', 'NL', [], ['NL', 'DE'], ['NL', 'NL', 'DE NL']],
  ['one establishment, people of one other state alone, Art. 4(23)(b)', 'NL', [], ['FR'], ['NL', undefined, 'FR']],
  ['two establishments, people at home, Art. 4(22)', 'DE', ['FR'], ['DE'], ['DE', 'DE', 'DE FR']],
  ['an EEA state that is no Member State', 'NO', [], ['NO', 'SE'], ['NO', 'NO', 'NO SE']],
  ['people in the United Kingdom too, UK GDPR Art. 33(1)', 'IE', [], ['IE', 'GB'], ['IE GB', undefined, '']],
  ['people in Switzerland too', 'AT', [], ['AT', 'CH'], ['AT', undefined, '']],
  ['a British controller, people in the EEA', 'GB', [], ['NL', 'DE', 'NL'], ['DE NL GB', undefined, 'DE NL']],
  ['a British controller with one establishment in the EEA', 'GB', ['IE'], ['IE', 'FR'], ['IE GB', 'IE', 'FR IE']],
  [
    'a British controller with two, of which none leads, Art. 4(16)(a)',
    'GB',
    ['IE', 'FR'],
    ['DE'],
    ['DE FR IE GB', undefined, 'DE FR IE'],
  ],
  ['a British controller, people at home', 'GB', [], ['GB'], ['GB', undefined, '']],
];

test.each(rows)(
  'Art. 4(16), 4(22), 4(23), 56(1): the competent authority with %s',
  (_what, memberState, others, affected, [competent, lead, concerned]) => {
    const found = competentAuthorityFor({ memberState, others }, affected);

    expect([found.competent.join(' '), found.lead, found.concerned.join(' ')]).toEqual([competent, lead, concerned]);
    expect(found.reasons.length).toBeGreaterThan(0);
  },
);

test('EDPB Guidelines 9/2022, para. 73: without an establishment in the EEA no authority leads', () => {
  const { lead, reasons } = competentAuthorityFor({ memberState: 'GB', others: [] }, ['FR', 'CH']);

  expect(lead).toBeUndefined();
  expect(reasons.map(({ article }) => article)).toEqual([
    'EDPB Guidelines 9/2022, para. 73',
    'UK GDPR Art. 33(1)',
    'Swiss FADP, Art. 24',
  ]);
});
