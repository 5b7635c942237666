import { anchorNames, anchorOf } from '../domain/breach.anchors.js';
import type { AnchorName } from '../domain/breach.anchors.js';
import type { Extent, Quantity } from '../domain/breach.extent.js';
import type { RegisterClock, RegisterEntry } from '../domain/breach.register.js';
import type { RegisterRow } from '../domain/breach.register-row.js';
import { csvOf } from './csv.js';

type Whole = Extract<RegisterRow, RegisterEntry>;
type Column<Row> = (row: Row) => string;

/** GDPR Art. 33(5): one line per breach. Lists stand in one cell, parted by semicolons; the JSON has all of it. */
export function registerCsv(rows: AsyncIterable<RegisterRow>): AsyncGenerator<string> {
  return csvOf<RegisterRow>(columns, rows);
}

const whole =
  (cell: Column<Whole>): Column<RegisterRow> =>
  (row) =>
    row.kind === 'keyDestroyed' ? '' : cell(row);

const columns: Readonly<Record<string, Column<RegisterRow>>> = {
  reference: ({ reference }) => reference,
  kind: ({ kind }) => kind,
  controller: ({ controller }) => controller,
  roles: ({ roles }) => list(roles),
  summary: whole(({ summary }) => summary),
  aspects: whole(({ aspects }) => list(aspects)),
  ...Object.fromEntries(anchorNames.flatMap(anchorColumns)),
  anchorCorrections: whole(({ anchors }) => list(anchorNames.flatMap((name) => earlierOf(anchors, name)))),
  decisions: whole(({ decisions }) =>
    list(decisions.map(({ outcome, reasons, ...told }) => `${outcome}${because(reasons)} ${stamp(told)}`)),
  ),
  extent: whole(({ extents }) => list(extents.map((one) => `${extentIn(one)} ${stamp(one)}`))),
  risk: whole(({ assessments }) => assessments.at(-1)?.level ?? ''),
  riskReasons: whole(({ assessments }) => assessments.at(-1)?.reasons ?? ''),
  riskScore: whole(({ assessments }) => assessments.at(-1)?.score?.score.toString() ?? ''),
  deviationReasons: whole(({ assessments }) => assessments.at(-1)?.deviationReasons ?? ''),
  riskAssessed: whole(({ assessments }) => list(assessments.map(({ level, ...told }) => `${level} ${stamp(told)}`))),
  classifications: whole(({ classifications }) =>
    list(
      classifications.map(
        ({ regime, isReportable, reasons, ...told }) =>
          `${regime} ${isReportable ? 'reportable' : 'not reportable'}${because(reasons)} ${stamp(told)}`,
      ),
    ),
  ),
  authorityNotifiedAt: whole((row) => firstNotification(row)?.submittedAt ?? ''),
  authorityReceipt: whole((row) => firstNotification(row)?.receipt ?? ''),
  whyNotNotified: whole(({ whyNotNotified }) => whyNotNotified ?? ''),
  reasonsForDelay: whole(({ submissions }) =>
    list(submissions.flatMap(({ reasonsForDelay }) => reasonsForDelay ?? [])),
  ),
  submissions: whole(({ submissions }) =>
    list(
      submissions.map(
        ({ kind, submittedAt, receipt, isComplete }) =>
          `${kind} ${submittedAt} ${receipt ?? 'by document'} ${isComplete ? 'complete' : 'in phases'}`,
      ),
    ),
  ),
  communication: whole(({ communications }) =>
    list(
      communications.map((told) =>
        told.outcome === 'exempt'
          ? `exempt 34(3)(${told.ground}) ${told.at}${because(told.reasons)}`
          : `communicated ${told.way} ${told.at} ${told.recipients}`,
      ),
    ),
  ),
  measures: whole(({ measures }) => list(measures.map(({ text }) => text))),
  lessons: whole(({ lessons }) =>
    list(
      lessons.map(
        ({ text, owner, doneBy, retestOn }) =>
          `${text} (owner ${owner ?? '-'}, done by ${doneBy ?? '-'}, retest ${retestOn ?? '-'})`,
      ),
    ),
  ),
  handovers: whole(({ handovers }) => list(handovers.map(({ to, ...told }) => `${to} ${stamp(told)}`))),
  clocks: whole(({ clocks }) => list(clocks.map(clockText))),
  registeredAt: ({ registeredAt }) => registeredAt,
  changedAt: ({ changedAt }) => changedAt,
  closedAt: whole(({ closedAt }) => closedAt ?? ''),
  keyDestroyedAt: (row) => (row.kind === 'keyDestroyed' ? row.destroyedAt : ''),
  ledger: ({ ledger }) => ledger.log,
  firstLeaf: ({ ledger }) => ledger.first?.index.toString() ?? '',
  firstCommitment: ({ ledger }) => ledger.first?.commitment ?? '',
  lastLeaf: ({ ledger }) => ledger.last?.index.toString() ?? '',
  lastCommitment: ({ ledger }) => ledger.last?.commitment ?? '',
  evidence: whole(({ evidence }) => evidence),
};

/** Each instant with how exactly it is known, and from where. */
function anchorColumns(name: AnchorName): readonly (readonly [string, Column<RegisterRow>])[] {
  const of = ({ anchors }: Whole) => anchorOf(anchors, name);
  return [
    [name, whole((row) => of(row)?.at ?? '')],
    [`${name}Precision`, whole((row) => of(row)?.precision ?? '')],
    [`${name}Source`, whole((row) => of(row)?.source ?? '')],
  ];
}

function earlierOf(anchors: Whole['anchors'], name: AnchorName): readonly string[] {
  const versions = anchors[name] ?? [];
  return versions.slice(0, -1).map(({ at, source }, index) => {
    return `${name} was ${at} (${source})${because(versions[index + 1]?.reasons)}`;
  });
}

function firstNotification({ submissions }: Whole): Whole['submissions'][number] | undefined {
  return submissions.find(({ kind }) => kind === 'authority-notification');
}

function extentIn({ dataSubjects, records, dataSubjectKinds, dataTypes, encryption }: Extent): string {
  const many = (quantity: Quantity) =>
    quantity === 'unknown' ? quantity : `${quantity.precision} ${String(quantity.count)}`;
  const kinds = [...dataSubjectKinds, ...dataTypes].join(', ');
  return `people ${many(dataSubjects)}, records ${many(records)}, encryption ${encryption}: ${kinds}`;
}

function clockText({ key, article, standing, dueAt, metAt, isOnTime }: RegisterClock): string {
  const onTime = isOnTime === undefined ? '' : isOnTime ? ', on time' : ', late';
  return `${key} (${article}): ${standing}${onTime}, due ${dueAt ?? '-'}, met ${metAt ?? '-'}`;
}

function stamp({ recordedAt, recordedBy }: Pick<Whole['decisions'][number], 'recordedAt' | 'recordedBy'>): string {
  return `(${recordedBy.role} ${recordedBy.id}, ${recordedAt})`;
}

function because(reasons: string | undefined): string {
  return reasons === undefined || reasons === '' ? '' : `: ${reasons}`;
}

function list(texts: readonly string[]): string {
  return texts.join('; ');
}
