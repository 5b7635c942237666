import type { Actor } from '../domain/actor.js';
import { anchorNames, anchorSources } from '../domain/breach.anchors.js';
import type { AnchorName } from '../domain/breach.anchors.js';
import { submissionKinds } from '../domain/breach.clock-table.js';
import type { SubmissionKind } from '../domain/breach.clock-table.js';
import { whyNotApproveRisk } from '../domain/breach.approving.js';
import { whyNotClose, whyNotKeepCommitment, whyNotRecordRestoration } from '../domain/breach.closing.js';
import { whyNotActOnBreach, whyNotAssessRisk, whyNotClassifyIncident, whyNotSetAnchor } from '../domain/breach.law.js';
import { whyNotRecordCommunication, whyNotRecordSubmission } from '../domain/breach.submitting.js';
import { riskLevels } from '../domain/breach.js';
import type { Classification, Communication, KnownBreach } from '../domain/breach.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { anchorWords, riskWords, sourceWords, submissionWords, subtypeWords } from './breach.words.js';
import { casePath } from './case-path.js';
import { momentFields } from './moment-fields.js';
import { localInput, zoneName } from './moment.js';
import { filled } from './step-fields.js';
import type { Choice, Field, FieldView, Typed } from './step-fields.js';
import type { RefusedStepView } from './steps.view.js';
import { sentenceCase } from './subject-request.words.js';
import { nameOfPerson } from './timeline.view.js';
import { holdFields, orderFields, whyNotHold, whyNotOrder } from './wave-fields.js';

/** The steps that have a form, in the order in which a breach mostly goes. */
export const breachStepNames = [
  'awareness',
  'risk-assessment',
  'risk-approval',
  'submissions',
  'anchors',
  'communication-order',
  'communication-hold',
  'communications',
  'classification',
  'commitments',
  'restoration',
  'measures',
  'lessons',
  'handover',
  'notes',
  'closure',
] as const;
export type BreachStepPage = (typeof breachStepNames)[number];

interface StepWords {
  readonly title: string;
  readonly hint: string;
  readonly button: string;
}

export const breachStepWords: Readonly<Record<BreachStepPage, StepWords>> = {
  awareness: {
    title: 'Decide: a breach or not',
    hint: 'Aware since when; the 72 hours of Art. 33(1) start there. Or not a breach, with reasons.',
    button: 'Record the decision',
  },
  'risk-assessment': {
    title: 'Assess the risk',
    hint: 'An unlikely risk ends the duty to notify, a high one starts the duty to tell people. Art. 33(1), 34(1).',
    button: 'Record the assessment',
  },
  'risk-approval': {
    title: 'Approve that a risk is unlikely',
    hint: 'With an identification number among the data it takes a second person. Until then Art. 33(1) runs.',
    button: 'Approve the assessment',
  },
  submissions: {
    title: 'Record what was sent',
    hint: 'The receipt stops the clock that asks for it; nothing else does.',
    button: 'Record the sending',
  },
  anchors: {
    title: 'Say or correct an instant',
    hint: 'Every clock is computed anew; what was believed before stays on record. Art. 33(5).',
    button: 'Record the instant',
  },
  'communication-order': {
    title: 'Write to the people concerned',
    hint: 'A letter by mail to everybody on the list of this breach. Art. 34(1). The list of people comes first, by the API: POST /v1/breaches/{id}/recipients.',
    button: 'Send the letters',
  },
  'communication-hold': {
    title: 'Hold the letters back',
    hint: 'Where police or prosecutors ask for it, until a moment that you name. The authority is notified all the same.',
    button: 'Hold them back',
  },
  communications: {
    title: 'Record that people were told, or need not be',
    hint: 'What was told, attached; or one of three exemptions, with reasons. Ends the clock of Art. 34(1).',
    button: 'Record it',
  },
  classification: {
    title: 'Classify the incident',
    hint: 'Significant under NIS2, or major under DORA: their clocks start there.',
    button: 'Record the classification',
  },
  commitments: {
    title: 'Record that a promise was kept',
    hint: 'Ends the clock of a contract or a code of conduct.',
    button: 'Record the promise as kept',
  },
  lessons: {
    title: 'Put down a lesson',
    hint: 'With owner, date and retest before the case can be closed.',
    button: 'Record the lesson',
  },
  restoration: {
    title: 'Record that the data are back',
    hint: 'Ends the clock of Art. 32(1)(c).',
    button: 'Record the return',
  },
  measures: { title: 'Record a measure', hint: 'What was done about it. Art. 33(3)(d).', button: 'Record the measure' },
  handover: { title: 'Hand over', hint: 'Alerts go to the new owner from then on.', button: 'Hand the case over' },
  notes: { title: 'Write a note', hint: 'Kept with the case; changes nothing else.', button: 'Add the note' },
  closure: { title: 'Close the case', hint: 'Once nothing is owed any more.', button: 'Close the case' },
};

