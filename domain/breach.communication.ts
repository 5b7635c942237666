import { languageInEnglish, languages } from './letter.js';
import type { Language } from './letter.js';
import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** What every data subject is told, in plain words (GDPR Art. 34(2) with 33(3)(b), (c) and (d)). */
export interface CommunicationContent {
  /** The nature of the breach. */
  readonly text: string;
  readonly consequences: string;
  readonly measures: string;
  readonly contactPoint: string;
  /** What people can do themselves (Recital 86). */
  readonly recommendations?: string | undefined;
}

/** The same told in other languages, by somebody who writes them. */
export type CommunicationTranslations = Readonly<Partial<Record<Language, CommunicationContent>>>;

/** What a letter is made of, whoever reads it. */
export interface TranslatedContent extends CommunicationContent {
  readonly translations?: CommunicationTranslations | undefined;
}

export interface CommunicationOrder extends TranslatedContent {
  /** In which the words are written, those of the translations aside; absent in orders of old. */
  readonly language?: Language | undefined;
  /** Why people are told though no high risk asks for it. */
  readonly voluntaryReasons?: string | undefined;
}

/** GDPR Art. 12(1): in the words that the reader understands best, where somebody wrote them. */
export function contentFor(order: TranslatedContent, reader: Language): CommunicationContent {
  const { text, consequences, measures, contactPoint, recommendations } = order.translations?.[reader] ?? order;
  return { text, consequences, measures, contactPoint, recommendations };
}

/** GDPR Art. 34(2): nobody is told less for the language that they read. */
export function whyNotTold(order: TranslatedContent): Refusal | undefined {
  const { translations = {} } = order;
  const translated = languages.flatMap((language) => {
    const content = translations[language];
    return content === undefined ? [] : [{ content, letter: `The letter in ${languageInEnglish[language]}` }];
  });
  const all = [{ content: order, letter: 'The letter' }, ...translated];
  const adviseAnybody = all.some(({ content }) => isAdvising(content));
  return all
    .map(({ content, letter }) => whyIncomplete(content, letter) ?? whyUnadvised(content, letter, adviseAnybody))
    .find((refusal) => refusal !== undefined);
}

/** GDPR Art. 34(2): the nature of the breach, and at least what Art. 33(3)(b), (c) and (d) ask for. */
function whyIncomplete(content: CommunicationContent, letter: string): Refusal | undefined {
  const { text, contactPoint, consequences, measures } = content;
  const lacks = (what: string, article: string) => incomplete(letter, what, article);
  if (!areReasonsGiven(text)) return lacks('what happened', 'GDPR Art. 34(2)');
  if (contactPoint.trim() === '') return lacks('whom to ask', 'GDPR Art. 33(3)(b)');
  if (!areReasonsGiven(consequences)) return lacks('what it is likely to lead to', 'GDPR Art. 33(3)(c)');
  if (!areReasonsGiven(measures)) return lacks('what is done about it', 'GDPR Art. 33(3)(d)');
  return undefined;
}

/** Recital 86: what some can do themselves, all of them can. */
function whyUnadvised(content: CommunicationContent, letter: string, adviseAnybody: boolean): Refusal | undefined {
  if (!adviseAnybody || isAdvising(content)) return undefined;
  return incomplete(letter, 'what people can do themselves, as it does in another language', 'Recital 86');
}

function isAdvising({ recommendations = '' }: CommunicationContent): boolean {
  return recommendations.trim() !== '';
}

function incomplete(letter: string, what: string, article: string): Refusal {
  return refuse('CommunicationIncomplete', `${letter} does not say ${what}.`, article);
}
