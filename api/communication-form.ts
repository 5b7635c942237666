import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import { translationField, writtenParts } from '../pages/communication-fields.js';
import type { WrittenPart } from '../pages/communication-fields.js';
import type { Form } from './case-forms.js';

/** An order of letters as somebody filled it in; what is missing in its words is the law's to say. */
export function orderIn(form: Form): object {
  const said = (field: string) => ((form[field] ?? '').trim() === '' ? undefined : form[field]);
  return {
    ...wordsIn((part) => form[part]),
    ...{ language: said('language'), translations: translationsIn(form) },
    ...{ reference: form['reference'] ?? '', voluntaryReasons: said('voluntaryReasons') },
  };
}

/** A language counts as soon as anything is written in it. */
function translationsIn(form: Form): object {
  const partIn = (language: Language) => (part: WrittenPart) => form[translationField(language, part)];
  const written = languages.filter((language) =>
    writtenParts.some((part) => (partIn(language)(part) ?? '').trim() !== ''),
  );
  return Object.fromEntries(written.map((language) => [language, wordsIn(partIn(language))]));
}

function wordsIn(said: (part: WrittenPart) => string | undefined): object {
  const words = Object.fromEntries(writtenParts.map((part) => [part, said(part) ?? '']));
  return words['recommendations']?.trim() === '' ? { ...words, recommendations: undefined } : words;
}