export interface BreachStepsView {
  readonly open: readonly { readonly title: string; readonly hint: string; readonly href: string }[];
  readonly refused: readonly (Omit<RefusedStepView, 'name'> & { readonly name: string })[];
}

/** What can be done now; and what cannot, with the reason that the case would give. */
export function breachStepsView(
  caseId: string,
  breach: KnownBreach,
  now: Instant,
  notYours: Readonly<Partial<Record<BreachStepPage, string>>>,
): BreachStepsView {
  const standing = breachStepNames.map((name) => ({ name, why: whyNotBreachStep(name, breach, now) }));
  return {
    open: standing
      .filter(({ name, why }) => why === undefined && notYours[name] === undefined)
      .map(({ name }) => ({ ...breachStepWords[name], href: breachStepPath(caseId, name) })),
    refused: standing.flatMap(({ name, why }) => {
      const { title } = breachStepWords[name];
      const role = notYours[name];
      if (why !== undefined) return [{ name, title, because: 'not possible', ...reasonOf(why) }];
      return role === undefined ? [] : [{ name, title, because: 'not your role', reason: role }];
    }),
  };
}

function reasonOf({ message, article }: Refusal): { reason: string; article?: string } {
  return { reason: message, ...(article !== undefined && { article }) };
}

export function breachStepPath(caseId: string, step: BreachStepPage): string {
  return `${casePath(caseId, 'breach')}/steps/${step}`;
}

/** Whatever somebody fills in: asked with words that nothing could be said against. */
const words = 'Reasons that can be checked.';

/** Why nothing that somebody could fill in would be taken; undefined where something would. */
export function whyNotBreachStep(step: BreachStepPage, breach: KnownBreach, now: Instant): Refusal | undefined {
  switch (step) {
    case 'risk-assessment':
      return whyNotAssessRisk(breach, { level: 'risk', reasons: words }, now);
    case 'risk-approval':
      return whyNotApproveRisk(breach, anotherPerson);
    case 'submissions':
      return submissionsOwed(breach, now).length > 0 ? undefined : whyNotSubmit(breach, 'authority-notification', now);
    case 'communication-order':
      return whyNotOrder(breach);
    case 'communication-hold':
      return whyNotHold(breach, now);
    case 'communications':
      return whyNotRecordCommunication(breach, told(now), now);
    case 'classification':
      return regimesOf(breach, now).length > 0 ? undefined : whyNotClassify(breach, 'nis2', now);
    case 'commitments':
      return promisesOf(breach, now).length > 0 ? undefined : whyNotKeepCommitment(breach, '', now, now);
    case 'restoration':
      return whyNotRecordRestoration(breach, now, now);
    case 'closure':
      return whyNotClose(breach);
    case 'awareness':
    case 'anchors':
    case 'measures':
    case 'lessons':
    case 'handover':
    case 'notes':
      return whyNotActOnBreach(breach);
  }
}

/** Whoever looks may be the second one; the case tells the first. */
const anotherPerson: Actor = { role: 'incident-manager', id: '' };

function told(at: Instant): Communication {
  return { outcome: 'communicated', way: 'individual', at, recipients: 1, documents: ['to be attached'] };
}

function whyNotExempt(breach: KnownBreach, at: Instant): Refusal | undefined {
  return whyNotRecordCommunication(breach, { outcome: 'exempt', ground: 'a', at, reasons: words }, at);
}

function whyNotSubmit(breach: KnownBreach, kind: SubmissionKind, now: Instant): Refusal | undefined {
  const evidenced = { receipt: 'receipt', documents: [], isComplete: true, reasonsForDelay: words };
  return whyNotRecordSubmission(breach, { kind, submittedAt: now, ...evidenced }, now);
}

function submissionsOwed(breach: KnownBreach, now: Instant): readonly SubmissionKind[] {
  return submissionKinds.filter((kind) => whyNotSubmit(breach, kind, now) === undefined);
}

type Regime = Classification['regime'];

function whyNotClassify(breach: KnownBreach, regime: Regime, now: Instant): Refusal | undefined {
  return whyNotClassifyIncident(breach, { regime, isReportable: false, reasons: words }, now);
}

/** Those that bind; what was reported already can still be classified anew as reportable. */
function regimesOf(breach: KnownBreach, now: Instant): readonly Regime[] {
  return (['nis2', 'dora'] as const).filter((regime) => {
    const why = whyNotClassify(breach, regime, now);
    return why === undefined || why.type === 'AlreadySubmitted';
  });
}

