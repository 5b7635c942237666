import { createHash } from 'node:crypto';
import type { AnswerChanges, Answers } from '../domain/notification.js';
import type { AnswerForm, Field } from '../domain/notification.fields.js';
import { isMarked, plain, saidOf, slotOf } from '../pages/notification-fields.js';
import { localMoment } from './case-forms.js';
import type { Form } from './case-forms.js';
import { notificationAnswers } from './notification-schemas.js';

interface SentAnswers {
  readonly form: Form;
  /** What the case says now, as a form holds it. */
  readonly shown: Form;
  /** In which something was typed. */
  readonly fields: readonly Field[];
  readonly typed: Answers;
  readonly timeZone: string;
}

/**
 * What was changed, in whichever section. What was left as the case knows it stays the case's to say, and what is not
 * asked any more is kept like all that was typed.
 */
export function readAnswers(sent: SentAnswers): { readonly answers: AnswerChanges } | { readonly wrong: Form } {
  const { form, shown, fields, typed, timeZone } = sent;
  const changed = fields.filter(({ number }) => saidOf(form, number) !== saidOf(shown, number));
  const answers = changed.flatMap((field): [number, unknown][] => {
    const answer = answerIn(field, form, timeZone);
    return answer === null && typed[field.number] === undefined ? [] : [[field.number, answer]];
  });
  if (answers.length === 0) return { answers: {} };
  const read = notificationAnswers.safeParse({ answers: Object.fromEntries(answers) });
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path }) => changed.find(({ number }) => String(number) === path[1]));
  return {
    wrong: Object.fromEntries(wrong.flatMap((field) => (field ? [[slotOf(field.number), faults[field.form]]] : []))),
  };
}

/** Tells one state of what was shown from another: who saves what was shown before a change is told so. */
export function markOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
}

function answerIn({ number, form: kind, letters }: Field, form: Form, timeZone: string): unknown {
  const name = slotOf(number);
  if (isMarked(kind)) {
    const marked = Object.keys(form).filter((slot) => slot.startsWith(`${name}-`));
    const parts = marked.map((slot) => slot.slice(name.length + 1));
    return parts.length === 0 ? null : parts.sort((one, other) => letters.indexOf(one) - letters.indexOf(other));
  }
  const text = plain(form[name]);
  if (text === '') return null;
  const lines = text.split('\n').map((line) => line.trim());
  if (kind === 'count') return /^\d{1,10}$/.test(text) ? Number(text) : text;
  if (kind === 'instant') return localMoment(timeZone).safeParse(text).data ?? text;
  if (kind === 'texts') return lines.filter((line) => line !== '');
  if (kind === 'countPerState') return countsIn(lines);
  return kind === 'yes' ? text === 'yes' : text;
}

/** A text, which the schema refuses, where a line is no number of a country. */
function countsIn(lines: readonly string[]): Readonly<Record<string, number>> | string {
  const counts = lines.map((line) => /^([A-Z]{2})\s*:\s*(\d{1,10})$/.exec(line));
  if (counts.includes(null)) return 'unreadable';
  return Object.fromEntries(counts.map((count): [string, number] => [count?.[1] ?? '', Number(count?.[2])]));
}

const faults: Readonly<Record<AnswerForm, string>> = {
  letter: 'Choose one of the answers.',
  letters: 'Choose among the answers.',
  text: 'At most 5,000 characters.',
  texts: 'One on each line, each of at most 200 characters.',
  count: 'Write a whole number.',
  memberStates: 'Choose among the countries.',
  countPerState: 'Write one country of the EEA on each line, as DE: 120.',
  date: 'Write a day that exists.',
  instant: 'Write a date and a time, as 2026-11-30 17:05.',
  yes: 'Choose one of the answers.',
};
