import { answersFiledAs, isAnswered, isList } from '../domain/notification.js';
import type { Answer, Answers, Filing } from '../domain/notification.js';
import { fields } from '../domain/notification.fields.js';
import type { AnswerForm, Field } from '../domain/notification.fields.js';
import { isRequired, isVisible } from '../domain/notification.rules.js';
import { civilDateIn, isCivilDate, isInstant, spoken } from '../domain/civil-date.js';
import { schemaFieldOf, wordsOf } from './notification-schema.js';

/** Heads of our own, by their first field: the schema has numbers for them, and those of two are mistaken. */
const heads: readonly (readonly [first: number, title: string])[] = [
  [3, 'Type of notification'],
  [10, 'Controller'],
  [21, 'Reporting person'],
  [29, 'Data protection officer and contact'],
  [38, 'Other parties'],
  [44, 'Timeline'],
  [55, 'Nature of the breach'],
  [65, 'Data subjects'],
  [70, 'Personal data'],
  [75, 'Measures before the breach'],
  [79, 'Likely consequences'],
  [89, 'Risk'],
  [92, 'Measures after the breach'],
  [97, 'Communication to the data subjects'],
  [109, 'Other authorities'],
  [113, 'Cross-border processing'],
  [120, 'Controller outside the EEA'],
  [125, 'Attachments'],
];

export interface Question {
  readonly number: number;
  readonly label: string;
  /** What each letter says. */
  readonly words: Readonly<Record<string, string>>;
}
export interface QuestionSection {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** All that the template asks, in the words of the schema. */
export const questionnaire: readonly QuestionSection[] = inSections(
  fields.map(({ number, letters }) => ({
    number,
    label: labelOf(number),
    words: Object.fromEntries(letters.map((letter) => [letter, wordsOf(number, letter)])),
  })),
).map(({ title, rows }) => ({ title, questions: rows }));

function inSections<Row extends { readonly number: number }>(
  rows: readonly Row[],
): readonly { readonly title: string; readonly rows: readonly Row[] }[] {
  return heads.map(([first, title], index) => {
    const next = heads[index + 1]?.[0] ?? Infinity;
    return { title, rows: rows.filter(({ number }) => first <= number && number < next) };
  });
}

/** What is asked and was not answered: said in words, so that nobody takes it for an oversight of the printer. */
export const NOT_ANSWERED = 'not answered';

export interface FormRow {
  readonly number: number;
  readonly label: string;
  readonly letters?: string;
  readonly lines: readonly string[];
}
export interface FormSection {
  readonly title: string;
  readonly rows: readonly FormRow[];
}

/** The form as it is read: answers in words, beside them the letters of the template. */
export function formOf(answers: Answers, filing: Filing, timeZone: string): readonly FormSection[] {
  const filed = answersFiledAs(answers, filing);
  const rows = fields.flatMap((field) => rowOf(field, filed, filing, timeZone));
  return inSections(rows).filter((section) => section.rows.length > 0);
}

function rowOf(field: Field, answers: Answers, filing: Filing, timeZone: string): readonly FormRow[] {
  const { number } = field;
  if (!isVisible(number, answers, filing)) return [];
  const row = { number, label: labelOf(number) };
  const answer = answers[number];
  if (!isAnswered(answer)) return isRequired(number, answers, filing) ? [{ ...row, lines: [NOT_ANSWERED] }] : [];
  if (field.letters.length === 0) return [{ ...row, lines: linesOf(field.form, answer, timeZone) }];
  const letters = isList(answer) ? answer : linesOf(field.form, answer, timeZone);
  return [{ ...row, letters: letters.join(', '), lines: letters.map((letter) => wordsOf(number, letter)) }];
}

/** The asterisk of the template leads to a note that the schema does not have. */
function labelOf(number: number): string {
  return schemaFieldOf(number).title.replace(/\*$/, '');
}

function linesOf(form: AnswerForm, answer: Answer, timeZone: string): readonly string[] {
  if (isList(answer)) return form === 'memberStates' ? [answer.join(', ')] : answer;
  if (typeof answer === 'object') return Object.entries(answer).map(([state, count]) => `${state}: ${count}`);
  if (typeof answer === 'boolean') return [answer ? 'Yes' : 'No'];
  if (typeof answer === 'number') return [String(answer)];
  // What is no date yet is shown as it was typed: the gap list says so.
  if (form === 'instant' && isInstant(answer)) return [moment(answer, timeZone)];
  if (form === 'date' && isCivilDate(answer)) return [spoken(answer)];
  return answer.split('\n');
}

/** `Friday 20 November 2026, 14:20 (Europe/Berlin)` */
function moment(instant: string, timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${spoken(civilDateIn(instant, timeZone))}, ${clock.format(new Date(instant))} (${timeZone})`;
}
