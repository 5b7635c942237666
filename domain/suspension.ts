import { daysAfter, daysBetween } from './civil-date.js';
import type { WaitingInterval } from './deadline-question.js';
import type { CivilDate } from './time.js';

export type NotCountedBecause = 'askedTooLate' | 'periodOver' | 'answeredAlready';

export interface NotCounted extends WaitingInterval {
  readonly because: NotCountedBecause;
}

export interface Suspension {
  /** Whole civil days that the clock stood still. */
  readonly days: number;
  readonly counted: readonly WaitingInterval[];
  readonly notCounted: readonly NotCounted[];
}

export interface RunningClock {
  readonly startsOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly askWithinDays: number | undefined;
}

const nothing: Suspension = { days: 0, counted: [], notCounted: [] };

/** EDPB Guidelines 01/2022, para. 159: the clock may stand still while the data subject is asked, if asked without undue delay. */
export function suspend(waiting: readonly WaitingInterval[], clock: RunningClock): Suspension {
  return [...waiting]
    .sort((one, other) => one.from.localeCompare(other.from))
    .reduce((sum, next) => add(sum, next, clock), nothing);
}

function add(before: Suspension, interval: WaitingInterval, clock: RunningClock): Suspension {
  const because = whyNotCount(before, interval, clock);
  if (because !== undefined) return { ...before, notCounted: [...before.notCounted, { ...interval, because }] };
  const from = later(interval.from, latestAnswer(before, clock));
  const counted = [...before.counted, { from, until: interval.until }];
  return { ...before, days: before.days + daysBetween(from, interval.until), counted };
}

function whyNotCount(
  before: Suspension,
  interval: WaitingInterval,
  clock: RunningClock,
): NotCountedBecause | undefined {
  const since = latestAnswer(before, clock);
  if (interval.until < since) return 'answeredAlready';
  if (interval.from > daysAfter(clock.dueOn, before.days)) return 'periodOver';
  const { askWithinDays } = clock;
  if (askWithinDays !== undefined && interval.from > daysAfter(since, askWithinDays)) return 'askedTooLate';
  return undefined;
}

function latestAnswer({ counted }: Suspension, { startsOn }: RunningClock): CivilDate {
  return counted.at(-1)?.until ?? startsOn;
}

export function later(one: CivilDate, other: CivilDate): CivilDate {
  return one > other ? one : other;
}
