import type { Instant } from './time.js';

/** One letter or several, a text, a number, a yes, or a number for each Member State. */
export type Answer = string | number | boolean | readonly string[] | Readonly<Record<string, number>>;

/** By the number of the field in the common template. What nobody knows has no answer; nothing stands in for it. */
export type Answers = Readonly<Partial<Record<number, Answer>>>;

/** Incomplete: information follows in phases (GDPR Art. 33(4)). */
export const notificationSubtypes = ['complete', 'incomplete', 'withdrawn'] as const;
export type NotificationSubtype = (typeof notificationSubtypes)[number];

/** As what the answers are sent, and when. The case says it, so nobody types it into the form. */
export interface Filing {
  readonly subtype: NotificationSubtype;
  readonly isFollowUp: boolean;
  /** Whether the controller is established in the EEA; who is not notifies under other fields. */
  readonly isEstablishedInEea: boolean;
  readonly awareAt?: Instant | undefined;
  readonly at: Instant;
}

const REASONS_FOR_DELAY = 49;

/** GDPR Art. 33(1): they stand in the notification itself. */
export function reasonsForDelayIn(answers: Answers): string | undefined {
  const reasons = answers[REASONS_FOR_DELAY];
  return typeof reasons === 'string' ? reasons : undefined;
}

export function isAnswered(answer: Answer | undefined): answer is Answer {
  if (answer === undefined) return false;
  if (typeof answer === 'string') return answer.trim() !== '';
  if (isList(answer)) return answer.some((part) => part.trim() !== '');
  return typeof answer !== 'object' || Object.keys(answer).length > 0;
}

const subtypeLetters: Readonly<Record<NotificationSubtype, string>> = {
  complete: 'a',
  incomplete: 'b',
  withdrawn: 'c',
};

/** Some answers given anew; null takes one away. */
export type AnswerChanges = Readonly<Partial<Record<number, Answer | null>>>;

export function withChanges(answers: Answers, changes: AnswerChanges): Answers {
  const changed = Object.entries({ ...answers, ...changes });
  return Object.fromEntries(changed.flatMap(([number, answer]) => (answer == null ? [] : [[number, answer]])));
}

/** As it was frozen to be sent; nothing in it changes any more. */
export interface FrozenVersion {
  /** Counted from 1. */
  readonly version: number;
  readonly filing: Filing;
  readonly answers: Answers;
}

/** What the filing says itself stands in fields 3, 4 and 48, whatever was there before. */
export function answersFiledAs(answers: Answers, { subtype, isFollowUp, awareAt }: Filing): Answers {
  const { 48: _typed, ...others } = answers;
  const filed = { ...others, 3: isFollowUp ? 'b' : 'a', 4: subtypeLetters[subtype] };
  return awareAt === undefined ? filed : { ...filed, 48: awareAt };
}

/** Numbers of fields, in the order of the template. */
export interface Difference {
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly removed: readonly number[];
}

/** What a later version says that an earlier one did not; an order of letters is no difference. */
export function differenceBetween(earlier: Answers, later: Answers): Difference {
  const numbers = [...new Set([...Object.keys(earlier), ...Object.keys(later)].map(Number))].sort((a, b) => a - b);
  const was = (number: number) => isAnswered(earlier[number]);
  const is = (number: number) => isAnswered(later[number]);
  return {
    added: numbers.filter((number) => !was(number) && is(number)),
    changed: numbers.filter(
      (number) => was(number) && is(number) && compared(earlier[number]) !== compared(later[number]),
    ),
    removed: numbers.filter((number) => was(number) && !is(number)),
  };
}

function compared(answer: Answer | undefined): string {
  if (answer === undefined || typeof answer !== 'object') return JSON.stringify(answer);
  return JSON.stringify(isList(answer) ? answer.toSorted() : Object.entries(answer).toSorted());
}

/** `Array.isArray` does not see that a list may be read-only. */
export function isList(answer: Answer | undefined): answer is readonly string[] {
  return Array.isArray(answer);
}
