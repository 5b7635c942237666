import type { Answer, Answers } from '../domain/notification.js';
import { answerable } from '../domain/notification.fields.js';
import type { AnswerForm, Field as AskedField } from '../domain/notification.fields.js';
import { eeaStates } from '../domain/notification.gaps.js';
import { localInput, zoneName } from './moment.js';
import type { Choice, Field, Typed } from './step-fields.js';

/** A field of the template, in the words of its schema. */
export interface Question {
  readonly number: number;
  readonly label: string;
  readonly words: Readonly<Record<string, string>>;
}

/** How a form names the field. */
export const slotOf = (number: number): string => `q${number}`;

/** Answers as forms hold them: an instant in the controller's zone, one name or country on each line. */
export function typedFrom(answers: Answers, timeZone: string): Typed {
  return Object.fromEntries(
    answerable.flatMap(({ number, form }) => {
      const answer = answers[number];
      return answer === undefined ? [] : slotsOf[isMarked(form) ? 'marks' : 'text'](number, form, answer, timeZone);
    }),
  );
}

type Slots = readonly (readonly [name: string, value: string])[];
type ToSlots = (number: number, form: AnswerForm, answer: Answer, timeZone: string) => Slots;

const slotsOf: Readonly<Record<'marks' | 'text', ToSlots>> = {
  marks: (number, _form, answer) => partsOf(answer).map((part) => [`${slotOf(number)}-${part}`, 'yes']),
  text: (number, form, answer, timeZone) => {
    const text = written(form, answer, timeZone);
    return [[slotOf(number), ofOneLine.includes(number) ? text.replaceAll(/\s*\n\s*/g, ' ') : text]];
  },
};

/** Browsers end lines in a way of their own. */
export const plain = (text = ''): string => text.replaceAll(/\r\n?/g, '\n').trim();

/** All that a form holds of a field. */
export function slotsIn(form: Typed, number: number): Slots {
  const name = slotOf(number);
  return Object.entries(form).filter(([slot]) => slot === name || slot.startsWith(`${name}-`));
}

/** The same, to be compared. */
export function saidOf(form: Typed, number: number): string {
  const name = slotOf(number);
  const said = slotsIn(form, number)
    .map(([slot, value]) => `${slot} ${plain(value)}`)
    .filter((slot) => slot !== `${name} `);
  return said.sort().join('\n\n');
}

/** Any number of choices. */
export function isMarked(form: AnswerForm): boolean {
  return form === 'letters' || form === 'memberStates';
}

function partsOf(answer: Answer): readonly string[] {
  return typeof answer === 'object' ? Object.values(answer).map(String) : [];
}

function written(form: AnswerForm, answer: Answer, timeZone: string): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (typeof answer !== 'object') return form === 'instant' ? localInput(String(answer), timeZone) : String(answer);
  if (form === 'texts') return partsOf(answer).join('\n');
  return Object.entries(answer)
    .map(([state, count]) => `${state}: ${count}`)
    .join('\n');
}

/** References, names and offices: a browser would join their lines without a space. */
const ofOneLine: readonly number[] = [6, 7, 11, 12, 16, 21, 24, 30, 34, 35];

/** Longer lists are a menu: two dozen buttons are no choice. */
const MOST_BUTTONS = 8;

export function fieldFor({ number, form, letters }: AskedField, { label, words }: Question, timeZone: string): Field {
  const about = { name: slotOf(number), label: `${number}. ${label}`, required: false };
  const none: Choice = ['', 'Not answered'];
  switch (form) {
    case 'letter': {
      const type = letters.length > MOST_BUTTONS ? 'select' : 'radio';
      return { ...about, type, choices: [none, ...letters.map((letter): Choice => [letter, words[letter] ?? letter])] };
    }
    case 'letters':
      return { ...about, type: 'checks', choices: letters.map((letter): Choice => [letter, words[letter] ?? letter]) };
    case 'memberStates':
      return { ...about, type: 'checks', choices: eeaStates.map((state): Choice => [state, countryName(state)]) };
    case 'yes':
      return { ...about, type: 'radio', choices: [none, ['yes', 'Yes'], ['no', 'No']] };
    case 'texts':
      return { ...about, type: 'textarea', hint: 'One on each line.' };
    case 'countPerState':
      return { ...about, type: 'textarea', hint: 'One country on each line, as DE: 120.' };
    case 'count':
      return { ...about, type: 'text', hint: 'A whole number.', autocomplete: 'off' };
    case 'date':
      return { ...about, type: 'date' };
    case 'instant':
      return { ...about, type: 'datetime-local', hint: zoneName(timeZone) };
    case 'text':
      return { ...about, type: ofOneLine.includes(number) ? 'text' : 'textarea' };
  }
}

export function countryName(state: string): string {
  return new Intl.DisplayNames('en-GB', { type: 'region' }).of(state) ?? state;
}
