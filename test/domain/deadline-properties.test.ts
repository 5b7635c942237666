import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { calendarFor } from '../../calendars/calendar-for.js';
import { whyNotWorkingDay } from '../../domain/calendar.js';
import { civilDateIn, daysAfter, daysBetween, endOfDay, monthsAfter } from '../../domain/civil-date.js';
import { computeDeadline } from '../../domain/deadline.js';
import type { Deadline } from '../../domain/deadline.js';
import type { CivilDate } from '../../domain/time.js';

/** Seconds of arithmetic on an idle machine, and more on one that others use. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const states = ['DE', 'FR', 'IE', 'NL', 'GR', 'GB'] as const;
type State = (typeof states)[number];

const daysFrom = (first: CivilDate, last: CivilDate): readonly CivilDate[] =>
  Array.from({ length: daysBetween(first, last) + 1 }, (_, index) => daysAfter(first, index));

const everyDay = daysFrom('2024-01-01', '2030-12-31');
const wide = (memberState: string) => calendarFor({ memberState, from: '2023-01-01', until: '2032-12-31' });
const month = (receivedOn: CivilDate, memberState: State, extension = false): Deadline =>
  computeDeadline({ period: 'P1M', receivedOn, timeZone: 'UTC', extension }, wide(memberState));

const firstMonths = new Map<State, readonly Deadline[]>();

beforeAll(() => {
  for (const state of states)
    firstMonths.set(
      state,
      everyDay.map((day) => month(day, state)),
    );
});

describe.each(states)('every receipt from 2024 to 2030 in %s', (state) => {
  const months = (): readonly Deadline[] => firstMonths.get(state) ?? [];
  const { holidays, expected } = wide(state);

  test(`Reg. 1182/71 Art. 3(4): no deadline in ${state} ends on a weekend or a holiday that binds`, () => {
    expect(months()).toHaveLength(2557);
    expect(months().filter(({ dueOn }) => whyNotWorkingDay(dueOn, holidays) !== undefined)).toEqual([]);
  });

  test(`Reg. 1182/71 Art. 3(2)(c): no deadline in ${state} lies before the same date of the next month`, () => {
    expect(months().filter(({ startsOn, dueOn }) => dueOn < monthsAfter(startsOn, 1))).toEqual([]);
  });

  test(`Reg. 1182/71 Art. 3(4): no deadline in ${state} moves further than the first working day`, () => {
    const skipsOne = ({ nominalOn, dueOn }: Deadline) =>
      nominalOn < dueOn &&
      daysFrom(nominalOn, daysAfter(dueOn, -1)).some((day) => whyNotWorkingDay(day, holidays) === undefined);

    expect(months().filter(skipsOne)).toEqual([]);
  });

  test(`GDPR Art. 12(3): who writes later in ${state} is never answered earlier`, () => {
    const all = months();

    expect(all.filter(({ dueAt }, index) => dueAt < (all[index - 1]?.dueAt ?? ''))).toEqual([]);
  });

  test(`Reg. 1182/71 Art. 2(1): in ${state} the expected date differs only where no list settles it, and only later`, () => {
    const differing = months().filter(({ expectedDueOn }) => expectedDueOn !== undefined);

    expect(differing.filter(({ calendarComplete }) => calendarComplete)).toEqual([]);
    expect(differing.filter(({ dueOn, expectedDueOn = '' }) => expectedDueOn <= dueOn)).toEqual([]);
    const allDays = [...holidays, ...expected];
    const offDays = months().filter((end) => whyNotWorkingDay(end.expectedDueOn ?? end.dueOn, allDays) !== undefined);
    expect(offDays).toEqual([]);
  });
});

test('GDPR Art. 12(3): an extension always ends later than the month, and never after three months and the next working day', () => {
  for (const day of everyDay.filter((_, index) => index % 3 === 0 || Number(_.slice(8)) > 27)) {
    const extended = month(day, 'DE', true);
    const threeMonths = computeDeadline({ period: 'P3M', receivedOn: day, timeZone: 'UTC' }, wide('DE'));

    expect(extended.dueOn > month(day, 'DE').dueOn).toBe(true);
    expect(extended.dueOn <= threeMonths.dueOn).toBe(true);
    expect(extended.nominalOn <= monthsAfter(monthsAfter(day, 1), 2)).toBe(true);
  }
});

describe('the receipts of 2025', () => {
  const year = daysFrom('2025-01-01', '2025-12-31');
  const in2025 = (state: State): readonly Deadline[] => year.map((day) => month(day, state));

  test.each([
    ['DE', 112],
    ['FR', 113],
    ['IE', 113],
  ] as const)('Reg. 1182/71 Art. 3(4): in %s %i of 365 deadlines are moved', (state, moved) => {
    expect(in2025(state).filter(({ nominalOn, dueOn }) => nominalOn !== dueOn)).toHaveLength(moved);
  });

  test('Reg. 1182/71 Art. 2(1): in the Netherlands the three days that the Journal alone names make 112 of 109', () => {
    const ownDays = ['2025-04-18', '2025-05-05', '2025-05-30'].map((on) => ({ on, name: 'In the list alone' }));
    const listed = calendarFor({ memberState: 'NL', from: '2025-01-01', until: '2026-12-31', ownDays });
    const byList = year.map((receivedOn) => computeDeadline({ period: 'P1M', receivedOn, timeZone: 'UTC' }, listed));
    const moved = ({ nominalOn, dueOn }: Deadline): boolean => nominalOn !== dueOn;

    expect(in2025('NL').filter(moved)).toHaveLength(109);
    expect(byList.filter(moved)).toHaveLength(112);
  });

  test('GDPR Art. 12(3): in Germany 28 to 35 days pass until the last day', () => {
    const lengths = in2025('DE').map(({ startsOn, dueOn }) => daysBetween(startsOn, dueOn));

    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([28, 35]);
  });

  test('GDPR Art. 12(3): a flat thirty days would be too late for 26 receipts and needlessly early for 248', () => {
    const flat = in2025('DE').map(({ startsOn, dueOn }) => daysBetween(dueOn, daysAfter(startsOn, 30)));

    expect(flat.filter((late) => late > 0)).toHaveLength(26);
    expect(Math.max(...flat)).toBe(2);
    expect(flat.filter((late) => late < 0)).toHaveLength(248);
  });
});

describe('zones and clock changes', () => {
  const zones = ['Europe/Berlin', 'Europe/Lisbon', 'Atlantic/Azores', 'Africa/Cairo', 'America/Havana', 'Asia/Beirut'];

  test.each(zones)('Reg. 1182/71 Art. 3(2)(c): in %s a day ends where the next begins, all year round', (zone) => {
    for (const day of daysFrom('2024-01-01', '2024-12-31')) {
      const end = endOfDay(day, zone);
      const justBefore = new Date(Date.parse(end) - 1).toISOString();

      expect([civilDateIn(justBefore, zone), civilDateIn(end, zone)]).toEqual([day, daysAfter(day, 1)]);
    }
  });
});

describe('whatever is asked', () => {
  const anchor = fc.date({
    min: new Date('1970-01-02T00:00:00Z'),
    max: new Date('2199-12-30T00:00:00Z'),
    noInvalidDate: true,
  });
  const zone = fc.constantFrom('Europe/Berlin', 'Pacific/Apia', 'America/Sao_Paulo', 'Asia/Kathmandu', 'UTC');

  test('Reg. 1182/71 Art. 3(2)(a): hours are elapsed time in every zone', () => {
    fc.assert(
      fc.property(anchor, fc.integer({ min: 1, max: 87_600 }), zone, (start, hours, timeZone) => {
        const { dueAt } = computeDeadline({ period: `PT${hours}H`, anchorAt: start.toISOString(), timeZone });

        expect(Date.parse(dueAt) - start.getTime()).toBe(hours * 3_600_000);
      }),
      { numRuns: 300 },
    );
  });

  test('Reg. 1182/71 Art. 3(5): a period of two days or more has two working days, and days keep their order', () => {
    const calendar = wide('DE');
    const receipt = fc.integer({ min: 0, max: everyDay.length - 1 });
    fc.assert(
      fc.property(receipt, fc.integer({ min: 2, max: 40 }), (index, count) => {
        const receivedOn = everyDay[index] ?? '';
        const { dueOn } = computeDeadline({ period: `P${count}D`, receivedOn, timeZone: 'UTC' }, calendar);

        const inside = daysFrom(daysAfter(receivedOn, 1), dueOn);
        expect(inside.length).toBeGreaterThanOrEqual(count);
        const working = inside.filter((day) => whyNotWorkingDay(day, calendar.holidays) === undefined);
        expect(working.length).toBeGreaterThanOrEqual(2);
        expect(working.at(-1)).toBe(dueOn);
      }),
      { numRuns: 200 },
    );
  });
});
