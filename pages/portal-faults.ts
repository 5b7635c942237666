import type { Language } from '../domain/letter.js';
import { rights } from '../domain/right.js';
import type { Right } from '../domain/right.js';
import { portalWords } from './words/languages.js';
import type { PortalWords } from './words/portal-words.js';

export const portalChannels = ['mail', 'letter', 'phone'] as const;
export type PortalChannel = (typeof portalChannels)[number];

/** What has been typed so far. It travels in hidden fields: nothing is kept here before it is sent. */
export interface PortalTyped {
  readonly right?: string | undefined;
  readonly name?: string | undefined;
  readonly channel?: string | undefined;
  readonly mail?: string | undefined;
  readonly address?: string | undefined;
  readonly phone?: string | undefined;
  readonly text?: string | undefined;
}
/** A right, or a plain question that is one: whether an incident concerned somebody's data is asked under access (GDPR Art. 15). */
export const portalChoices = [...rights, 'incident'] as const;
export type PortalChoice = (typeof portalChoices)[number];

export const portalFields = ['right', 'name', 'channel', 'mail', 'address', 'phone', 'text'] as const;
export type PortalField = (typeof portalFields)[number];

export const screens = [1, 2, 3, 4] as const;
export type Screen = (typeof screens)[number];
export const fieldsOfScreen: Readonly<Record<Screen, readonly PortalField[]>> = {
  1: ['right'],
  2: ['name', 'channel', 'mail', 'address', 'phone'],
  3: ['text'],
  4: [],
};

/** In characters. Pages say it before, and the answer says it after: nothing is ever cut. */
export const portalLimits = { name: 200, mail: 254, address: 500, phone: 40, text: 10_000 } as const;

export type PortalFaults = Readonly<Partial<Record<PortalField, string>>>;

/** What is wrong on one screen, in words that name the remedy. */
export function portalFaults(screen: Screen, typed: PortalTyped, language: Language): PortalFaults {
  switch (screen) {
    case 1:
      return choiceOf(typed) === undefined ? { right: portalWords[language].wrong.right } : {};
    case 2:
      return {
        ...reachFaults(typed, portalWords[language].wrong),
        ...tooLongOf(typed, ['name', ...chosen(typed)], language),
      };
    case 3:
      return tooLongOf(typed, ['text'], language);
    case 4:
      return {};
  }
}

const fieldOf = { mail: 'mail', letter: 'address', phone: 'phone' } as const;

/** Of the other channels a field may hold what it likes: it is not sent. */
function chosen({ channel }: PortalTyped): readonly ('mail' | 'address' | 'phone')[] {
  return portalChannels.filter((each) => each === channel).map((each) => fieldOf[each]);
}

function reachFaults(
  { channel, mail = '', address = '', phone = '' }: PortalTyped,
  wrong: PortalWords['wrong'],
): PortalFaults {
  const known = portalChannels.find((each) => each === channel);
  switch (known) {
    case 'mail':
      return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(mail.trim()) ? {} : { mail: wrong.mail };
    case 'letter':
      return address.trim().length >= 5 ? {} : { address: wrong.address };
    case 'phone':
      return /^\+?[\d\s()./-]{6,30}$/.test(phone.trim()) ? {} : { phone: wrong.phone };
    case undefined:
      return { channel: wrong.channel };
  }
}

function tooLongOf(
  typed: PortalTyped,
  fields: readonly (keyof typeof portalLimits)[],
  language: Language,
): PortalFaults {
  const faults = fields.map((field) => [field, whyTooLong(typed[field] ?? '', portalLimits[field], language)] as const);
  return Object.fromEntries(faults.filter(([, fault]) => fault !== undefined));
}

/** How much it is, and how much may be; undefined where it fits. A line end counts once, as the browser shows it. */
export function whyTooLong(text: string, limit: number, language: Language): string | undefined {
  const { length } = text.replaceAll('\r\n', '\n');
  if (length <= limit) return undefined;
  const spell = new Intl.NumberFormat(language);
  return portalWords[language].wrong.tooLong.replace('#', spell.format(length)).replace('#', spell.format(limit));
}

/** The first screen on which something is missing; undefined: it can be sent. */
export function firstFaultyScreen(typed: PortalTyped, language: Language): Screen | undefined {
  return screens.find((screen) => Object.keys(portalFaults(screen, typed, language)).length > 0);
}

export function choiceOf({ right }: PortalTyped): PortalChoice | undefined {
  return portalChoices.find((known) => known === right);
}

/** As what a choice is registered. */
export function askedBy(choice: PortalChoice): { readonly right: Right; readonly concerns?: 'breach' } {
  return choice === 'incident' ? { right: 'access', concerns: 'breach' } : { right: choice };
}
