import { languages } from '../domain/letter.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { rights } from '../domain/right.js';
import type { Instant } from '../domain/time.js';
import { localInput, zoneName } from './moment.js';
import { filled } from './step-fields.js';
import type { Field, FieldView, Typed } from './step-fields.js';
import type { EffectView, ProblemNote } from './step.view.js';
import { rightChoices } from './subject-request.words.js';
import { languageNames } from './words/languages.js';

/** Ways in which a request reaches a person who then registers it. */
export const registeredChannels = ['phone', 'letter', 'counter', 'mail'] as const;
export type RegisteredChannel = (typeof registeredChannels)[number];

const channelChoices: Readonly<Record<RegisteredChannel, string>> = {
  phone: 'By telephone',
  letter: 'By letter',
  counter: 'At the counter',
  mail: 'By e-mail to another address',
};

export interface NewCaseInput {
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly nonce: string;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: ProblemNote | undefined;
}

export interface NewCaseView {
  readonly nonce: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly effects: readonly EffectView[];
  readonly problem?: ProblemNote;
}

export function newCaseView({ organisation, now, nonce, typed, wrong, problem }: NewCaseInput): NewCaseView {
  const fields = filled(newCaseFields(organisation, now), typed, wrong);
  return {
    nonce,
    fields,
    faults: fields.flatMap(({ name, wrong: text }) => (text === undefined ? [] : [{ name, text }])),
    effects,
    ...(problem !== undefined && { problem }),
  };
}

const effects: readonly EffectView[] = [
  { what: 'Clock', text: '“Answer by” starts with the day of receipt that you state: one month, Art. 12(3).' },
  {
    what: 'Letter',
    text: 'An acknowledgement with that date, if an e-mail address is given. Otherwise a person sends it.',
  },
  { what: 'Identity', text: 'Nothing is asked yet; that is a step of its own, and only on reasonable doubt.' },
  { what: 'Who sees it', text: 'Name and texts stand on the case page only, encrypted under the key of the case.' },
];

/** How the fields of date and time are read: in the zone of the first controller. */
function newCaseFields(organisation: OrganisationFile, now: Instant): readonly Field[] {
  const [first] = organisation.controllersInHouse;
  const timeZone = first?.timeZone ?? 'UTC';
  return [
    {
      name: 'channel',
      label: 'How did it come in?',
      type: 'radio',
      required: true,
      choices: registeredChannels.map((channel) => [channel, channelChoices[channel]]),
    },
    {
      name: 'receivedAt',
      label: 'When did it come in?',
      hint: `${zoneName(timeZone)}. The day it reached any of us, not the day it reached you.`,
      type: 'datetime-local',
      required: true,
      preset: localInput(now, timeZone),
    },
    {
      name: 'controller',
      label: 'To whom is it addressed?',
      type: 'select',
      required: true,
      preset: first?.id ?? '',
      choices: organisation.controllersInHouse.map(({ id, name }) => [id, name]),
    },
    {
      name: 'right',
      label: 'What does it ask?',
      hint: 'Leave it open if you are not sure: the clock runs in any case.',
      type: 'select',
      required: false,
      choices: [['', 'Not said yet'], ...rights.map((right) => [right, rightChoices[right]] as const)],
    },
    {
      name: 'language',
      label: 'In which language do they read letters?',
      type: 'select',
      required: true,
      preset: organisation.organisation.languages[0] ?? 'en',
      choices: languages.map((language) => [language, languageNames[language]]),
    },
    { name: 'name', label: 'Name', type: 'text', required: false, autocomplete: 'off' },
    { name: 'mail', label: 'E-mail address', type: 'email', required: false, autocomplete: 'off' },
    { name: 'phone', label: 'Telephone', type: 'tel', required: false, autocomplete: 'off' },
    { name: 'postalAddress', label: 'Postal address', type: 'textarea', required: false },
    {
      name: 'text',
      label: 'What they said or wrote',
      hint: 'Their words, as far as you have them. Leave out what nobody needs.',
      type: 'textarea',
      required: true,
    },
    { name: 'files', label: 'Scan of the letter', hint: 'Optional; 50 MB at most.', type: 'files', required: false },
  ];
}
