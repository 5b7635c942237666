import type { Language } from '../../domain/letter.js';
import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import { nl } from './nl.js';
import type { PortalWords } from './portal-words.js';

/** A language without its words does not compile. */
export const portalWords: Readonly<Record<Language, PortalWords>> = { en, nl, de, fr };

/** Each in itself, for people who cannot read the page they are on. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  nl: 'Nederlands',
  de: 'Deutsch',
  fr: 'Français',
};
