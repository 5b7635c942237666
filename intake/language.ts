import type { Language } from '../domain/letter.js';

/** Small words that carry no meaning and so are in every letter; those that two of the languages share are left out. */
const smallWords: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words('the of and to you your my that this have with for not are would please which they from dear i it'),
  nl: words('het een ik u uw mijn niet van en dat deze hebben met voor zijn wilt graag welke geachte naar ook dit'),
  de: words('der die das und ich sie ihre mein meine nicht von zu mit bitte ist sind haben welche sehr über auf zur'),
  fr: words('le la les des et je vous votre mon mes pas que cette avec pour être merci est sont du une bonjour ma'),
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** A guess, for the letters' language and for nothing else: English wherever the text does not say. */
export function guessLanguage(text: string): Language {
  const said =
    text
      .slice(0, 20_000)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const languages = ['en', 'nl', 'de', 'fr'] as const;
  const score = (language: Language) => said.filter((word) => smallWords[language].has(word)).length;
  return languages.reduce((best, next) => (score(next) > score(best) ? next : best));
}
