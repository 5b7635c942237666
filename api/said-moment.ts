import type { Instant } from '../domain/time.js';
import { timeFieldOf } from '../pages/moment-fields.js';
import { localMoment } from './case-forms.js';
import type { Form } from './case-forms.js';

/** As the API takes it: an instant, or as much of a date as is known. */
export interface SaidMoment {
  readonly at?: Instant;
  readonly on?: string;
}

/** What the two fields of an instant say; nothing where they say nothing that could be meant. */
export function saidMoment(form: Form, name: string, timeZone: string): SaidMoment {
  const [day, time] = dayAndTime(form, name);
  if (time === '') return isPartOfDate(day) ? { on: day } : {};
  const instant = localMoment(timeZone).safeParse(`${day}T${time}`);
  return isWholeDay(day) && instant.success ? { at: instant.data } : {};
}

/** In words, and what would be right. */
export function faultOfMoment(form: Form, name: string): string {
  const [day, time] = dayAndTime(form, name);
  if (day === '') return time === '' ? 'Say the day.' : 'Say the day of this time.';
  if (time !== '' && isPartOfDate(day) && !isWholeDay(day))
    return 'A time needs the whole day. Without it, leave the time empty.';
  return 'Write the day as 2026-11-20; only the month as 2026-11, only the year as 2026.';
}

export function isMomentSaid(form: Form, name: string): boolean {
  return dayAndTime(form, name).join('') !== '';
}

function dayAndTime(form: Form, name: string): readonly [day: string, time: string] {
  return [(form[name] ?? '').trim(), (form[timeFieldOf(name)] ?? '').trim()];
}

function isPartOfDate(text: string): boolean {
  return /^\d{4}(-\d\d){0,2}$/.test(text);
}

function isWholeDay(text: string): boolean {
  return isPartOfDate(text) && text.length === '2026-11-20'.length;
}
