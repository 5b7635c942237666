import { authorityMessageKinds, authorityProvisions, openMessages, openQuestions } from '../domain/breach.authority.js';
import type { AuthorityMessage } from '../domain/breach.authority.js';
import { whyNotAnswerAuthority, whyNotAskAuthority } from '../domain/breach.authority-steps.js';
import { affectedCountries } from '../domain/competent-authority.js';
import { memberStates } from '../domain/member-state.js';
import { countryName } from './notification-fields.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { files } from './breach-sending-fields.js';
import { authorityKindWords, provisionWords } from './authority.words.js';
import { shortMoment } from './moment.js';
import type { Choice, Field, Typed } from './step-fields.js';

type ToMoment = (name: string, label: string) => Field;

/** What came in from the authority, with the date that it set. */
export function messageFields(breach: KnownBreach, moment: ToMoment): readonly Field[] {
  const { authorityMessages = [], timeZone } = breach;
  const kinds = authorityMessageKinds.map((kind): Choice => [kind, authorityKindWords[kind].choice]);
  const provisions = authorityProvisions.map((provision): Choice => [provision, provisionWords[provision]]);
  const questions = openQuestions(breach).map((question): Choice => [question.id, asked(question, timeZone)]);
  const open = openMessages(breach).map((message): Choice => [message.id, messageName(message, timeZone)]);
  const recorded = authorityMessages.map((message): Choice => [message.id, messageName(message, timeZone)]);
  return [
    { name: 'kind', label: 'What came in', type: 'radio', required: true, choices: kinds },
    {
      ...{ name: 'id', label: 'Short name', type: 'text', required: true, autocomplete: 'off' },
      ...{ preset: nextName('A', authorityMessages) },
    },
    ...choiceOf('corrects', 'Does it change what is on record, such as a date?', 'No, it is new', recorded),
    { name: 'text', label: 'What it says', type: 'textarea', required: true },
    moment('receivedAt', 'Received at'),
    {
      ...moment('dueAt', 'Due at, as the authority set it'),
      ...{
        required: false,
        preset: '',
        hint: 'Left empty, it is owed without undue delay: an order to tell people then has 72 hours as our target, and nothing else a clock.',
      },
    },
    {
      ...{ name: 'provision', label: 'By which power', type: 'select', required: false },
      hint: 'An order to tell people stays open until they were told, whatever was decided about the risk.',
      choices: [['', 'It names none, or one of national law'], ...provisions],
    },
    { name: 'reference', label: 'Its reference', type: 'text', required: false, autocomplete: 'off' },
    ...choiceOf('answers', 'Which question of ours does it answer?', 'None', questions),
    ...choiceOf('lifts', 'If it is a view: what does the authority take back with it?', 'Nothing', open),
    files('The letter itself'),
  ];
}

/** What is on record is marked, because what is sent stands in its place as a whole. */
export function countriesTyped(affected: KnownBreach['affected']): Typed {
  const { countries = [], establishments = [] } = affected ?? {};
  const marked = [...countries.map((country) => `countries-${country}`), ...establishments.map(establishment)];
  return Object.fromEntries(marked.map((name): [string, string] => [name, 'yes']));
}

export function countryFields(): readonly Field[] {
  const named = (country: string): Choice => [country, countryName(country)];
  return [
    {
      name: 'countries',
      label: 'Where they live',
      type: 'checks',
      required: true,
      choices: affectedCountries.map(named),
    },
    {
      ...{ name: 'establishments', label: 'Where we have other establishments', type: 'checks', required: false },
      choices: memberStates.map(named),
    },
  ];
}

const establishment = (state: string): string => `establishments-${state}`;

/** Whatever still waits comes first; what was answered may be added to. */
export function answerAuthorityFields(breach: KnownBreach, sent: readonly Field[]): readonly Field[] {
  const open = answerable(breach).map((message): Choice => [message.id, messageName(message, breach.timeZone)]);
  const choices: readonly Choice[] = [['', 'Choose one'], ...open];
  return [
    { name: 'message', label: 'Which order or question', type: 'select', required: true, choices },
    { name: 'text', label: 'What was answered', type: 'textarea', required: true },
    ...sent,
  ];
}

export function askAuthorityFields({ authorityQuestions = [] }: KnownBreach, sent: readonly Field[]): readonly Field[] {
  return [
    {
      ...{ name: 'id', label: 'Short name', type: 'text', required: true, autocomplete: 'off' },
      preset: nextName('Q', authorityQuestions),
    },
    { name: 'text', label: 'What was asked', type: 'textarea', required: true },
    ...sent,
  ];
}

/** With words and evidence that nothing could be said against. */
export function whyNotAnswer(breach: KnownBreach, now: Instant): Refusal | undefined {
  const [message = ''] = answerable(breach).map(({ id }) => id);
  return whyNotAnswerAuthority(breach, { message, ...evidenced(now) }, now);
}

export function whyNotAsk(breach: KnownBreach, now: Instant): Refusal | undefined {
  const id = nextName('Q', breach.authorityQuestions ?? []);
  return whyNotAskAuthority(breach, { id, ...evidenced(now) }, now);
}

function evidenced(sentAt: Instant) {
  return { text: 'words', sentAt, receipt: 'receipt', documents: [] };
}

function answerable(breach: KnownBreach): readonly AuthorityMessage[] {
  const open = openMessages(breach);
  const rest = (breach.authorityMessages ?? []).filter(
    ({ kind, id }) => kind !== 'view' && !open.some((one) => one.id === id),
  );
  return [...open, ...rest];
}

function choiceOf(name: string, label: string, none: string, choices: readonly Choice[]): readonly Field[] {
  if (choices.length === 0) return [];
  return [{ name, label, type: 'select', required: false, choices: [['', none], ...choices] }];
}

function messageName({ id, kind, receivedAt }: AuthorityMessage, timeZone: string): string {
  return `${id}: ${authorityKindWords[kind].name}, received ${shortMoment(receivedAt, timeZone)}`;
}

function asked({ id, sentAt }: { readonly id: string; readonly sentAt: Instant }, timeZone: string): string {
  return `${id}, sent ${shortMoment(sentAt, timeZone)}`;
}

/** `A1`, `A2`: the first that is free. */
function nextName(letter: string, known: readonly { readonly id: string }[]): string {
  const taken = known.map(({ id }) => id);
  for (let number = known.length + 1; ; number += 1) {
    const name = `${letter}${String(number)}`;
    if (!taken.includes(name)) return name;
  }
}
