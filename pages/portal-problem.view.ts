import type { Language } from '../domain/letter.js';
import { portalFrame } from './portal.view.js';
import type { PortalFrame } from './portal.view.js';
import { portalWords } from './words/languages.js';
import type { PortalWords, Trouble } from './words/portal-words.js';

export interface PortalProblemInput {
  readonly language: Language;
  readonly organisation: string;
  /** To which a person can write. */
  readonly mailbox: string;
  readonly status: number;
  /** For whoever asks us about it: names nobody. */
  readonly instance: string;
}

export interface PortalProblemView {
  readonly words: PortalWords;
  readonly frame: PortalFrame;
  readonly title: string;
  readonly text: string;
  readonly aside: string;
  readonly footNote: string;
}

/** What went wrong, in the language of the visitor. It never says whether a person or a case is known here. */
export function portalProblemView(input: PortalProblemInput): PortalProblemView {
  const { language, organisation, mailbox, status, instance } = input;
  const words = portalWords[language];
  const { title, text } = words.trouble[troubleOf(status)];
  return {
    words,
    frame: { ...portalFrame(language, title, organisation), languages: [] },
    title,
    text: text.replace('#', mailbox),
    aside: `${String(status)} · ${instance}`,
    footNote: words.noAccount,
  };
}

function troubleOf(status: number): Trouble {
  switch (status) {
    case 404:
    case 410:
      return 'notFound';
    case 413:
      return 'tooLarge';
    case 429:
      return 'tooMany';
    case 503:
    case 504:
      return 'away';
    default:
      return status < 500 ? 'unreadable' : 'defect';
  }
}
