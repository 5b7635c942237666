import { riskProposedBy } from '../domain/breach.law.js';
import { baseScores, circumstanceLevels, dataKinds, easesOfIdentification } from '../domain/enisa-severity.js';
import { processingContext, severityOf } from '../domain/enisa-severity.js';
import type { CircumstanceLevel, DataKind, EaseOfIdentification, SeverityInput } from '../domain/enisa-severity.js';
import { severityWords } from './breach-sentences.js';
import { riskWords } from './breach.words.js';
import type { Choice, Field } from './step-fields.js';

/** What happened to the data themselves, each to be judged on its own. */
export const circumstances = ['confidentiality', 'integrity', 'availability'] as const;

/** The field that says why, beside the field that says what. */
export const whyField = (name: string): string => `${name}Why`;
export const kindField = (kind: DataKind): string => `kind-${kind}`;

/** Every field of the score; where all are empty there is none. */
export const severityFieldNames: readonly string[] = [
  ...dataKinds.map(kindField),
  ...['ease', ...circumstances, 'isMalicious'],
].flatMap((name) => [name, whyField(name)]);

/** ENISA 2013: kinds of data with their context, ease of identification, circumstances; a reason for each. */
export function severityFields(): readonly Field[] {
  return [
    ...dataKinds.flatMap((kind) =>
      judged(kindField(kind), `${kindWords[kind]} data`, stepsFrom(baseScores[kind]), kindHints[kind]),
    ),
    ...judged('ease', 'How easily are people recognised?', eases, 'By whoever holds the data now.'),
    ...circumstances.flatMap((name) => judged(name, circumstanceLabels[name], levels, circumstanceHints[name])),
    ...judged('isMalicious', 'Was it meant to harm?', yesOrNo, 'Theft, blackmail, sabotage; no slip and no defect.'),
  ];
}

function judged(name: string, label: string, choices: readonly Choice[], hint: string): readonly Field[] {
  return [
    { name, label, hint, type: 'select', required: false, choices: [['', 'Not said'], ...choices] },
    {
      name: whyField(name),
      label: `${label.replace('?', '')}: why`,
      type: 'text',
      required: false,
      autocomplete: 'off',
    },
  ];
}

/** Only as far as it counts: the result lies between one and four. */
function stepsFrom(base: number): readonly Choice[] {
  const scores = [1, 2, 3, 4].map((score) => score - base);
  return scores.map((steps): Choice => [String(steps), `${stepWords(steps)}: counts ${String(base + steps)}`]);
}

function stepWords(steps: number): string {
  if (steps === 0) return 'As they are';
  const many = Math.abs(steps) === 1 ? 'step' : 'steps';
  return `${String(Math.abs(steps))} ${many} ${steps > 0 ? 'worse' : 'milder'}`;
}

const kindWords: Readonly<Record<DataKind, string>> = {
  ...{ simple: 'Simple', behavioural: 'Behavioural', financial: 'Financial', sensitive: 'Sensitive' },
};
const contextHint = 'Worse: many of them, vulnerable people. Milder: old, public, wrong or harmless ones.';
const kindHints: Readonly<Record<DataKind, string>> = {
  simple: `Names, addresses, family, training. ${contextHint}`,
  behavioural: `Where people go, what they like and do. ${contextHint}`,
  financial: `Income, accounts, invoices, benefits. ${contextHint}`,
  sensitive: `Health, politics, religion, sex life and the like. ${contextHint}`,
};

const easeWords: Readonly<Record<EaseOfIdentification, string>> = {
  negligible: 'Hardly: counts 0.25',
  limited: 'With much effort: counts 0.5',
  significant: 'With some effort: counts 0.75',
  maximum: 'At once: counts 1',
};
const eases = easesOfIdentification.map((ease): Choice => [ease, easeWords[ease]]);

const circumstanceLabels = {
  confidentiality: 'Seen by others?',
  integrity: 'Changed?',
  availability: 'Lost or out of reach?',
} as const;
const circumstanceHints = {
  confidentiality: 'In part: by some who are known. In full: by some who are not.',
  integrity: 'In part: it can be put right. In full: it cannot.',
  availability: 'In part: for a time. In full: for good.',
} as const;
const levelWords: Readonly<Record<CircumstanceLevel, string>> = {
  none: 'No: adds nothing',
  some: 'In part: adds 0.25',
  full: 'In full: adds 0.5',
};
const levels = circumstanceLevels.map((level): Choice => [level, levelWords[level]]);
const yesOrNo: readonly Choice[] = [
  ['yes', 'Yes: adds 0.5'],
  ['no', 'No: adds nothing'],
];

export interface ScoreView {
  readonly sum: string;
  readonly level: string;
  readonly proposes: string;
}

/** How the score came about, and which level of risk it speaks for. */
export function scoreView(severity: SeverityInput): ScoreView {
  const { score, level, quarters } = severityOf(severity);
  const context = processingContext(severity.context);
  const ease = easesOfIdentification.indexOf(severity.ease.value) + 1;
  const rest = (quarters - context * ease) / 4;
  return {
    sum: `Data ${String(context)} × recognised ${String(ease / 4)} + circumstances ${String(rest)} = ${String(score)}`,
    level: severityWords[level],
    proposes: riskWords[riskProposedBy(severity)],
  };
}