function promisesOf(breach: KnownBreach, now: Instant): KnownBreach['commitments'] {
  return breach.commitments.filter(({ id }) => whyNotKeepCommitment(breach, id, now, now) === undefined);
}

/** Those that a decision says first are no choice before it. */
function anchorsToSay(breach: KnownBreach, now: Instant): readonly AnchorName[] {
  const anchor = { at: now, precision: 'minute', source: 'logs', reasons: words } as const;
  return anchorNames.filter((name) => whyNotSetAnchor(breach, name, anchor, now)?.type !== 'AnchorByDecision');
}

export interface BreachStepInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly step: BreachStepPage;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly nonce: string;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
}

export interface BreachStepView extends StepWords {
  readonly reference: string;
  readonly caseHref: string;
  readonly action: string;
  readonly nonce: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly problem?: BreachStepInput['problem'];
  readonly isClosed: boolean;
  readonly takesFiles: boolean;
}

/** The page of one step; where no form would be taken, the reason in its place. */
export function breachStepView(input: BreachStepInput): BreachStepView {
  const { caseId, breach, step, now, nonce, typed, wrong, problem } = input;
  const why = whyNotBreachStep(step, breach, now);
  return {
    ...breachStepWords[step],
    ...(step === 'risk-approval' && { hint: proposed(input) }),
    ...{
      reference: breach.reference,
      caseHref: casePath(caseId, 'breach'),
      action: breachStepPath(caseId, step),
      nonce,
    },
    fields: filled(fieldsOf(input), typed, wrong),
    faults: Object.entries(wrong).map(([name, text]) => ({ name, text })),
    problem: problem ?? why,
    isClosed: problem === undefined && why !== undefined,
    takesFiles: takesFiles(step),
  };
}

/** What is approved stands before whoever approves it. */
function proposed({ breach: { riskProposal }, organisation }: BreachStepInput): string {
  if (riskProposal === undefined) return breachStepWords['risk-approval'].hint;
  const { assessment, proposedBy } = riskProposal;
  return `${nameOfPerson(proposedBy.id, organisation)} proposed that ${riskWords[assessment.level]}: “${assessment.reasons}”`;
}

const reasons: Field = {
  name: 'reasons',
  label: 'Reasons',
  type: 'textarea',
  required: true,
  hint: 'In words that can be checked.',
};
const text = (label: string): Field => ({ name: 'text', label, type: 'textarea', required: true });

