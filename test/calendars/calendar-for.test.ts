import { describe, expect, test } from 'vitest';
import { boundedCache } from '../../calendars/bounded-cache.js';
import { calendarFor, calendarForCase, isGenuine } from '../../calendars/calendar-for.js';
import { libraryHolidays, regionOf } from '../../calendars/library-holidays.js';
import { officialJournalDays } from '../../calendars/official-journal.js';
import { memberStates } from '../../domain/member-state.js';

const year = (memberState: string, of = 2026, region?: string) =>
  calendarFor({ memberState, region, from: `${of}-01-01`, until: `${of}-12-31` });
const datesOf = (days: readonly { readonly on: string }[] = []) => days.map(({ on }) => on);

describe('what binds', () => {
  test('Reg. 1182/71 Art. 2(1): a day binds where the Journal and the library both name it', () => {
    expect(datesOf(year('DE').holidays)).toEqual([
      ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14'],
      ...['2026-05-25', '2026-10-03', '2026-12-25', '2026-12-26'],
    ]);
    expect(year('DE')).toMatchObject({ complete: true, listedYears: [2026], expected: [], differences: [] });
  });

  test('Reg. 1182/71 Art. 2(1): a day that one source alone names does not bind, and the difference is told', () => {
    const { holidays, differences } = year('NL');

    expect(datesOf(holidays)).not.toContain('2026-04-03');
    expect(differences).toEqual([
      { on: '2026-04-03', name: 'public holiday', saidBy: 'official-journal' },
      { on: '2026-05-05', name: 'public holiday', saidBy: 'official-journal' },
    ]);
    expect(year('PL', 2025).differences).toEqual([
      { on: '2025-12-24', name: 'Christmas Eve', saidBy: 'date-holidays' },
    ]);
  });

  test('Reg. 1182/71 Art. 2(1): for every listed state what binds is in its list and in the library', () => {
    for (const state of memberStates) {
      const listed = officialJournalDays(state, 2026);
      if (listed === undefined) continue;
      const known = datesOf(libraryHolidays(state, 2026));
      const binding = datesOf(year(state).holidays);

      expect(binding.every((day) => listed.includes(day) && known.includes(day))).toBe(true);
      expect(binding.length).toBeGreaterThanOrEqual(8);
    }
  });

  test('Reg. 1182/71 Art. 2(1): a bank holiday binds where the list of the state names it, as in Finland', () => {
    expect(datesOf(year('FI').holidays)).toEqual(expect.arrayContaining(['2026-06-19', '2026-12-24']));
    expect(datesOf(year('FI').holidays)).not.toContain('2026-12-31');
    expect(datesOf(year('IE').holidays)).not.toContain('2026-04-03');
  });

  test('half a holiday is a working day, two days of New Year are two', () => {
    expect(datesOf(year('IS').expected)).not.toContain('2026-12-24');
    expect(datesOf(year('RO').holidays).slice(0, 2)).toEqual(['2026-01-01', '2026-01-02']);
  });

  test('Reg. 1182/71 Art. 2(1): in a year without a list nothing binds, and the holidays are only expected', () => {
    const { holidays, expected, complete, listedYears } = year('FR', 2028);

    expect({ holidays, complete, listedYears }).toEqual({ holidays: [], complete: false, listedYears: [] });
    expect(datesOf(expected)).toContain('2028-05-01');
    expect(datesOf(year('FI', 2027).expected)).toContain('2027-12-24');
    expect(datesOf(year('DE', 2027).expected)).not.toContain('2027-12-24');
  });

  test.each(['IT', 'CY', 'IS', 'LI', 'NO'])('%s has no list, so its calendar is not complete', (state) => {
    expect(year(state)).toMatchObject({ complete: false, holidays: [] });
    expect(year(state).expected.length).toBeGreaterThan(8);
  });

  test('in the United Kingdom the bank holidays of the library bind in every year', () => {
    expect(year('GB', 2028)).toMatchObject({ complete: true, expected: [] });
    expect(datesOf(year('UK').holidays)).toContain('2026-12-28');
  });
});

