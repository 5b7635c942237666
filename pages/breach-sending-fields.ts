import type { KnownBreach } from '../domain/breach.js';
import { sendingUnderWay } from '../domain/breach.sending.js';
import type { Sending } from '../domain/breach.sending.js';
import type { Instant } from '../domain/time.js';
import { reasons } from './breach-shared-fields.js';
import { submissionsOwed, whyNotExempt } from './breach-step-choices.js';
import { shortMoment } from './moment.js';
import { submissionWords, subtypeWords } from './breach.words.js';
import type { Choice, Field } from './step-fields.js';

const receipt: Field = {
  ...{ name: 'receipt', label: 'Receipt', type: 'text', required: false },
  hint: 'The reference that the other side gave; without one, attach what shows the sending.',
};

export function files(label: string): Field {
  const hint = 'One or more files, 50 MB together; encrypted under the key of this case.';
  return { name: 'files', label, hint, type: 'files', required: false };
}

/** When it was sent, and what shows it. */
export function evidenceFields(sentAt: Field): readonly Field[] {
  return [sentAt, receipt, files('What shows it')];
}

export function submissionFields(breach: KnownBreach, now: Instant, sentAt: Field): readonly Field[] {
  const kinds = submissionsOwed(breach, now).map((kind): Choice => [kind, submissionWords[kind]]);
  return [
    { name: 'kind', label: 'What was sent', type: 'select', required: true, choices: kinds },
    sentAt,
    receipt,
    ...versionField(breach, now),
    files('What shows it'),
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
function versionField(breach: KnownBreach, now: Instant): readonly Field[] {
  const sent = breach.submissions.map(({ version }) => version);
  const open = (breach.notificationVersions ?? []).filter(({ version }) => !sent.includes(version));
  if (open.length === 0) return [];
  const choices = open.map(({ version, filing }): Choice => [
    String(version),
    `Version ${version}, ${subtypeWords[filing.subtype]}`,
  ]);
  const sending = sendingUnderWay(breach);
  return [
    {
      ...{
        name: 'version',
        label: 'Which version of the notification to the authority',
        type: 'select',
        required: false,
      },
      hint: sending === undefined ? saysItself : `${sendingTold(sending, breach, now)} ${saysItself}`,
      ...(sending !== undefined && { preset: String(sending.version) }),
      choices: [['', 'None: it was typed into a form of the authority'], ...choices],
    },
  ];
}

const saysItself = 'It says itself whether it is complete, whatever is chosen below.';

/** Nobody has to wait for an endpoint that is away; what comes of the sending completes what was recorded. */
function sendingTold({ version, orderedAt }: Sending, { timeZone }: KnownBreach, now: Instant): string {
  const since = shortMoment(orderedAt, timeZone, now);
  return `Duly has been sending version ${version} since ${since}, and records its receipt by itself: record it here only if you filed it yourself.`;
}

/** An exemption is a choice only where something is owed. */
export function communicationFields(breach: KnownBreach, now: Instant, at: Field): readonly Field[] {
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
    files('If they were told: the words'),
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
