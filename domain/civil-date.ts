import { Temporal as T } from 'temporal-polyfill';
import type { CivilDate, Instant } from './time.js';

/** Dates outside this range are slips of the pen, not receipts. */
export const earliestDate: CivilDate = '1970-01-01';
export const latestDate: CivilDate = '2199-12-31';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** Whether a text names an instant that exists, offset included. */
export function isInstant(text: string): boolean {
  return isAccepted(() => T.Instant.from(text));
}

/** Whether a text names a day that exists, written `2026-03-03`. */
export function isCivilDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isAccepted(() => T.PlainDate.from(text));
}

/** An IANA name; a bare offset knows no clock change, so it is none. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) return false;
  return isAccepted(() => T.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone));
}

function isAccepted(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function civilDateIn(instant: Instant, zone: string): CivilDate {
  return T.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first instant that no longer belongs to the day; also where a clock change takes the midnight away. */
export function endOfDay(date: CivilDate, zone: string): Instant {
  return asInstant(T.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).toInstant());
}

export function noonOf(date: CivilDate, zone: string): Instant {
  return asInstant(T.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant());
}

/** Elapsed hours, whatever the clocks on the wall do meanwhile. */
export function exactHoursAfter(instant: Instant, hours: number): Instant {
  return asInstant(T.Instant.from(instant).add({ hours }));
}

export function daysAfter(date: CivilDate, days: number): CivilDate {
  return T.PlainDate.from(date).add({ days }).toString();
}

/** The day with the same number, or the last one of a shorter month. */
export function monthsAfter(date: CivilDate, count: number): CivilDate {
  return T.PlainDate.from(date).add({ months: count }, { overflow: 'constrain' }).toString();
}

export function daysBetween(from: CivilDate, until: CivilDate): number {
  return T.PlainDate.from(from).until(T.PlainDate.from(until), { largestUnit: 'days' }).days;
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

export function weekdayOf(date: CivilDate): (typeof weekdays)[number] {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'Sunday';
}

/** `Friday 3 April 2026`, as people read it. */
export function spoken(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${weekdayOf(date)} ${day ?? ''} ${months[(month ?? 1) - 1] ?? ''} ${year ?? ''}`;
}

/** One form for all instants, so that they sort as strings. */
function asInstant(instant: T.Instant): Instant {
  return instant.toString({ fractionalSecondDigits: 3 });
}
