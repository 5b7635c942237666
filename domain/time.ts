/** An ISO 8601 instant in UTC. A string, because a Date does not survive a trip through workflow history. */
export type Instant = string;

/** A civil date, `2026-03-03`, without a time zone. */
export type CivilDate = string;

export const HOUR = 60 * 60 * 1000;

export function hoursAfter(instant: Instant, hours: number): Instant {
  return new Date(Date.parse(instant) + hours * HOUR).toISOString();
}

/** Never below one, so a deadline already past is acted on at once: the SDK gives a zero timeout a meaning of its own. */
export function millisecondsUntil(instant: Instant, now: number): number {
  return Math.max(1, Date.parse(instant) - now);
}
