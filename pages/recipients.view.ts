import type { KnownBreach } from '../domain/breach.js';
import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';
import { confirmReference } from './breach-shared-fields.js';
import { breachStepPath, breachStepWords } from './breach-steps.words.js';
import type { StepWords } from './breach-steps.words.js';
import { casePath } from './case-path.js';
import { counted } from './fact-sentences.js';
import { shortMoment, zoneName } from './moment.js';
import { filled } from './step-fields.js';
import type { Choice, Field, FieldView, Typed } from './step-fields.js';
import { repeatFields, whyNotRepeat } from './wave-fields.js';
import type { LetterCounts, LetterState } from './wave-fields.js';
import { languageNames } from './words/languages.js';

export function recipientsPath(caseId: string): string {
  return `${casePath(caseId, 'breach')}/recipients`;
}

/** One recipient, as the list is shown to whoever keeps it. */
export interface ShownRecipient {
  readonly number: number;
  readonly state: LetterState;
  readonly language: Language;
  readonly changedAt: Date;
  /** Absent once it was taken off the list. */
  readonly mail?: string | undefined;
  readonly name?: string | undefined;
}

interface Told {
  /** What was done, or was not. */
  readonly done?: string | undefined;
  readonly problem?: { readonly message: string; readonly lines?: readonly string[] } | undefined;
}

export interface RecipientsInput extends Told {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly counts: LetterCounts;
  readonly recipients: readonly ShownRecipient[];
  readonly after?: number | undefined;
  readonly next?: number | undefined;
  readonly state?: LetterState | undefined;
  /** The rows are what a search found. */
  readonly isSearch: boolean;
  /** Why nobody could be looked for. */
  readonly wrong?: string | undefined;
  readonly now: Instant;
  readonly nonce: string;
  /** Why whoever looks may order no letters. */
  readonly whyNotYours?: string | undefined;
  readonly typed: Typed;
}

export interface RecipientRow {
  readonly number: number;
  readonly mail: string;
  readonly name: string;
  readonly language: string;
  readonly stands: string;
  readonly href?: string;
}

export interface RecipientsView extends Told {
  readonly reference: string;
  readonly caseHref: string;
  readonly path: string;
  readonly zone: string;
  readonly told: string;
  readonly counts: readonly { readonly text: string; readonly href: string; readonly isShown: boolean }[];
  readonly rows: readonly RecipientRow[];
  readonly none: string;
  readonly all?: string;
  readonly next?: string;
  readonly isOpen: boolean;
  /** Letters that did not arrive: the form that sends them again, or why there is none. */
  readonly repeat?: StepWords & {
    readonly action: string;
    readonly nonce: string;
    readonly fields: readonly FieldView[];
    readonly whyNot?: string;
  };
  readonly upload: { readonly fields: readonly FieldView[] };
  readonly search: { readonly fields: readonly FieldView[] };
}

export const letterStateWords: Readonly<Record<LetterState, string>> = {
  waiting: 'waiting',
  sending: 'on its way',
  sent: 'sent',
  refused: 'not taken',
  bounced: 'came back',
  unknown: 'unknown whether it left',
  removed: 'taken off',
};

/** The list of those who are written to, and where each letter stands. GDPR Art. 34(1). */
export function recipientsView(input: RecipientsInput): RecipientsView {
  const { caseId, breach, counts, recipients, after, next, state, isSearch, wrong, typed, done, problem } = input;
  const path = recipientsPath(caseId);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const isPart = isSearch || state !== undefined || after !== undefined;
  return {
    ...{ reference: breach.reference, caseHref: casePath(caseId, 'breach'), path, zone: zoneName(breach.timeZone) },
    told: all === 0 ? 'Nobody is on the list yet.' : `${counted(all, 'recipient')} on the list.`,
    counts: (Object.entries(counts) as [LetterState, number][])
      .filter(([, count]) => count > 0)
      .map(([one, count]) => {
        return {
          text: `${String(count)} ${letterStateWords[one]}`,
          href: `${path}?state=${one}`,
          isShown: one === state,
        };
      }),
    rows: recipients.map((recipient) => rowOf(input, recipient)),
    none: wrong ?? (isSearch ? 'Nobody on the list has this address.' : 'Nobody stands here.'),
    ...(isPart && { all: path }),
    ...(next !== undefined && { next: `${path}?${state === undefined ? '' : `state=${state}&`}after=${String(next)}` }),
    isOpen: breach.phase === 'open',
    ...(isAnyMissing(counts) && breach.phase === 'open' && { repeat: repeatOf(input) }),
    upload: { fields: filled([listField], {}, {}) },
    search: {
      fields: filled([mailField('The whole mail address')], typed, wrong === undefined ? {} : { mail: wrong }),
    },
    ...(done !== undefined && { done }),
    ...(problem && { problem }),
  };
}

