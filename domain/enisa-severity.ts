/** ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches, v1.0 (2013). */

export const dataKinds = ['simple', 'behavioural', 'financial', 'sensitive'] as const;
export type DataKind = (typeof dataKinds)[number];

/** The score of a kind of data before its context raises or lowers it. */
export const baseScores: Readonly<Record<DataKind, number>> = {
  simple: 1,
  behavioural: 2,
  financial: 3,
  sensitive: 4,
};

export const easesOfIdentification = ['negligible', 'limited', 'significant', 'maximum'] as const;
export type EaseOfIdentification = (typeof easesOfIdentification)[number];

export const circumstanceLevels = ['none', 'some', 'full'] as const;
export type CircumstanceLevel = (typeof circumstanceLevels)[number];

/** One factor, as somebody judged it, and why. */
export interface Judged<Value> {
  readonly value: Value;
  readonly reasons: string;
}

/** Steps up for volume, field or vulnerable people; down for old, public or harmless data. Whole steps only. */
export interface ContextStep {
  readonly kind: DataKind;
  readonly steps: number;
  readonly reasons: string;
}

export interface SeverityInput {
  /** Each kind among the data; the highest counts. At least one. */
  readonly context: readonly ContextStep[];
  readonly ease: Judged<EaseOfIdentification>;
  readonly confidentiality: Judged<CircumstanceLevel>;
  readonly integrity: Judged<CircumstanceLevel>;
  readonly availability: Judged<CircumstanceLevel>;
  readonly isMalicious: Judged<boolean>;
}

export const severityBands = ['low', 'medium', 'high', 'veryHigh'] as const;
export type SeverityBand = (typeof severityBands)[number];

export interface Severity {
  /** Quarters of a point, exact: a score of 3.25 is 13. */
  readonly quarters: number;
  readonly score: number;
  readonly level: SeverityBand;
}

const easeQuarters: Readonly<Record<EaseOfIdentification, number>> = {
  negligible: 1,
  limited: 2,
  significant: 3,
  maximum: 4,
};
const circumstanceQuarters: Readonly<Record<CircumstanceLevel, number>> = { none: 0, some: 1, full: 2 };
const MALICE_QUARTERS = 2;

/** SE = DPC × EI + CB. The score informs the human decision and never takes it. */
export function severityOf(input: SeverityInput): Severity {
  const { context, ease, confidentiality, integrity, availability, isMalicious } = input;
  const circumstances = [confidentiality, integrity, availability].map(({ value }) => circumstanceQuarters[value]);
  const breachQuarters = circumstances.reduce(
    (sum, quarters) => sum + quarters,
    isMalicious.value ? MALICE_QUARTERS : 0,
  );
  const quarters = processingContext(context) * easeQuarters[ease.value] + breachQuarters;
  return { quarters, score: quarters / 4, level: levelOf(quarters) };
}

/** From one to four, whatever raises or lowers it; of several kinds the highest. */
export function processingContext(context: readonly ContextStep[]): number {
  if (context.length === 0) throw new Error('A breach of no data has no severity');
  return Math.max(...context.map(({ kind, steps }) => clamped(baseScores[kind] + steps)));
}

function clamped(score: number): number {
  return Math.min(4, Math.max(1, score));
}

function levelOf(quarters: number): SeverityBand {
  if (quarters < 2 * 4) return 'low';
  if (quarters < 3 * 4) return 'medium';
  return quarters < 4 * 4 ? 'high' : 'veryHigh';
}
