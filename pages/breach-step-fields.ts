import { riskLevels } from '../domain/breach.js';
import type { KnownBreach } from '../domain/breach.js';
import { unacknowledgedClocks } from '../domain/breach.ringing.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { answerAuthorityFields, askAuthorityFields, countryFields, messageFields } from './authority-fields.js';
import { anchorsToSay, promisesOf, regimesOf } from './breach-step-choices.js';
import type { Regime } from './breach-step-choices.js';
import type { BreachStepPage } from './breach-steps.words.js';
import { anchorWords, clockWords, riskWords } from './breach.words.js';
import { orderFields } from './communication-fields.js';
import { communicationFields, evidenceFields, submissionFields } from './breach-sending-fields.js';
import { confirmReference, reasons, source, text } from './breach-shared-fields.js';
import {
  answerFields,
  extentFields,
  involvementFields,
  reporterFields,
  requestFields,
  statementFields,
} from './incident-fields.js';
import { momentFields } from './moment-fields.js';
import { localInput, zoneName } from './moment.js';
import type { Choice, Field } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';
import { holdFields, repeatFields } from './wave-fields.js';

interface BreachFieldsInput {
  readonly step: BreachStepPage;
  readonly breach: KnownBreach;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
}

/** What the form of a step asks. */
export function breachFieldsOf(input: BreachFieldsInput): readonly Field[] {
  const { step, breach, organisation, now } = input;
  const moment = momentOf(input);
  switch (step) {
    case 'alert-acknowledgement':
      return [ringingField(breach)];
    case 'awareness':
      return awarenessFields(breach);
    case 'risk-assessment':
      return riskFields();
    case 'risk-approval':
      return [];
    case 'closure':
      return [confirmReference('Type the case reference', breach.reference, true)];
    case 'submissions':
      return submissionFields(breach, now, moment('submittedAt', 'Sent at'));
    case 'anchors':
      return anchorFields(breach, now);
    case 'communication-order':
      return orderFields(breach, organisation.organisation.languages[0] ?? 'en');
    case 'communication-repeat':
      return repeatFields();
    case 'communication-hold':
      return holdFields({ ...moment('until', 'Until'), preset: '' }, reasons);
    case 'communications':
      return communicationFields(breach, now, moment('at', 'Told or decided at'));
    case 'affected-countries':
      return countryFields();
    case 'authority-messages':
      return messageFields(breach, moment);
    case 'authority-answers':
      return answerAuthorityFields(breach, evidenceFields(moment('sentAt', 'Sent at')));
    case 'authority-questions':
      return askAuthorityFields(breach, evidenceFields(moment('sentAt', 'Sent at')));
    case 'classification':
      return classificationFields(breach, now);
    case 'commitments':
      return [promiseField(breach, now), moment('keptAt', 'Kept at')];
    case 'lessons':
      return lessonFields(organisation);
    case 'restoration':
      return [moment('restoredAt', 'Available again since')];
    case 'extent':
      return extentFields;
    case 'involvements':
      return involvementFields(breach, organisation);
    case 'holding-statement':
      return statementFields(breach, organisation, now);
    case 'contact-reports':
      return reporterFields(breach, moment('at', 'Told at'), reasons);
    case 'information-requests':
      return requestFields(breach, organisation);
    case 'information-answers':
      return answerFields(breach);
    case 'measures':
      return [text('What was done')];
    case 'telling':
      return [tellingField(breach, organisation), reasons];
    case 'handover':
      return [successor(breach, organisation), reasons];
    case 'notes':
      return [text('Note')];
  }
}

/** A moment to the minute, now unless somebody says otherwise. */
function momentOf({ breach: { timeZone }, now }: BreachFieldsInput) {
  const asked = { required: true, hint: zoneName(timeZone), preset: localInput(now, timeZone) };
  return (name: string, label: string): Field => ({ name, label, type: 'datetime-local', ...asked });
}

function awarenessFields(breach: KnownBreach): readonly Field[] {
  const choices = outcomesOf(breach);
  return [
    { name: 'outcome', label: 'Is it a personal data breach?', type: 'radio', required: true, choices },
    ...momentFields({ name: 'at', label: 'Aware since', timeZone: breach.timeZone, required: false, atLeast: 'day' }),
    source('decision'),
    { ...reasons, required: false, hint: 'Needed if it is none, or if the investigation took more than a day.' },
    ...(breach.awareness === 'notABreach' ? [] : [endsClocks(breach)]),
  ];
}