function isAnyMissing({ refused, bounced, unknown }: LetterCounts): boolean {
  return refused + bounced + unknown > 0;
}

function repeatOf({ caseId, breach, nonce, whyNotYours }: RecipientsInput): NonNullable<RecipientsView['repeat']> {
  const why = whyNotYours ?? whyNotRepeat(breach)?.message;
  return {
    ...breachStepWords['communication-repeat'],
    ...{ action: breachStepPath(caseId, 'communication-repeat'), nonce, fields: filled(repeatFields(), {}, {}) },
    ...(why !== undefined && { whyNot: why }),
  };
}

function rowOf({ caseId, breach, now }: RecipientsInput, recipient: ShownRecipient): RecipientRow {
  const { number, state, language, changedAt, mail, name = '' } = recipient;
  const since = shortMoment(changedAt.toISOString(), breach.timeZone, now);
  return {
    ...{ number, name, mail: mail ?? 'taken off the list', language: languageNames[language] },
    stands: `${letterStateWords[state]}, ${since}`,
    ...(breach.phase === 'open' && mayCorrect(state) && { href: `${recipientsPath(caseId)}/${String(number)}` }),
  };
}

function mayCorrect(state: LetterState): boolean {
  return state === 'waiting' || state === 'refused' || state === 'bounced' || state === 'unknown';
}

export interface RecipientInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly recipient: ShownRecipient;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: { readonly message: string } | undefined;
}

export interface RecipientView extends Told {
  readonly reference: string;
  readonly title: string;
  readonly listHref: string;
  readonly path: string;
  readonly stands: string;
  readonly mayCorrect: boolean;
  /** The reference typed by hand, where it may be taken off at all: nobody puts the address back. */
  readonly removal?: { readonly fields: readonly FieldView[] };
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
}

/** One recipient: another address, or off the list. */
export function recipientView({ caseId, breach, recipient, typed, wrong, problem }: RecipientInput): RecipientView {
  const { number, state, language, mail = '', name = '' } = recipient;
  const choices = languages.map((one): Choice => [one, languageNames[one]]);
  const fields: readonly Field[] = [
    { ...mailField('Mail address'), preset: mail },
    { name: 'name', label: 'Name', type: 'text', required: false, preset: name },
    { name: 'language', label: 'Language of the letter', type: 'select', required: true, choices, preset: language },
  ];
  const isOpen = breach.phase === 'open';
  const typedBefore = confirmReference('Type the case reference', breach.reference, true);
  return {
    ...{ reference: breach.reference, title: `Recipient ${String(number)}`, listHref: recipientsPath(caseId) },
    path: `${recipientsPath(caseId)}/${String(number)}`,
    stands: `The letter: ${letterStateWords[state]}.`,
    mayCorrect: isOpen && mayCorrect(state),
    ...(isOpen && state === 'waiting' && { removal: { fields: filled([typedBefore], typed, wrong) } }),
    fields: filled(fields, typed, wrong),
    faults: Object.entries(wrong).map(([field, text]) => ({ name: field, text })),
    ...(problem && { problem }),
  };
}

function mailField(label: string): Field {
  return { name: 'mail', label, type: 'email', required: true };
}

const listField: Field = {
  ...{ name: 'list', label: 'The list', type: 'files', required: true },
  hint: 'CSV with the columns mail, name and language, or one JSON object on each line; UTF-8, 50 MB at most. All of it is taken or nothing, and nobody twice.',
};
