import { z } from 'zod';
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
  if (!isPartOfDate(day)) return 'Write the day as 2026-11-20; only the month as 2026-11, only the year as 2026.';
  if (!/^(19[7-9]|2[01]\d)/.test(day)) return 'Look at the year: it lies between 1970 and 2199.';
  return isThere(day) ? 'Write the time as 14:20.' : 'There is no such day: look at its month and its day.';
}

/** Of a field that takes a date and a time together. */
export function faultOfInstant(text = ''): string {
  if (text.trim() === '') return 'Say the date and the time.';
  return localMoment('UTC').safeParse(text).success
    ? 'Look at the year: it has four digits, and is 1970 or later.'
    : 'Write a date and a time, as 2026-11-30 17:05.';
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

/** The first day of a month or a year stands for it. */
function isThere(day: string): boolean {
  return z.iso.date().safeParse(`${day}${'-01-01'.slice(day.length - '2026'.length)}`).success;
}

function isWholeDay(text: string): boolean {
  return isPartOfDate(text) && text.length === '2026-11-20'.length;
}
