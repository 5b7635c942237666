import type { KnownBreach } from '../domain/breach.js';
import { languageInEnglish } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import { paragraphsOf } from './case.view.js';
import type { Readers } from './communication-fields.js';
import { counted } from './fact-sentences.js';
import { shortMoment } from './moment.js';

/** A letter as it would leave, less the name of whoever gets it. */
export interface PreviewedLetter extends Readers {
  /** In which the organisation’s own words stand in it. */
  readonly wordsIn: Language;
  readonly subject: string;
  readonly text: string;
}

export interface PreviewView {
  readonly told: string;
  readonly letters: readonly {
    readonly title: string;
    readonly language: Language;
    readonly subject: string;
    readonly paragraphs: readonly string[];
    /** What its readers may not understand. */
    readonly warning?: string;
  }[];
}

/** Every letter that an order would send, before it is given. GDPR Art. 34(2). */
export function previewView(
  letters: readonly PreviewedLetter[],
  { communicationHold, timeZone }: Pick<KnownBreach, 'communicationHold' | 'timeZone'>,
): PreviewView {
  const all = letters.reduce((sum, { recipients }) => sum + recipients, 0);
  const waits = communicationHold && ` They would wait until ${shortMoment(communicationHold.until, timeZone)}.`;
  return {
    told: `Nothing was sent, and nothing is kept. ${counted(all, 'recipient')} would be written to; whose name is on the list is greeted by it.${waits ?? ''}`,
    letters: letters.map(({ language, recipients, wordsIn, subject, text }) => {
      const [readers, name] = [counted(recipients, 'recipient'), languageInEnglish[language]];
      const get = recipients === 1 ? `reads ${name} and gets` : `read ${name} and get`;
      return {
        ...{ title: `In ${name}, to ${readers}`, language, subject, paragraphs: paragraphsOf(text) },
        ...(wordsIn !== language && {
          warning: `${readers} ${get} your words in ${languageInEnglish[wordsIn]}.`,
        }),
      };
    }),
  };
}