function endsClocks({ reference }: KnownBreach): Field {
  return confirmReference('If it is none: type the case reference', reference, false);
}

function riskFields(): readonly Field[] {
  const choices = riskLevels.map((level): Choice => [level, sentenceCase(riskWords[level])]);
  return [
    { name: 'level', label: 'Risk to the people concerned', type: 'radio', required: true, choices },
    identificationNumber,
    reasons,
    {
      ...{ name: 'deviationReasons', label: 'Why another level than the score proposes', type: 'textarea' },
      ...{ required: false, hint: 'Needed only if a score was worked out, and you decide otherwise.' },
    },
  ];
}

function anchorFields(breach: KnownBreach, now: Instant): readonly Field[] {
  const choices = anchorsToSay(breach, now).map((name): Choice => [name, anchorWords[name].name]);
  return [
    { name: 'name', label: 'Which instant', type: 'select', required: true, choices },
    ...momentFields({ name: 'at', label: 'When', timeZone: breach.timeZone, required: true, atLeast: 'year' }),
    source('logs'),
    { ...reasons, required: false, hint: 'Needed where it was said before: why that is wrong.' },
  ];
}

function promiseField(breach: KnownBreach, now: Instant): Field {
  const choices = promisesOf(breach, now).map(({ id, source: from }): Choice => [id, from]);
  return { name: 'id', label: 'Which promise', type: 'select', required: true, choices };
}

function tellingField({ toldBy }: KnownBreach, { processors }: OrganisationFile): Field {
  const others = processors.filter(({ id }) => id !== toldBy?.processor).map(({ id, name }): Choice => [id, name]);
  return { name: 'toldBy', label: 'Which processor told us', type: 'select', required: true, choices: others };
}

function successor({ owner }: KnownBreach, { people }: OrganisationFile): Field {
  const choices = people.filter(({ id }) => id !== owner).map(({ id, name }): Choice => [id, name]);
  return { name: 'to', label: 'To whom', type: 'select', required: true, choices };
}

const identificationNumber: Field = {
  ...{ name: 'hasIdentificationNumber', label: 'Is an identification number among the data?', type: 'radio' },
  ...{ required: true, hint: 'Of a passport, a tax office, social insurance. An unlikely risk then takes two people.' },
  choices: [
    ['yes', 'Yes'],
    ['no', 'No'],
  ],
};

function outcomesOf({ awareness }: KnownBreach): readonly Choice[] {
  const all = [
    ['aware', 'Yes: we are aware of a personal data breach'],
    ['notABreach', 'No: it is not a personal data breach'],
  ] as const;
  return all.filter(([outcome]) => outcome !== awareness);
}

function classificationFields(breach: KnownBreach, now: Instant): readonly Field[] {
  const since = (name: string, label: string) =>
    momentFields({ name, label, timeZone: breach.timeZone, required: false, atLeast: 'day' });
  const names: Readonly<Record<Regime, string>> = { nis2: 'NIS2: significant', dora: 'DORA: major' };
  const regimes = regimesOf(breach, now).map((regime): Choice => [regime, names[regime]]);
  return [
    { name: 'regime', label: 'Which question', type: 'select', required: true, choices: regimes },
    {
      ...{ name: 'isReportable', label: 'Answer', type: 'radio', required: true },
      choices: [
        ['yes', 'Yes: it is to be reported'],
        ['no', 'No'],
      ],
    },
    ...since('classifiedAt', 'Known as significant, or classified as major, since'),
    ...since('incidentAwareAt', 'Aware of the incident since (DORA)'),
    source('decision'),
    reasons,
  ];
}

function lessonFields({ people }: OrganisationFile): readonly Field[] {
  const owners = people.map(({ id, name }): Choice => [id, name]);
  return [
    {
      name: 'id',
      label: 'Short name',
      type: 'text',
      required: true,
      hint: 'The same name again completes the lesson.',
    },
    text('Lesson'),
    { name: 'owner', label: 'Owner', type: 'select', required: false, choices: [['', 'Nobody yet'], ...owners] },
    { name: 'doneBy', label: 'Done by', type: 'date', required: false },
    { name: 'retestOn', label: 'Tested again on', type: 'date', required: false },
  ];
}

function ringingField(breach: KnownBreach): Field {
  const choices = unacknowledgedClocks(breach).map(({ key, id }): Choice => [key, clockWords[id]]);
  return {
    name: 'clock',
    label: 'What rings',
    type: 'select',
    required: false,
    choices: [['', 'All of it'], ...choices],
  };
}
