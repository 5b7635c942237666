import type { Language } from '../../domain/letter.js';
import { LetterIncomplete } from '../../letters/render.js';
import { readTemplates } from '../../letters/templates.js';
import type { LetterTemplates } from '../../letters/templates.js';

export const shipped = readTemplates('letters');

export function changed(name: string, language: Language, change: (source: string) => string): LetterTemplates {
  const source = shipped[language][name] ?? '';
  return { ...shipped, [language]: { ...shipped[language], [name]: change(source) } };
}

export function missingIn(attempt: () => unknown): { part: string; article: string } | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof LetterIncomplete)) throw error;
    return { part: error.part, article: error.article };
  }
}