describe('places', () => {
  test('GR and EL are one state, as are GB and UK', () => {
    expect(year('EL')).toEqual(year('GR'));
    expect(year('UK').id).toBe(year('GB').id);
    expect(datesOf(year('EL').holidays)).toContain('2026-04-10');
  });

  test('a region brings its own days beside those of the state', () => {
    const bavaria = year('DE', 2026, 'DE-BY');

    expect(bavaria.region).toBe('BY');
    expect(datesOf(bavaria.holidays)).not.toContain('2026-06-04');
    expect(datesOf(bavaria.regional)).toEqual(expect.arrayContaining(['2026-01-06', '2026-04-03', '2026-06-04']));
    expect(datesOf(year('GB', 2026, 'SCT').regional)).not.toContain('2026-04-06');
  });

  test('an unknown region or state is an error, never the whole country', () => {
    expect(() => year('DE', 2026, 'XX')).toThrow('DE has no such region');
    expect(() => year('GR', 2026, 'A')).toThrow('GR has no such region');
    expect(() => year('US')).toThrow('neither in the EEA nor the United Kingdom');
    expect(regionOf('DE', 'toString')).toBeUndefined();
  });

  test('every state has a calendar', () => {
    for (const state of memberStates) {
      const { holidays, expected } = year(state);
      expect(holidays.length + expected.length).toBeGreaterThan(6);
    }
  });
});

describe('the calendar of a case', () => {
  test('it reaches from receipt to fifteen months ahead, and survives JSON', () => {
    const calendar = calendarForCase({ memberState: 'FR' }, '2026-03-03');

    expect(calendar).toMatchObject({ from: '2026-03-03', until: '2027-06-03', complete: false, listedYears: [2026] });
    const { sources, ...rest } = JSON.parse(JSON.stringify(calendar)) as typeof calendar;
    expect(isGenuine({ sources, ...rest })).toBe(true);
    expect(datesOf(calendar.holidays).every((day) => day >= '2026-03-03')).toBe(true);
  });

  test('its id names its content: one day more, and it is another', () => {
    const ownDays = [{ on: '2026-04-03', name: 'Day of mourning' }];
    const plain = calendarForCase({ memberState: 'FR' }, '2026-03-03');
    const own = calendarForCase({ memberState: 'FR', ownDays }, '2026-03-03');

    expect(own.id).not.toBe(plain.id);
    expect(isGenuine({ ...plain, holidays: own.holidays })).toBe(false);
    expect(plain.id).toMatch(/^FR:[0-9a-f]{64}$/);
  });

  test('a day added by the controller binds, and settles a difference', () => {
    const ownDays = [{ on: '2026-04-03', name: 'Good Friday' }];
    const { holidays, differences } = calendarForCase({ memberState: 'NL', ownDays }, '2026-03-03');

    expect(holidays).toContainEqual(ownDays[0]);
    expect(datesOf(differences)).not.toContain('2026-04-03');
  });

  test('its sources name the lists and the version of the library', () => {
    const { sources } = calendarFor({ memberState: 'DE', from: '2025-06-01', until: '2026-09-01' });

    expect(sources.slice(0, 2)).toEqual(['Official Journal C/2024/7517', 'Official Journal C/2025/6771']);
    expect(sources[2]).toMatch(/^date-holidays \d+\.\d+\.\d+$/);
  });

  test('a calendar that ends before it begins is an error', () => {
    expect(() => calendarFor({ memberState: 'DE', from: '2026-03-03', until: '2026-03-02' })).toThrow();
  });
});

test('a bounded cache forgets the oldest first, and computes each value once', () => {
  const remember = boundedCache<string>(2);
  const computed: string[] = [];
  const ask = (key: string) =>
    remember(key, () => {
      computed.push(key);
      return key;
    });

  ['a', 'b', 'a', 'c', 'b', 'a'].forEach(ask);

  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});
