import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/letter.js';

/** Name of a template or of a part that several share, and its text. */
export type LanguageTemplates = Readonly<Record<string, string>>;
export type LetterTemplates = Readonly<Record<Language, LanguageTemplates>>;

export interface Template {
  readonly subject: string;
  readonly body: string;
}

const extension = '.liquid';
const frontMatter = /^---\nsubject: *(?<subject>[^\n]+)\n---\n(?<body>[\s\S]+)$/;

/** Read once, before the first letter: a change of the texts takes effect with a restart, and as a new version. */
export function readTemplates(folder: string): LetterTemplates {
  const read = (language: Language): LanguageTemplates => readLanguage(join(folder, language));
  return { en: read('en'), nl: read('nl'), de: read('de'), fr: read('fr') };
}

function readLanguage(folder: string): LanguageTemplates {
  const files = readdirSync(folder).filter((file) => file.endsWith(extension));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(0, -extension.length), readFileSync(join(folder, file), 'utf8')]),
  );
}

export function templateOf(templates: LetterTemplates, name: string, language: Language): Template {
  const source = templates[language][name];
  if (source === undefined) throw new Error(`There is no letter ${name} in ${language}`);
  const parts = frontMatter.exec(source.replaceAll('\r\n', '\n'))?.groups;
  const { subject, body } = parts ?? {};
  if (subject === undefined || body === undefined) throw new Error(`The letter ${name} in ${language} has no subject`);
  return { subject, body };
}

const versions = new WeakMap<LanguageTemplates, Map<string, string>>();

/** Of the template and the parts that it could draw in: the same version is the same text. */
export function versionOf(templates: LetterTemplates, name: string, language: Language): string {
  const texts = templates[language];
  const known = versions.get(texts) ?? new Map<string, string>();
  versions.set(texts, known);
  const version = known.get(name) ?? hashOf(texts, name);
  known.set(name, version);
  return version;
}

function hashOf(texts: LanguageTemplates, name: string): string {
  const drawn = Object.entries(texts).filter(
    ([other, source]) => other === name || !frontMatter.test(source.replaceAll('\r\n', '\n')),
  );
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex');
}
