import { describe, expect, test } from 'vitest';
import { calendarFor } from '../../calendars/calendar-for.js';
import { endOfDay } from '../../domain/civil-date.js';
import { computeDeadline } from '../../domain/deadline.js';

const german = calendarFor({ memberState: 'DE', from: '2026-01-01', until: '2028-12-31' });

function days({ period, receivedOn }: { readonly period: string; readonly receivedOn: string }) {
  return computeDeadline({ period, receivedOn, timeZone: 'Europe/Berlin' }, german);
}

describe('the midnight after the last day', () => {
  test.each([
    ['Europe/Berlin', '2026-03-28', '2026-03-28T23:00:00.000Z', 'winter time still'],
    ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00.000Z', 'the day of 23 hours'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00.000Z', 'the day of 25 hours'],
    ['Europe/Lisbon', '2026-06-30', '2026-06-30T23:00:00.000Z', 'west of Berlin'],
    ['Atlantic/Azores', '2026-03-28', '2026-03-29T01:00:00.000Z', 'the midnight that a clock change skips'],
    ['Africa/Cairo', '2024-04-25', '2024-04-25T22:00:00.000Z', 'a day that begins at one'],
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z', 'a spring day without midnight'],
    ['America/Havana', '2025-11-01', '2025-11-02T04:00:00.000Z', 'a midnight that comes twice'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z', 'the day that Samoa left out'],
    ['Asia/Kathmandu', '2026-04-03', '2026-04-03T18:15:00.000Z', 'an offset of quarters'],
  ])('Reg. 1182/71 Art. 3(2)(c): in %s %s ends at %s (%s)', (zone, day, instant) => {
    expect(endOfDay(day, zone)).toBe(instant);
  });
});

describe('periods in days', () => {
  test.each([
    ['P1D', '2026-03-03', '2026-03-04', 'the next day'],
    ['P1D', '2026-03-06', '2026-03-09', 'over a weekend'],
    ['P14D', '2026-03-03', '2026-03-17', 'two weeks'],
    ['P3D', '2026-10-23', '2026-10-27', 'Friday to Monday, and one working day more'],
    ['P2D', '2026-04-02', '2026-04-08', 'over Easter, with two working days'],
    ['P30D', '2026-01-29', '2026-03-02', 'thirty days end on a Saturday'],
    ['P2D', '2028-02-28', '2028-03-01', 'over a leap day'],
  ])('Reg. 1182/71 Art. 3(2)(b) and 3(5): %s from %s end on %s (%s)', (period, receivedOn, dueOn) => {
    expect(days({ period, receivedOn }).dueOn).toBe(dueOn);
  });

  test('Reg. 1182/71 Art. 3(5): the step that adds the second working day is told', () => {
    const { steps } = days({ period: 'P2D', receivedOn: '2026-04-02' });

    expect(steps.map(({ article }) => article)).toContain('Reg. 1182/71 Art. 3(5)');
  });
});

describe('periods in hours', () => {
  const hours = (anchorAt: string, period = 'PT72H') =>
    computeDeadline({ period, anchorAt, timeZone: 'Europe/Berlin' });

  test.each([
    ['2026-10-23T15:00:00Z', '2026-10-26T15:00:00.000Z', 'Friday 17:00 to Monday 16:00, when summer time ends'],
    ['2026-03-27T16:00:00Z', '2026-03-30T16:00:00.000Z', 'Friday 17:00 to Monday 18:00, when it begins'],
    ['2026-04-02T12:00:00Z', '2026-04-05T12:00:00.000Z', 'to Easter Sunday, and no further'],
    ['2024-02-27T12:00:00Z', '2024-03-01T12:00:00.000Z', 'over a leap day'],
    ['2026-12-30T00:00:00.001Z', '2027-01-02T00:00:00.001Z', 'to the millisecond'],
    ['2026-10-23T17:00:00+02:00', '2026-10-26T15:00:00.000Z', 'from an instant told with its offset'],
  ])('Reg. 1182/71 Art. 3(4): 72 hours from %s end at %s (%s)', (anchorAt, dueAt) => {
    expect(hours(anchorAt).dueAt).toBe(dueAt);
  });

  test('Reg. 1182/71 Art. 3(2)(a): days and hours part where clocks change', () => {
    const friday = '2026-10-23T15:00:00Z';

    expect(hours(friday).dueOn).toBe('2026-10-26');
    expect(hours(friday, 'PT1H').dueAt).toBe('2026-10-23T16:00:00.000Z');
  });
});
