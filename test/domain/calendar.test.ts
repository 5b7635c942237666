import { expect, test } from 'vitest';
import { whyNotWorkingDay } from '../../domain/calendar.js';

const kingsDay = [{ on: '2026-04-27', name: 'King’s Day' }];

test.each([
  ['2026-04-24', 'a Friday', undefined],
  ['2026-04-25', 'a Saturday', 'Saturday'],
  ['2026-04-26', 'a Sunday', 'Sunday'],
  ['2026-04-27', 'a public holiday', 'King’s Day'],
  ['2026-04-28', 'the day after', undefined],
])('Reg. 1182/71 Art. 2(2): %s, %s, is no working day because of %s', (date, _what, because) => {
  expect(whyNotWorkingDay(date, kingsDay)).toBe(because);
});
