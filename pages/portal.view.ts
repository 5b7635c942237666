import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import {
  choiceOf,
  fieldsOfScreen,
  portalChannels,
  portalChoices,
  portalFields,
  portalLimits,
} from './portal-faults.js';
import type { PortalFaults, PortalTyped, Screen } from './portal-faults.js';
import { languageNames, portalWords } from './words/languages.js';
import type { PortalWords } from './words/portal-words.js';

export interface PortalInput {
  readonly language: Language;
  readonly organisation: string;
  /** In whose name the answer will come; carried along. */
  readonly controller: string;
  readonly screen: Screen;
  readonly typed: PortalTyped;
  readonly faults: PortalFaults;
  readonly nonce: string;
  /** It could not be sent. */
  readonly notSent?: boolean;
  /** A browser cannot put files into a form again. */
  readonly filesAgain?: boolean;
}

interface Option {
  readonly value: string;
  readonly title: string;
  readonly hint: string;
  readonly chosen: boolean;
}

export interface PortalView {
  readonly words: PortalWords;
  readonly frame: PortalFrame;
  readonly screen: Screen;
  readonly isWhat: boolean;
  readonly isReach: boolean;
  readonly isTell: boolean;
  readonly isCheck: boolean;
  readonly told: string;
  readonly heading: string;
  readonly hint: string;
  readonly progress: readonly { readonly name: string; readonly isDone: boolean; readonly isNow: boolean }[];
  readonly nonce: string;
  readonly controller: string;
  readonly carried: readonly { readonly name: string; readonly value: string }[];
  readonly rights: readonly Option[];
  readonly channels: readonly (Option & { readonly field: ChannelField })[];
  readonly name: string;
  readonly text: string;
  readonly checks: readonly { readonly term: string; readonly text: string; readonly screen: Screen }[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly faultsTitle: string;
  readonly wrong: PortalFaults;
  readonly notSent: boolean;
  readonly filesAgain?: string;
  readonly counted: Counted;
  readonly button: string;
  readonly isForm: true;
  readonly footNote: string;
}

interface ChannelField {
  readonly name: 'mail' | 'address' | 'phone';
  readonly label: string;
  readonly value: string;
  readonly isLong: boolean;
  readonly type: string;
  readonly autocomplete: string;
  readonly wrong?: string;
}

/** How long a field may be, for people, and for the script that counts while they write. */
export interface Counted {
  readonly limit: number;
  readonly atMost: string;
  readonly said: string;
}

export function countedField(limit: number, language: Language): Counted {
  const { atMost, counted } = portalWords[language];
  return { limit, atMost: atMost.replace('#', new Intl.NumberFormat(language).format(limit)), said: counted };
}

export interface PortalFrame {
  readonly language: Language;
  readonly title: string;
  readonly organisation: string;
  readonly languages: readonly {
    readonly code: Language;
    readonly short: string;
    readonly name: string;
    readonly isHere: boolean;
  }[];
}

export function portalFrame(language: Language, title: string, organisation: string): PortalFrame {
  return {
    language,
    title: `${title} · ${organisation}`,
    organisation,
    languages: languages.map((code) => ({
      code,
      short: code.toUpperCase(),
      name: languageNames[code],
      isHere: code === language,
    })),
  };
}

export function portalView(input: PortalInput): PortalView {
  const { language, screen, typed, faults, notSent = false } = input;
  const words = portalWords[language];
  const [heading, hint] = headingOf(screen, words);
  const told = words.stepOf.replace('#', String(screen));
  const listed = Object.entries(faults).map(([name, text]) => ({ name, text }));
  const warning = listed.length === 0 ? '' : `${words.problems.many.replace(/\s*:$/, '')}: `;
  return {
    words,
    frame: portalFrame(language, `${warning}${heading} ${told}`, input.organisation),
    screen,
    isWhat: screen === 1,
    isReach: screen === 2,
    isTell: screen === 3,
    isCheck: screen === 4,
    told,
    heading,
    hint,
    progress: progressOf(screen, words),
    nonce: input.nonce,
    controller: input.controller,
    carried: carriedFields(screen, typed),
    rights: portalChoices.map((right) => ({
      value: right,
      title: words.rights[right].title,
      hint: words.rights[right].example,
      chosen: right === typed.right,
    })),
    channels: channelsOf(typed, faults, words),
    name: typed.name ?? '',
    text: typed.text ?? '',
    checks: checksOf(typed, words),
    faults: listed,
    faultsTitle: listed.length === 1 ? words.problems.one : words.problems.many,
    wrong: faults,
    notSent,
    ...(input.filesAgain === true && { filesAgain: words.filesAgain }),
    counted: countedField(portalLimits.text, language),
    button: screen === 4 ? words.send : words.next,
    isForm: true,
    footNote: words.noAccount,
  };
}

function headingOf(screen: Screen, words: PortalWords): readonly [string, string] {
  switch (screen) {
    case 1:
      return [words.whatTitle, words.whatHint];
    case 2:
      return [words.reachTitle, words.reachHint];
    case 3:
      return [words.tellTitle, words.tellHint];
    case 4:
      return [words.checkTitle, words.checkHint];
  }
}

function progressOf(screen: Screen, { stepNames }: PortalWords): PortalView['progress'] {
  return stepNames.map((name, index) => ({ name, isDone: index + 1 < screen, isNow: index + 1 === screen }));
}

/** What other screens asked; this screen's own fields stand on it. */
function carriedFields(screen: Screen, typed: PortalTyped): PortalView['carried'] {
  const own = fieldsOfScreen[screen];
  return portalFields.flatMap((name) => {
    const value = typed[name];
    return own.includes(name) || value === undefined || value === '' ? [] : [{ name, value }];
  });
}

const fieldOf = { mail: 'mail', letter: 'address', phone: 'phone' } as const;
const typeOf = { mail: 'email', letter: 'text', phone: 'tel' } as const;
const autocompleteOf = { mail: 'email', letter: 'street-address', phone: 'tel' } as const;

function channelsOf(typed: PortalTyped, faults: PortalFaults, words: PortalWords): PortalView['channels'] {
  return portalChannels.map((channel) => {
    const { title, hint, field: label } = words.channels[channel];
    const name = fieldOf[channel];
    const wrong = faults[name];
    const field = {
      name,
      label,
      value: typed[name] ?? '',
      isLong: channel === 'letter',
      type: typeOf[channel],
      autocomplete: autocompleteOf[channel],
      ...(wrong !== undefined && { wrong }),
    };
    return { value: channel, title, hint, chosen: channel === typed.channel, field };
  });
}

function checksOf(typed: PortalTyped, words: PortalWords): PortalView['checks'] {
  const right = choiceOf(typed);
  const channel = portalChannels.find((known) => known === typed.channel);
  const address = channel === undefined ? '' : (typed[fieldOf[channel]] ?? '');
  return [
    { term: words.youAsk, text: right === undefined ? '' : words.rights[right].title, screen: 1 },
    { term: words.name, text: typed.name?.trim() === '' || typed.name === undefined ? '–' : typed.name, screen: 2 },
    { term: channel === undefined ? words.where : words.channels[channel].title, text: address, screen: 2 },
    {
      term: words.tellField,
      text: typed.text?.trim() === '' || typed.text === undefined ? words.nothingWritten : typed.text,
      screen: 3,
    },
  ];
}
