import { daysAfter, weekdayOf, yearOf } from './civil-date.js';
import type { MemberState } from './member-state.js';
import type { CivilDate } from './time.js';

export interface Holiday {
  readonly on: CivilDate;
  readonly name: string;
}

/** A working day of the week that only one of the two sources calls a public holiday: it does not bind. */
export interface SourceDifference extends Holiday {
  readonly saidBy: 'official-journal' | 'date-holidays';
}

/** The public holidays between two dates, as they are pinned in a case. Plain JSON. */
export interface CalendarContent {
  readonly memberState: MemberState;
  readonly region?: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly sources: readonly string[];
  /** Reg. 1182/71 Art. 2(1): the years whose holidays are settled by a published list. */
  readonly listedYears: readonly number[];
  /** Whether that is every year from `from` to `until`. */
  readonly complete: boolean;
  /** What binds. */
  readonly holidays: readonly Holiday[];
  /** What is expected for years without a list: shown, never binding. */
  readonly expected: readonly Holiday[];
  /** What would bind if the region's own days counted; only with a region. */
  readonly regional?: readonly Holiday[];
  /** Days that the controller added; they are among `holidays` too. */
  readonly ownDays: readonly Holiday[];
  readonly differences: readonly SourceDifference[];
}

export interface WorkingCalendar extends CalendarContent {
  /** Names the content: the same days, sources and dates have the same id. */
  readonly id: string;
}

export interface DayOff {
  readonly on: CivilDate;
  readonly because: string;
}

export interface RollOver {
  readonly last: CivilDate;
  readonly passed: readonly DayOff[];
}

/** Reg. 1182/71 Art. 2(2): working days are all days other than public holidays, Sundays and Saturdays. */
export function whyNotWorkingDay(date: CivilDate, holidays: readonly Holiday[]): string | undefined {
  const weekday = weekdayOf(date);
  return holidays.find(({ on }) => on === date)?.name ?? (weekday.startsWith('S') ? weekday : undefined);
}

/** Reg. 1182/71 Art. 3(4): a last day that is a public holiday, Sunday or Saturday gives way to the next working day. */
export function rollOver(nominal: CivilDate, holidays: readonly Holiday[]): RollOver {
  const passed: DayOff[] = [];
  let last = nominal;
  for (;;) {
    const because = whyNotWorkingDay(last, holidays);
    if (because === undefined) return { last, passed };
    passed.push({ on: last, because });
    last = daysAfter(last, 1);
  }
}

/** Reg. 1182/71 Art. 3(5): the day on which two working days have passed since `from`. */
export function secondWorkingDay(from: CivilDate, holidays: readonly Holiday[]): CivilDate {
  const first = rollOver(daysAfter(from, 1), holidays).last;
  return rollOver(daysAfter(first, 1), holidays).last;
}

/** Whether published lists settle every day from `first` to `last`. */
export function isSettled(calendar: WorkingCalendar, first: CivilDate, last: CivilDate): boolean {
  if (first < calendar.from || last > calendar.until) return false;
  const years = [yearOf(first), yearOf(last)];
  return years.every((year) => calendar.listedYears.includes(year));
}
