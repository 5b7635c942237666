import { hoursAfter } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import { dueMoment, englishRemaining, remaining } from './moment.js';
import type { RemainingWords } from './moment.js';

/** Said three times on every page: by a colour, a shape and a word. */
export type State = 'calm' | 'soon' | 'late' | 'done';

export interface ClockView {
  readonly state: State;
  /** What remains, in words. */
  readonly left: string;
  /** Local date and time. */
  readonly at: string;
  /** Absent where nothing counts any more. */
  readonly datetime?: Instant;
  /** The word for eyes that see no colour; `late by` says it itself. */
  readonly isSoon: boolean;
}

/** What the operations room calls soon; the same as its headline number. */
export const SOON_HOURS = 48;

export interface ClockOptions {
  readonly now: Instant;
  readonly timeZone: string;
  readonly form?: 'short' | 'long';
  readonly words?: RemainingWords;
}

export function clockView(dueAt: Instant | undefined, options: ClockOptions): ClockView {
  if (dueAt === undefined) return { state: 'done', left: 'Nothing is due', at: '', isSoon: false };
  const { now, timeZone, form = 'short', words = englishRemaining } = options;
  const state = stateOf(dueAt, now);
  return {
    state,
    left: remaining(dueAt, now, words),
    at: dueMoment(dueAt, timeZone, now, form),
    datetime: dueAt,
    isSoon: state === 'soon',
  };
}

export function stateOf(dueAt: Instant, now: Instant): State {
  if (dueAt <= now) return 'late';
  return dueAt < hoursAfter(now, SOON_HOURS) ? 'soon' : 'calm';
}

/** A clock that has stopped: what became of the promise. */
export function stoppedClock(left: string, at: string, kept: boolean): ClockView {
  return { state: kept ? 'done' : 'late', left, at, isSoon: false };
}
