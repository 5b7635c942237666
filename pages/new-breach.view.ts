import { anchorSources } from '../domain/breach.anchors.js';
import { breachAspects } from '../domain/breach.js';
import type { BreachAspect } from '../domain/breach.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { sourceWords } from './breach.words.js';
import { momentFields } from './moment-fields.js';
import { promiseFields } from './promise-fields.js';
import { filled } from './step-fields.js';
import type { Choice, Field, FieldView, Typed } from './step-fields.js';
import type { EffectView, ProblemNote } from './step.view.js';
import { sentenceCase } from './subject-request.words.js';

export interface NewBreachInput {
  readonly organisation: OrganisationFile;
  readonly nonce: string;
  /** Whoever decides on breaches may rehearse one. */
  readonly mayDrill: boolean;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: ProblemNote | undefined;
}

export interface NewBreachView {
  readonly nonce: string;
  readonly kinds: readonly EffectView[];
  readonly effects: readonly EffectView[];
  readonly fields: readonly FieldView[];
  /** Folded away: few of those who report know them, and the case runs without. */
  readonly promises: { readonly fields: readonly FieldView[]; readonly isOpen: boolean };
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly problem?: ProblemNote;
}

export function newBreachView({ nonce, typed, wrong, problem, ...asked }: NewBreachInput): NewBreachView {
  const fields = filled(newBreachFields(asked), typed, wrong);
  const promised = filled(promiseFields(), typed, wrong);
  const isOpen = promised.some(({ value, wrong: fault }) => value !== '' || fault !== undefined);
  return {
    ...{ nonce, kinds, effects, fields, promises: { fields: promised, isOpen } },
    faults: [...fields, ...promised].flatMap(({ name, wrong: text }) => (text === undefined ? [] : [{ name, text }])),
    ...(problem !== undefined && { problem }),
  };
}

/** GDPR Art. 4(12): what may happen to data. Two or all three may be true. */
const aspectChoices: Readonly<Record<BreachAspect, { readonly what: string; readonly text: string }>> = {
  confidentiality: {
    what: 'Seen by others',
    text: 'Somebody got or could open data that were not for them: a mail to the wrong address, a stolen laptop.',
  },
  integrity: { what: 'Changed', text: 'Data are wrong now: somebody or something changed them who should not have.' },
  availability: {
    what: 'Lost or out of reach',
    text: 'Data are gone, destroyed or cannot be opened: deleted by mistake, locked by ransomware.',
  },
};
const kinds: readonly EffectView[] = breachAspects.map((aspect) => aspectChoices[aspect]);

const effects: readonly EffectView[] = [
  { what: 'Alert', text: 'The incident managers and the data protection officer are written to at once.' },
  { what: 'Clock', text: 'A day to find out whether it is a breach, from when any of us first heard of it.' },
  { what: 'You', text: 'You get a reference. Keep what you saw: messages, screens and logs are evidence.' },
];

function newBreachFields({
  organisation,
  mayDrill,
}: Pick<NewBreachInput, 'organisation' | 'mayDrill'>): readonly Field[] {
  const { controllersInHouse, processors, services } = organisation;
  const zones = [...new Set(controllersInHouse.map(({ timeZone }) => timeZone))];
  const [timeZone = 'UTC'] = zones;
  const zone = zones.length > 1 ? { words: 'Local time of the company chosen above' } : timeZone;
  return [
    {
      name: 'summary',
      label: 'What happened?',
      hint: 'In your own words. Name no people whose data are concerned, and paste none of the data.',
      type: 'textarea',
      required: true,
    },
    {
      name: 'aspects',
      label: 'What happened to the data?',
      hint: 'All that may be true; the incident team corrects it.',
      type: 'checks',
      required: true,
      choices: breachAspects.map((aspect): Choice => [aspect, aspectChoices[aspect].what]),
    },
    {
      name: 'roles',
      label: 'Whose data?',
      hint: 'Not sure? Tick both.',
      type: 'checks',
      required: true,
      choices: [
        ['controller', 'Ours: of our customers, staff, applicants'],
        ['processor', 'Of others: data that we keep or process for another organisation'],
      ],
    },
    {
      name: 'controller',
      label: 'Which company of ours?',
      type: 'select',
      required: true,
      preset: controllersInHouse[0]?.id ?? '',
      choices: controllersInHouse.map(({ id, name }) => [id, name]),
    },
    {
      name: 'service',
      label: 'Which service?',
      hint: 'Whoever answers for it is alerted, too.',
      type: 'select',
      required: false,
      choices: [['', 'None of these, or not known'], ...services.map(({ id }): Choice => [id, id])],
    },
    ...momentFields({
      ...{ name: 'firstInformedAt', label: 'First heard of it', timeZone: zone, required: true, atLeast: 'day' },
      hint: 'When any of us first heard of it, not when you did: a clock starts there.',
    }),
    {
      name: 'source',
      label: 'How do we know?',
      type: 'select',
      required: true,
      choices: [['', 'Choose one'], ...sources],
    },
    ...momentFields({
      ...{ name: 'occurredFrom', label: 'It began', timeZone: zone, required: false, atLeast: 'year' },
      hint: 'When it probably began. Leave it empty if nobody knows.',
    }),
    ...momentFields({
      ...{ name: 'controllerToldAt', label: 'Notice of a processor', timeZone: zone, required: false, atLeast: 'day' },
      hint: 'Only if a company that processes our data told us: when its notice arrived.',
    }),
    ...(processors.length > 0 ? told(processors, zone) : []),
    {
      name: 'externalId',
      label: 'Ticket',
      hint: 'Its number at the service desk, if there is one. The same ticket opens one case.',
      type: 'text',
      required: false,
      autocomplete: 'off',
    },
    ...(mayDrill ? [drill] : []),
  ];
}

/** Each link of a chain has a clock of its own (GDPR Art. 33(2)). */
function told(processors: OrganisationFile['processors'], timeZone: Parameters<typeof momentFields>[0]['timeZone']) {
  const who: Field = {
    name: 'toldBy',
    label: 'Which processor told us?',
    hint: 'We count as aware from then on, also towards those for whom we process.',
    type: 'select',
    required: false,
    choices: [['', 'None of these, or nobody told us'], ...processors.map(({ id, name }): Choice => [id, name])],
  };
  const aware = momentFields({
    ...{ name: 'subProcessorAwareAt', label: 'That processor knew of it', timeZone, required: false, atLeast: 'day' },
    hint: 'When it became aware, as it says: its contract counts from there. Leave it empty if it did not say.',
  });
  return [who, ...aware];
}

const sources = anchorSources
  .filter((source) => source !== 'decision')
  .map((source): Choice => [source, sentenceCase(sourceWords[source])]);

const drill: Field = {
  name: 'drill',
  label: 'Is it an exercise?',
  type: 'checks',
  required: false,
  choices: [['yes', 'This is a drill: everybody is alerted, and nothing of it counts']],
};