function fieldsOf({ step, breach, organisation, now }: BreachStepInput): readonly Field[] {
  const { timeZone } = breach;
  const moment = (name: string, label: string): Field => ({
    ...{
      name,
      label,
      type: 'datetime-local',
      required: true,
      hint: zoneName(timeZone),
      preset: localInput(now, timeZone),
    },
  });
  switch (step) {
    case 'awareness':
      return [
        {
          name: 'outcome',
          label: 'Is it a personal data breach?',
          type: 'radio',
          required: true,
          choices: outcomesOf(breach),
        },
        ...momentFields({ name: 'at', label: 'Aware since', timeZone, required: false, atLeast: 'day' }),
        source('decision'),
        { ...reasons, required: false, hint: 'Needed if it is none, or if the investigation took more than a day.' },
      ];
    case 'risk-assessment': {
      const choices = riskLevels.map((level): Choice => [level, sentenceCase(riskWords[level])]);
      return [
        { name: 'level', label: 'Risk to the people concerned', type: 'radio', required: true, choices },
        identificationNumber,
        reasons,
      ];
    }
    case 'risk-approval':
    case 'closure':
      return [];
    case 'submissions':
      return submissionFields(breach, now, moment('submittedAt', 'Sent at'));
    case 'anchors': {
      const choices = anchorsToSay(breach, now).map((name): Choice => [name, anchorWords[name].name]);
      return [
        { name: 'name', label: 'Which instant', type: 'select', required: true, choices },
        ...momentFields({ name: 'at', label: 'When', timeZone, required: true, atLeast: 'year' }),
        source('logs'),
        { ...reasons, required: false, hint: 'Needed where it was said before: why that is wrong.' },
      ];
    }
    case 'communication-order':
      return orderFields(breach);
    case 'communication-hold':
      return holdFields({ ...moment('until', 'Until'), preset: '' }, reasons);
    case 'communications':
      return communicationFields(breach, now, moment('at', 'Told or decided at'));
    case 'classification':
      return classificationFields(breach, now);
    case 'commitments': {
      const choices = promisesOf(breach, now).map(({ id, source: from }): Choice => [id, from]);
      return [
        { name: 'id', label: 'Which promise', type: 'select', required: true, choices },
        moment('keptAt', 'Kept at'),
      ];
    }
    case 'lessons':
      return lessonFields(organisation);
    case 'restoration':
      return [moment('restoredAt', 'Available again since')];
    case 'measures':
      return [text('What was done')];
    case 'handover': {
      const choices = organisation.people
        .filter(({ id }) => id !== breach.owner)
        .map(({ id, name }): Choice => [id, name]);
      return [{ name: 'to', label: 'To whom', type: 'select', required: true, choices }, reasons];
    }
    case 'notes':
      return [text('Note')];
  }
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

function source(preset: string): Field {
  const choices = anchorSources.map((each): Choice => [each, sentenceCase(sourceWords[each])]);
  return { name: 'source', label: 'How it is known', type: 'select', required: true, choices, preset };
}

function submissionFields(breach: KnownBreach, now: Instant, sentAt: Field): readonly Field[] {
  const kinds = submissionsOwed(breach, now).map((kind): Choice => [kind, submissionWords[kind]]);
  return [
    { name: 'kind', label: 'What was sent', type: 'select', required: true, choices: kinds },
    sentAt,
    {
      name: 'receipt',
      label: 'Receipt',
      type: 'text',
      required: false,
      hint: 'The reference that the other side gave; without one, attach what shows the sending.',
    },
    ...versionField(breach),
    files('What shows it', 'One or more files, 50 MB together; encrypted under the key of this case.'),
    {
      ...{ name: 'isComplete', label: 'Is it complete?', type: 'radio', required: true, preset: 'yes' },
      choices: [
        ['yes', 'Yes'],
        ['no', 'No: the rest follows in phases, Art. 33(4)'],
      ],
    },
    {
      ...{ name: 'reasonsForDelay', label: 'Reasons for the delay', type: 'textarea', required: false },
      hint: 'Needed if it was sent after its time. Art. 33(1).',
    },
  ];
}

/** GDPR Art. 33(4): what was frozen says itself whether more follows. */
function versionField(breach: KnownBreach): readonly Field[] {
  const sent = breach.submissions.map(({ version }) => version);
  const open = (breach.notificationVersions ?? []).filter(({ version }) => !sent.includes(version));
  if (open.length === 0) return [];
  const choices = open.map(({ version, filing }): Choice => [
    String(version),
    `Version ${version}, ${subtypeWords[filing.subtype]}`,
  ]);
  return [
    {
      ...{
        name: 'version',
        label: 'Which version of the notification to the authority',
        type: 'select',
        required: false,
      },
      hint: 'It says itself whether it is complete, whatever is chosen below.',
      choices: [['', 'None: it was typed into a form of the authority'], ...choices],
    },
  ];
}

/** The step takes what was sent or told, as files of its form. */
export function takesFiles(step: BreachStepPage): boolean {
  return step === 'submissions' || step === 'communications';
}

const files = (label: string, hint: string): Field => ({ name: 'files', label, hint, type: 'files', required: false });

/** An exemption is a choice only where something is owed. */
function communicationFields(breach: KnownBreach, now: Instant, at: Field): readonly Field[] {
  const outcome: Field = { name: 'outcome', label: 'What was done', type: 'radio', required: true };
  const outcomes: readonly Choice[] = [['communicated', 'They were told. Art. 34(1)']];
  const telling: readonly Field[] = [
    {
      ...{ name: 'way', label: 'If they were told: how', type: 'select', required: false },
      choices: [
        ['', 'Choose one'],
        ['individual', 'Each of them, by letter, mail or telephone'],
        ['public', 'In public, because each by themselves was out of proportion. Art. 34(3)(c)'],
      ],
    },
    { name: 'recipients', label: 'If they were told: how many people', type: 'text', required: false },
    files('If they were told: the words', 'One or more files, 50 MB together; encrypted under the key of this case.'),
  ];
  if (whyNotExempt(breach, now) !== undefined) return [{ ...outcome, choices: outcomes }, at, ...telling];
  return [
    { ...outcome, choices: [...outcomes, ['exempt', 'They need not be told. Art. 34(3)']] },
    at,
    ...telling,
    { name: 'ground', label: 'If they need not be told: why', type: 'radio', required: false, choices: exemptions },
    { ...reasons, required: false, hint: 'Needed if they need not be told; in words that can be checked.' },
  ];
}

/** GDPR Art. 34(3). */
const exemptions: readonly Choice[] = [
  ['a', 'The data were protected, such as by encryption. Art. 34(3)(a)'],
  ['b', 'What we did since makes a high risk unlikely. Art. 34(3)(b)'],
  ['c', 'It would take disproportionate effort, and the public is told instead. Art. 34(3)(c)'],
];

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
