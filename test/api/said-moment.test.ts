import { expect, test } from 'vitest';
import { faultOfMoment, saidMoment } from '../../api/said-moment.js';

const zone = 'Europe/Amsterdam';
const form = (since: string, sinceTime = '') => ({ since, sinceTime });

test.each([
  ['2026-11-20', '14:20', { at: '2026-11-20T13:20:00.000Z' }],
  [' 2026-11-20 ', '', { on: '2026-11-20' }],
  ['2026-11', '', { on: '2026-11' }],
  ['2026', '', { on: '2026' }],
  ['2026-11', '14:20', {}],
  ['', '14:20', {}],
  ['yesterday', '', {}],
  ['2026-02-30', '10:00', {}],
])('the day %s with the time “%s” says just that', (day, time, said) => {
  expect(saidMoment(form(day, time), 'since', zone)).toEqual(said);
});

test.each([
  ['', '', 'Say the day.'],
  ['', '14:20', 'Say the day of this time.'],
  ['2026-11', '14:20', 'A time needs the whole day. Without it, leave the time empty.'],
  ['20 November', '', 'Write the day as 2026-11-20; only the month as 2026-11, only the year as 2026.'],
  ['2026-11-20', '25:99', 'Write the time as 14:20.'],
  ['2026-13', '', 'There is no such day: look at its month and its day.'],
  ['1926-11-20', '', 'Look at the year: it lies between 1970 and 2199.'],
])('what is wrong with the day “%s” and the time “%s” is told with what would be right', (day, time, fault) => {
  expect(faultOfMoment(form(day, time), 'since')).toBe(fault);
});
