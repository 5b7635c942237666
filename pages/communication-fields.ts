import { mustCommunicate } from '../domain/breach.duties.js';
import type { KnownBreach } from '../domain/breach.js';
import { languageInEnglish, languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import { counted } from './fact-sentences.js';
import { filled } from './step-fields.js';
import type { Choice, Field, FieldView, Typed } from './step-fields.js';

/** What the organisation writes itself, in the order of the letter. */
export const writtenParts = ['text', 'consequences', 'measures', 'recommendations', 'contactPoint'] as const;
export type WrittenPart = (typeof writtenParts)[number];

const written: Readonly<Record<WrittenPart, Omit<Field, 'name'>>> = {
  text: {
    ...{ label: 'What happened', type: 'textarea', required: true },
    hint: 'Everybody on the list reads it: short sentences, plain words. Art. 34(2).',
  },
  consequences: {
    ...{ label: 'What it may lead to', type: 'textarea', required: true },
    hint: 'For the people themselves. Art. 33(3)(c).',
  },
  measures: {
    ...{ label: 'What we do about it', type: 'textarea', required: true },
    hint: 'Done and planned. Art. 33(3)(d).',
  },
  recommendations: {
    ...{ label: 'What people can do themselves', type: 'textarea', required: false },
    hint: 'Such as: change a password.',
  },
  contactPoint: {
    ...{ label: 'Whom people can ask', type: 'text', required: true },
    hint: 'Name, mail, telephone. Art. 33(3)(b).',
  },
};

/** The words of the letter, in the language that is chosen first. */
export function orderFields(breach: KnownBreach, preset: Language): readonly Field[] {
  const choices = languages.map((language): Choice => [language, languageInEnglish[language]]);
  return [
    {
      ...{ name: 'language', label: 'In which language you write', type: 'select', required: true, choices, preset },
      hint: 'The frame of each letter is in the language of its reader.',
    },
    ...writtenParts.map((part): Field => ({ name: part, ...written[part] })),
    ...(mustCommunicate(breach) ? [] : [voluntaryReasons]),
  ];
}

const voluntaryReasons: Field = {
  ...{ name: 'voluntaryReasons', label: 'Why are they told?', type: 'textarea', required: true },
  hint: 'No high risk was found.',
};

/** Typed by hand before letters leave, which nobody calls back. */
export function orderReference({ reference }: KnownBreach): Field {
  return {
    ...{ name: 'reference', label: `Type ${reference}`, type: 'text', required: true, autocomplete: 'off' },
    hint: 'The letters go out at once and cannot be called back. The page of the breach says how many wait.',
  };
}

/** So many on the list read it. */
export interface Readers {
  readonly language: Language;
  readonly recipients: number;
}

/** The words in another language, folded up until somebody writes them. */
export interface TranslationView {
  readonly summary: string;
  readonly fields: readonly FieldView[];
  readonly isOpen: boolean;
}

interface TranslationsInput {
  readonly readers: readonly Readers[];
  /** In which the words themselves are written, unless somebody chose another one. */
  readonly preset: Language;
  readonly typed: Typed;
  readonly wrong: Typed;
}

/** One group for each language that is read on the list: without script nobody knows which one is chosen for the words. GDPR Art. 12(1). */
export function translationViews({ readers, preset, typed, wrong }: TranslationsInput): readonly TranslationView[] {
  return languages.flatMap((language) => {
    const fields = filled(translationFields(language), typed, wrong);
    const recipients = readers.find((one) => one.language === language)?.recipients ?? 0;
    const isOpen = fields.some(({ value }) => value.trim() !== '');
    const many = recipients === 0 ? '' : `, for ${counted(recipients, 'recipient')}`;
    const isTheirs = language === (typed['language'] ?? preset);
    const ask = isTheirs ? 'If you choose another language above: write it in' : 'Write it in';
    const summary = `${ask} ${languageInEnglish[language]} too${many}`;
    return isOpen || recipients > 0 ? [{ summary, fields, isOpen }] : [];
  });
}

/** Said beside the button, whether or not anybody looks at the letters first: who may get words that they do not read. */
export function readersText(readers: readonly Readers[]): string | undefined {
  if (readers.length === 0) return undefined;
  const many = readers.map(
    ({ language, recipients }) => `${languageInEnglish[language]} by ${counted(recipients, 'recipient')}`,
  );
  return `On the list: ${many.join(', ')}. Whoever reads a language in which nothing is written gets the words at the top, in the language that you chose for them.`;
}

function translationFields(language: Language): readonly Field[] {
  return writtenParts.map((part): Field => {
    const { label, type } = written[part];
    const name = translationField(language, part);
    return { name, label: `${label}, in ${languageInEnglish[language]}`, type, required: false };
  });
}

/** Under which name a form sends a part of a translation. */
export function translationField(language: Language, part: WrittenPart): string {
  return `${language}-${part}`;
}
