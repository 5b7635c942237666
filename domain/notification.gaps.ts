import { isCivilDate, isInstant } from './civil-date.js';
import { memberStates } from './member-state.js';
import { answersFiledAs, isAnswered, isList } from './notification.js';
import type { Answer, Answers, Filing } from './notification.js';
import { fields } from './notification.fields.js';
import type { AnswerForm, Field } from './notification.fields.js';
import { isRequired, isVisible } from './notification.rules.js';

export const gapReasons = ['missing', 'toBeDetermined', 'unknownLetter', 'wrongForm', 'notVisible'] as const;
export type GapReason = (typeof gapReasons)[number];

/** What keeps the answers from being what they are sent as. Personal data are not in it. */
export interface Gap {
  readonly field: number;
  readonly why: GapReason;
}

/**
 * GDPR Art. 33(4): an incomplete notification may leave sixteen answers to be determined, a complete one none. A list of
 * what is still to do, in the order of the template; whether to send in spite of it is decided by people.
 */
export function gapsOf(answers: Answers, filing: Filing): readonly Gap[] {
  const filed = answersFiledAs(answers, filing);
  return fields.flatMap((field) => {
    const why = whyGap(field, filed, filing);
    return why === undefined ? [] : [{ field: field.number, why }];
  });
}

function whyGap(field: Field, answers: Answers, filing: Filing): GapReason | undefined {
  const answer = answers[field.number];
  if (!isVisible(field.number, answers, filing)) return isAnswered(answer) ? 'notVisible' : undefined;
  if (!isAnswered(answer)) return isRequired(field.number, answers, filing) ? 'missing' : undefined;
  if (!isInForm[field.form](answer)) return 'wrongForm';
  if (!areLettersOf(field, answer, filing)) return 'unknownLetter';
  if (filing.subtype === 'complete' && isOpen(field, answer)) return 'toBeDetermined';
  return isForEach(field.number, answer, answers) ? undefined : 'missing';
}

const isText = (answer: Answer): boolean => typeof answer === 'string';
const isCount = (answer: Answer | undefined): boolean => Number.isSafeInteger(answer) && Number(answer) >= 0;
const isPerState = (answer: Answer): boolean =>
  typeof answer === 'object' && !isList(answer) && Object.values(answer).every(isCount);

/** One way to write an instant, which the schema's reads too. */
const inUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

const isInForm: Readonly<Record<AnswerForm, (answer: Answer) => boolean>> = {
  letter: isText,
  letters: isList,
  text: isText,
  texts: isList,
  count: isCount,
  memberStates: isList,
  countPerState: isPerState,
  date: (answer) => typeof answer === 'string' && isCivilDate(answer),
  instant: (answer) => typeof answer === 'string' && inUtc.test(answer) && isInstant(answer),
  yes: (answer) => typeof answer === 'boolean',
};

/** Member States and the EEA states; the United Kingdom has notifications of its own. */
export const eeaStates: readonly string[] = memberStates.filter((state) => state !== 'GB');

function areLettersOf({ number, form, letters }: Field, answer: Answer, { isFollowUp }: Filing): boolean {
  if (form === 'memberStates') return partsOf(answer).every((state) => eeaStates.includes(state));
  if (form !== 'letter' && form !== 'letters') return true;
  // Only what was notified can be withdrawn.
  if (number === 4 && answer === 'c') return isFollowUp;
  return partsOf(answer).every((letter) => letters.includes(letter));
}

function isOpen({ toBeDetermined }: Field, answer: Answer): boolean {
  return toBeDetermined !== undefined && partsOf(answer).includes(toBeDetermined);
}

function partsOf(answer: Answer | undefined): readonly string[] {
  if (isList(answer)) return answer;
  return typeof answer === 'string' ? [answer] : [];
}

/** Which names or countries a list answers for: each of them has its own entry. */
const answersFor: Readonly<Record<number, number>> = { 39: 40, 41: 40, 117: 116, 122: 121 };

function isForEach(number: number, answer: Answer, answers: Answers): boolean {
  const asked = answersFor[number];
  if (asked === undefined) return true;
  const each = partsOf(answers[asked]);
  if (isList(answer)) return answer.filter(isAnswered).length >= each.length;
  return each.every((state) => Object.keys(answer).includes(state));
}
