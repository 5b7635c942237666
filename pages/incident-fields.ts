import { dataSubjectKinds, dataTypes, encryptions } from '../domain/breach.extent.js';
import type { Extent, Quantity } from '../domain/breach.extent.js';
import { missingIn } from '../domain/breach.information.js';
import { whyNotInvolve } from '../domain/breach.involving.js';
import type { KnownBreach } from '../domain/breach.js';
import { reporterMessages, statementAt } from '../domain/breach.reporter.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { confirmReference } from './breach-shared-fields.js';
import { placeWords } from './breach.words.js';
import {
  dataSubjectKindWords,
  dataTypeText,
  encryptionWords,
  informationQuestions,
  reporterMessageWords,
} from './incident.words.js';
import type { Choice, Field, Typed } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';

const quantityChoices: readonly Choice[] = [
  ['exact', 'Exactly this many'],
  ['approximate', 'About this many'],
  ['unknown', 'Not known yet'],
];

/** GDPR Art. 33(3)(a): about how many is enough, and that nobody knows is an answer. */
export const extentFields: readonly Field[] = [
  ...quantityFields('dataSubjects', 'people', 'How many people are concerned?'),
  ...quantityFields('records', 'records', 'How many single entries about them?'),
  {
    ...{ name: 'dataSubjectKinds', label: 'Whose data are they?', type: 'checks', required: false },
    hint: 'None while nobody knows.',
    choices: dataSubjectKinds.map((kind): Choice => [kind, sentenceCase(dataSubjectKindWords[kind])]),
  },
  {
    ...{ name: 'dataTypes', label: 'Which data?', type: 'checks', required: false },
    hint: 'Those with an article are protected more than the rest.',
    choices: dataTypes.map((type): Choice => [type, sentenceCase(dataTypeText(type))]),
  },
  {
    ...{ name: 'encryption', label: 'Can whoever got the data read them?', type: 'radio', required: true },
    choices: encryptions.map((each): Choice => [each, sentenceCase(encryptionWords[each])]),
  },
];

function quantityFields(name: string, what: string, label: string): readonly Field[] {
  return [
    { ...{ name, label, type: 'radio', required: true }, choices: quantityChoices },
    {
      ...{ name: `${name}Count`, label: `Number of ${what}`, type: 'text', required: false, autocomplete: 'off' },
      hint: 'A whole number; empty while nobody knows.',
    },
  ];
}

/** What is on record already, so that a form changes one thing without losing the rest. */
export function extentTyped(extent: Extent | undefined): Typed {
  if (extent === undefined) return {};
  const checked = (name: string, choices: readonly string[]): Typed =>
    Object.fromEntries(choices.map((choice) => [`${name}-${choice}`, 'yes']));
  return {
    ...quantityTyped('dataSubjects', extent.dataSubjects),
    ...quantityTyped('records', extent.records),
    ...checked('dataSubjectKinds', extent.dataSubjectKinds),
    ...checked('dataTypes', extent.dataTypes),
    encryption: extent.encryption,
  };
}

function quantityTyped(name: string, quantity: Quantity): Typed {
  if (quantity === 'unknown') return { [name]: quantity };
  return { [name]: quantity.precision, [`${name}Count`]: String(quantity.count) };
}

export function involvementFields(breach: KnownBreach, { people }: OrganisationFile): readonly Field[] {
  const free = people.filter(({ id }) => whyNotInvolve(breach, id) === undefined);
  return [
    person('person', 'Who is needed?', { people: free }),
    {
      ...{ name: 'mandate', label: 'What may they decide or do?', type: 'textarea', required: true },
      hint: 'So that they can act at once and nobody asks twice.',
    },
    {
      ...{ name: 'workStopped', label: 'What do they put down for it?', type: 'textarea', required: false },
      hint: 'So that whoever waits for it knows.',
    },
  ];
}

/** Where it leaves the house as it stands; of a drill nothing does. */
function placesOf({ drill }: KnownBreach, { announcements = [] }: OrganisationFile): readonly string[] {
  return drill ? [] : announcements.map(({ place }) => placeWords[place]);
}

export function isAnnounced(breach: KnownBreach, organisation: OrganisationFile): boolean {
  return placesOf(breach, organisation).length > 0;
}

/** Whoever writes it must know that it leaves the house as it stands. */
export function statementFields(breach: KnownBreach, organisation: OrganisationFile, now: Instant): readonly Field[] {
  const places = placesOf(breach, organisation).join(', ');
  const announced = places === '' ? '' : ` It is announced at once ${places}.`;
  return [
    {
      ...{ name: 'text', label: 'What everybody who is asked may say', type: 'textarea', required: true },
      hint: `The service desk reads it.${announced} Name nobody, promise nothing that is not decided.`,
      preset: statementAt(breach, now)?.text ?? '',
    },
    ...(places === '' ? [] : [confirmReference('Type the case reference', breach.reference, true)]),
  ];
}

export function reporterFields(breach: KnownBreach, at: Field, reasons: Field): readonly Field[] {
  const choices = reporterMessages.map((each): Choice => [each, sentenceCase(reporterMessageWords[each])]);
  return [
    { name: 'what', label: 'What were they told?', type: 'radio', required: true, choices },
    { name: 'text', label: 'In which words?', type: 'textarea', required: true },
    at,
    ...(breach.firstContact === undefined
      ? []
      : [{ ...reasons, required: false, hint: 'Needed if you are not their first contact: why you tell it.' }]),
  ];
}

export function requestFields(breach: KnownBreach, organisation: OrganisationFile): readonly Field[] {
  return [item(breach, 'What is missing?'), person('of', 'Who may know it?', organisation)];
}

export function answerFields(breach: KnownBreach): readonly Field[] {
  return [
    item(breach, 'Which question?'),
    {
      ...{ name: 'text', label: 'The answer', type: 'textarea', required: true },
      hint: 'Instants, numbers and kinds of data have steps of their own, which clocks and notifications read.',
    },
  ];
}

function item(breach: KnownBreach, label: string): Field {
  const choices = missingIn(breach).map((each): Choice => [each, informationQuestions[each]]);
  return { name: 'item', label, type: 'select', required: true, choices: [['', 'Choose one'], ...choices] };
}

function person(name: string, label: string, { people }: Pick<OrganisationFile, 'people'>): Field {
  const choices = people.map(({ id, name: called }): Choice => [id, called]);
  return { name, label, type: 'select', required: true, choices: [['', 'Choose one'], ...choices] };
}
