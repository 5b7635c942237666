import { isAnswered } from '../domain/notification.js';
import type { Answers, Filing } from '../domain/notification.js';
import { answerable } from '../domain/notification.fields.js';
import type { Field } from '../domain/notification.fields.js';
import type { Gap } from '../domain/notification.gaps.js';
import { isVisible } from '../domain/notification.rules.js';
import type { KnownBreach } from '../domain/breach.js';
import { fieldFor, saidOf, slotOf, slotsIn, typedFrom } from './notification-fields.js';
import type { Question } from './notification-fields.js';
import { filled } from './step-fields.js';
import type { Field as FormField, FieldView, Typed } from './step-fields.js';

export interface AskedSection {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** Answers as they would be filed now. */
export interface DraftShown {
  readonly filing: Filing;
  readonly answers: Answers;
  readonly gaps: readonly Gap[];
}

/** The form over all sections, where it was not taken. */
export interface SentForm {
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
}

/** Tells one state of what was shown from another. */
export type MarkOf = (shown: unknown) => string;

export interface SectionView {
  readonly id: string;
  /** Of each answer as the case has it now. */
  readonly marks: readonly { readonly name: string; readonly value: string }[];
  readonly title: string;
  readonly fields: readonly FieldView[];
  readonly lacks?: string;
  readonly done?: string;
  /** What the case says now, where what was typed differs: somebody else changed the section. */
  readonly meanwhile: readonly { readonly label: string; readonly lines: readonly string[] }[];
}

export interface SectionsInput {
  readonly breach: KnownBreach;
  /** The template, in its own words. */
  readonly sections: readonly AskedSection[];
  readonly markOf: MarkOf;
  readonly incomplete: DraftShown;
  readonly complete: DraftShown;
  readonly sent?: SentForm | undefined;
  /** What was done, and in which part of the page it is told. */
  readonly done?: { readonly at: string; readonly told: string } | undefined;
}

export const sectionId = ({ questions }: AskedSection): string => String(questions[0]?.number ?? 0);

/** What people answer in it, asked at the moment or not. */
export function fieldsOf({ questions }: AskedSection): readonly Field[] {
  const numbers = questions.map(({ number }) => number);
  return answerable.filter(({ number }) => numbers.includes(number));
}

/** How an answer that comes back stands to the case as it is now. */
export interface Standing {
  /** Something else was typed than had been shown. */
  readonly isTouched: boolean;
  /** And the case says neither the one nor the other by now: saved, it would undo a change unseen. */
  readonly isOvertaken: boolean;
}

export function standingOf({ number }: Field, typed: Typed, shown: Typed, markOf: MarkOf): Standing {
  const before = typed[markSlot(number)];
  const [own, now] = [markOf(saidOf(typed, number)), markOf(saidOf(shown, number))];
  const isTouched = before !== undefined && before !== own;
  return { isTouched, isOvertaken: isTouched && now !== before && now !== own };
}

const markSlot = (number: number): string => `mark-${slotOf(number)}`;

/** Section by section; what somebody typed stays, whatever became of it, and what was left alone is the case's to say. */
export function sectionViews(input: SectionsInput): readonly SectionView[] {
  const shown = typedFrom(input.incomplete.answers, input.breach.timeZone);
  return input.sections.flatMap((section) => sectionView(section, shown, input));
}

function sectionView(section: AskedSection, shown: Typed, input: SectionsInput): readonly SectionView[] {
  const { complete, sent, done, markOf } = input;
  const form = sent?.typed ?? {};
  const standing = (field: Field) => standingOf(field, form, shown, markOf);
  const typed = Object.fromEntries(
    fieldsOf(section).flatMap((field) => slotsIn(standing(field).isTouched ? form : shown, field.number)),
  );
  const asked = askedIn(section, typed, input);
  if (asked.length === 0) return [];
  const id = sectionId(section);
  const lacks = complete.gaps.filter((gap) => asked.some(({ number }) => number === gap.field)).length;
  const overtaken = asked.filter((field) => standing(field).isOvertaken);
  const marks = fieldsOf(section).map(({ number }) => ({
    name: markSlot(number),
    value: markOf(saidOf(shown, number)),
  }));
  return [
    {
      ...{ id, marks, title: section.title },
      fields: filled(formFields(asked, section, input), typed, sent?.wrong ?? {}),
      ...(lacks > 0 && { lacks: `${lacks} missing for Complete` }),
      ...(done?.at === id && { done: done.told }),
      meanwhile: filled(formFields(overtaken, section, input), shown, {}).map(read),
    },
  ];
}

/** What is asked now, and what was typed although it is asked no more. */
function askedIn(section: AskedSection, typed: Typed, { incomplete }: SectionsInput): readonly Field[] {
  const { answers, filing } = incomplete;
  return fieldsOf(section).filter(({ number }) => isVisible(number, answers, filing) || saidOf(typed, number) !== '');
}

function formFields(asked: readonly Field[], { questions }: AskedSection, input: SectionsInput): readonly FormField[] {
  return asked.flatMap((field) => {
    const question = questions.find(({ number }) => number === field.number);
    const tag = tagOf(field.number, input);
    if (question === undefined) return [];
    return [{ ...fieldFor(field, question, input.breach.timeZone), ...(tag !== undefined && { tag }) }];
  });
}

function tagOf(number: number, { breach, incomplete, complete }: SectionsInput): string | undefined {
  const gap = complete.gaps.find(({ field }) => field === number);
  if (gap !== undefined) return gap.why === 'toBeDetermined' ? 'to be determined' : 'missing for Complete';
  const isKnown = isAnswered(incomplete.answers[number]) && breach.notificationAnswers?.[number] === undefined;
  return isKnown ? 'from the case' : undefined;
}

/** As one reads it: the chosen answers in words, or the text. */
function read({ label, type, value, choices }: FieldView): SectionView['meanwhile'][number] {
  const text = type === 'datetime-local' ? value.replace('T', ' ') : value;
  const lines = choices?.filter(({ chosen }) => chosen).map((choice) => choice.text) ?? text.split('\n');
  return { label, lines: lines.join('') === '' ? ['Not answered'] : lines };
}
