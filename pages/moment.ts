import type { Language } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';

/** How a language says what remains; `#` stands for the length. Sent to the browser too, so that clocks go on counting. */
export interface RemainingWords {
  readonly ahead: string;
  readonly behind: string;
  readonly day: string;
  readonly days: string;
  readonly hour: string;
  readonly minute: string;
}

export const englishRemaining: RemainingWords = {
  ahead: 'in #',
  behind: 'late by #',
  day: 'day',
  days: 'days',
  hour: 'h',
  minute: 'min',
};

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-NL', de: 'de-DE', fr: 'fr-FR' };
const MINUTE = 60_000;
const MINUTES_OF_HOUR = 60;
const MINUTES_OF_DAY = 1440;

/** `in 2 days 4 h`, `late by 3 h`: two units at most. */
export function remaining(dueAt: Instant, now: Instant, words: RemainingWords = englishRemaining): string {
  const left = Date.parse(dueAt) - Date.parse(now);
  return (left <= 0 ? words.behind : words.ahead).replace('#', lengthOfTime(Math.abs(left), words));
}

export function lengthOfTime(milliseconds: number, words: RemainingWords = englishRemaining): string {
  const total = Math.floor(milliseconds / MINUTE);
  const days = Math.floor(total / MINUTES_OF_DAY);
  const hours = Math.floor((total % MINUTES_OF_DAY) / MINUTES_OF_HOUR);
  const minutes = total % MINUTES_OF_HOUR;
  if (days > 0) return joined(`${days} ${days === 1 ? words.day : words.days}`, hours, words.hour);
  if (hours > 0) return joined(`${hours} ${words.hour}`, minutes, words.minute);
  return `${minutes} ${words.minute}`;
}

function joined(first: string, count: number, unit: string): string {
  return count === 0 ? first : `${first} ${count} ${unit}`;
}

/** `Sun 29 Nov 24:00`: a day's end belongs to the day, also where a clock change takes its midnight away. */
export function dueMoment(dueAt: Instant, timeZone: string, now?: Instant, form: 'short' | 'long' = 'short'): string {
  const lastInstant = new Date(Date.parse(dueAt) - 1).toISOString();
  const isDaysEnd = civilDay(lastInstant, timeZone) !== civilDay(dueAt, timeZone);
  const day = (instant: Instant) => (form === 'long' ? longDay(instant, timeZone) : shortDay(instant, timeZone, now));
  const [date, time] = isDaysEnd ? [day(lastInstant), '24:00'] : [day(dueAt), clockTime(dueAt, timeZone)];
  return form === 'long' ? `${date}, ${time}` : `${date} ${time}`;
}

export function shortMoment(instant: Instant, timeZone: string, now?: Instant): string {
  return `${shortDay(instant, timeZone, now)} ${clockTime(instant, timeZone)}`;
}

/** The first instant of a day is a day of which nobody said the time. */
export function receiptMoment(receivedAt: Instant, timeZone: string, now?: Instant): string {
  const before = new Date(Date.parse(receivedAt) - 1).toISOString();
  const isWholeDay = civilDay(before, timeZone) !== civilDay(receivedAt, timeZone);
  return isWholeDay ? shortDay(receivedAt, timeZone, now) : shortMoment(receivedAt, timeZone, now);
}

export function longMoment(instant: Instant, timeZone: string): string {
  return `${longDay(instant, timeZone)}, ${clockTime(instant, timeZone)}`;
}

/** `Mon 30 Nov`, where the year is that of `now`; else `Mon 30 Nov 2026`. */
function shortDay(instant: Instant, timeZone: string, now?: Instant): string {
  const isThisYear = now !== undefined && yearIn(instant, timeZone) === yearIn(now, timeZone);
  const day = { timeZone, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return dated(instant, isThisYear ? day : { ...day, year: 'numeric' }, 'en');
}

function yearIn(instant: Instant, timeZone: string): string {
  return civilDay(instant, timeZone).slice(0, 4);
}

/** `Monday 30 November 2026` */
export function longDay(instant: Instant, timeZone: string, language: Language = 'en'): string {
  return dated(instant, { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, language);
}

/** `30 November 2026` */
export function plainDay(instant: Instant, timeZone: string, language: Language): string {
  return dated(instant, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }, language);
}

/** `17:05` */
export function clockTime(instant: Instant, timeZone: string): string {
  return dated(instant, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, 'en');
}

/** What a form field of date and time is filled with: `2026-11-30T17:05`. */
export function localInput(instant: Instant, timeZone: string): string {
  return `${civilDay(instant, timeZone)}T${clockTime(instant, timeZone)}`;
}

/** `12 min ago`, `3 days ago`: one unit, rounded down. */
export function ago(instant: Instant, now: Instant): string {
  const passed = Date.parse(now) - Date.parse(instant);
  if (passed < MINUTE) return 'just now';
  const whole = Math.floor(passed / MINUTE);
  if (whole < MINUTES_OF_HOUR) return `${whole} min ago`;
  if (whole < MINUTES_OF_DAY) return `${Math.floor(whole / MINUTES_OF_HOUR)} h ago`;
  const days = Math.floor(whole / MINUTES_OF_DAY);
  return `${days} ${days === 1 ? 'day' : 'days'} ago`;
}

/** `Amsterdam time` */
export function zoneName(timeZone: string): string {
  return `${(timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')} time`;
}

/** `2026-11-30`, as the people in the zone write it. */
export function civilDay(instant: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(new Date(instant));
}

function dated(instant: Instant, options: Intl.DateTimeFormatOptions, language: Language): string {
  const text = new Intl.DateTimeFormat(locales[language], options).format(new Date(instant));
  return language === 'en' ? text.replaceAll(',', '').replace(/\bSept\b/, 'Sep') : text;
}
