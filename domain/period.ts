import { daysAfter, monthsAfter } from './civil-date.js';
import type { CivilDate } from './time.js';

/** A period of the law: `PT72H`, `P14D`, `P1M`. */
export type Period = string;

export interface Length {
  readonly unit: 'hours' | 'days' | 'months';
  readonly count: number;
}

/** Ten years; no period of these laws is longer. */
const longest = { hours: 87_600, days: 3_660, months: 120 } as const;

const forms = [
  { form: /^PT([1-9]\d{0,4})H$/, unit: 'hours' },
  { form: /^P([1-9]\d{0,3})D$/, unit: 'days' },
  { form: /^P([1-9]\d{0,2})M$/, unit: 'months' },
] as const;

export const expectedPeriod = 'Expected hours as PT72H, days as P14D or months as P1M, ten years at most';

export function lengthOf(period: Period): Length | undefined {
  for (const { form, unit } of forms) {
    const count = Number(form.exec(period)?.[1]);
    if (count <= longest[unit]) return { unit, count };
  }
  return undefined;
}

/** Where a period of days or months would end if every day were a working day. */
export function nominalEnd(from: CivilDate, { unit, count }: Length): CivilDate {
  if (unit === 'hours') throw new Error('A period in hours ends at an instant, not on a day');
  return unit === 'days' ? daysAfter(from, count) : monthsAfter(from, count);
}

/** `1 month`, `72 hours`. */
export function spokenLength({ unit, count }: Length): string {
  return count === 1 ? `1 ${unit.slice(0, -1)}` : `${count} ${unit}`;
}
