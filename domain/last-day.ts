import { isSettled, rollOver, secondWorkingDay } from './calendar.js';
import type { Holiday, RollOver, WorkingCalendar } from './calendar.js';
import type { Length } from './period.js';
import type { RulePack } from './rule-pack.js';
import type { CivilDate } from './time.js';

/** What a period of days or months is counted with. */
export interface Counting {
  readonly startsOn: CivilDate;
  readonly length: Length;
  readonly calendar: WorkingCalendar;
  readonly pack: RulePack;
}

export interface LastDay extends RollOver {
  /** Reg. 1182/71 Art. 3(5) moved the end once more. */
  readonly lengthened: boolean;
}

/** The last day of one period by each way of counting its holidays. */
export interface LastDays {
  readonly nominalOn: CivilDate;
  readonly national: LastDay;
  readonly regional?: LastDay;
  /** If the holidays expected for years without a list come true. */
  readonly expected: LastDay;
  /** The earlier of the national and the regional day. */
  readonly dueOn: CivilDate;
}

export function lastDays(nominalOn: CivilDate, counting: Counting): LastDays {
  const { holidays, regional, expected } = counting.calendar;
  const national = lastDay(nominalOn, counting, holidays);
  const byRegion = regional && lastDay(nominalOn, counting, regional);
  return {
    nominalOn,
    national,
    ...(byRegion && { regional: byRegion }),
    expected: lastDay(nominalOn, counting, [...holidays, ...expected]),
    dueOn: byRegion !== undefined && byRegion.last < national.last ? byRegion.last : national.last,
  };
}

function lastDay(nominal: CivilDate, { startsOn, length }: Counting, holidays: readonly Holiday[]): LastDay {
  const moved = rollOver(nominal, holidays);
  if (!isTwoDaysOrMore(length)) return { ...moved, lengthened: false };
  const second = secondWorkingDay(startsOn, holidays);
  return second > moved.last ? { ...moved, last: second, lengthened: true } : { ...moved, lengthened: false };
}

/** A period of a month has its two working days anyway. */
function isTwoDaysOrMore({ unit, count }: Length): boolean {
  return unit === 'days' && count >= 2;
}

/** Whether published lists settle every day on which the end depends. */
export function isSettledFor({ nominalOn, expected }: LastDays, { calendar, startsOn, length }: Counting): boolean {
  const holidays = [...calendar.holidays, ...calendar.expected];
  const dependsOnStart = isTwoDaysOrMore(length) && secondWorkingDay(startsOn, holidays) >= nominalOn;
  return isSettled(calendar, dependsOnStart ? startsOn : nominalOn, expected.last);
}
