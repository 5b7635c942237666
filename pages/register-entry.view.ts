import { isOurRole } from '../domain/actor.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { anchorNames, anchorOf } from '../domain/breach.anchors.js';
import type { AnchorName } from '../domain/breach.anchors.js';
import type { OnRecord, RegisterClock, RegisterEntry, RegisterKind } from '../domain/breach.register.js';
import { holds, lossOf } from '../domain/breach.restoring.js';
import type { ForgottenEntry, RegisterRow } from '../domain/breach.register-row.js';
import type { Instant } from '../domain/time.js';
import { anchorMoment } from './breach-sentences.js';
import {
  anchorWords,
  aspectWords,
  breachWhat,
  clockWords,
  riskWords,
  sourceWords,
  submissionWords,
} from './breach.words.js';
import { counted } from './fact-sentences.js';
import { roleWords } from './frame.view.js';
import { extentText } from './incident.words.js';
import { shortMoment } from './moment.js';

export const registerKindWords: Readonly<Record<RegisterKind | ForgottenEntry['kind'], string>> = {
  breach: 'Personal data breach',
  notABreach: 'Not a breach',
  underInvestigation: 'Under investigation',
  keyDestroyed: 'Data destroyed',
};

/** A line of an entry: what it is about, and what stands there. */
export interface RegisterLine {
  readonly label: string;
  readonly texts: readonly string[];
}

export interface EntryView {
  readonly reference: string;
  readonly heading: string;
  readonly lines: readonly RegisterLine[];
}

type Whole = Extract<RegisterRow, RegisterEntry>;
type Forgotten = Extract<RegisterRow, ForgottenEntry>;

/** GDPR Art. 33(5): the facts of a breach, its effects and what was done, as a supervisory authority reads them. */
export function entryView(row: RegisterRow, organisation: OrganisationFile): EntryView {
  const heading = `${row.reference} · ${registerKindWords[row.kind]} · ${controllerName(organisation, row.controller)}`;
  const lines = row.kind === 'keyDestroyed' ? forgottenLines(row, organisation) : wholeLines(row, organisation);
  return {
    reference: row.reference,
    heading,
    lines: [...lines, ledgerLine(row)].filter(({ texts }) => texts.length > 0),
  };
}

export function controllerName({ controllersInHouse }: OrganisationFile, id: string): string {
  return controllersInHouse.find((controller) => controller.id === id)?.name ?? id;
}

function wholeLines(row: Whole, organisation: OrganisationFile): readonly RegisterLine[] {
  const telling: Telling = {
    when: (instant) => shortMoment(instant, row.timeZone),
    who: (id) => personOf(organisation, id)?.name ?? id,
    by: ({ recordedAt, recordedBy }) =>
      `(${actorName(recordedBy, organisation)}, ${shortMoment(recordedAt, row.timeZone)})`,
  };
  return [...knownLines(row, telling), ...doneLines(row, telling)];
}

/** Moments and names as the readers of the entry know them. */
interface Telling {
  readonly when: (instant: Instant) => string;
  readonly who: (id: string) => string;
  readonly by: (told: OnRecord<object>) => string;
}

function line(label: string, texts: readonly string[]): RegisterLine {
  return { label, texts };
}

function knownLines(row: Whole, { when, by }: Telling): readonly RegisterLine[] {
  const { registeredAt, changedAt, closedAt } = row;
  const end = closedAt === undefined ? 'open' : `closed ${when(closedAt)}`;
  return [
    line('What happened', [row.summary]),
    line('Concerned as', [breachWhat(row.roles.join('-and-'))]),
    line('The data were', [row.aspects.map((aspect) => aspectWords[aspect]).join(', ')]),
    line(
      'Instants',
      anchorNames.flatMap((name) => anchorTexts(row, name)),
    ),
    line(
      'Decisions',
      row.decisions.map((one) => `${decisionWords[one.outcome]}.${because(one.reasons)} ${by(one)}`),
    ),
    line(
      'How far it went',
      row.extents.map((one) => `${sentence(extentText(one))}. ${by(one)}`),
    ),
    line(
      'Other regimes',
      row.classifications.map((one) => `${regimeText(one)} ${by(one)}`),
    ),
    line(
      'Risk to people',
      row.assessments.map((one) => `${riskText(one)} ${by(one)}`),
    ),
    line('On record', [`Since ${when(registeredAt)}, last changed ${when(changedAt)}, ${end}`]),
  ];
}

function doneLines(row: Whole, { when, who, by }: Telling): readonly RegisterLine[] {
  const { submissions, whyNotNotified, communications, measures, lessons, handovers, clocks } = row;
  return [
    line(
      'Sent',
      submissions.map((one) => `${submittedText(one, when)} ${by(one)}`),
    ),
    line('Not notified because', whyNotNotified === undefined ? [] : [whyNotNotified]),
    line(
      'People concerned',
      communications.map((one) => `${toldText(one, when)} ${by(one)}`),
    ),
    line('Data back', returnTexts(row, when)),
    line(
      'Measures',
      measures.map((one) => `${one.text} ${by(one)}`),
    ),
    line(
      'Lessons',
      lessons.map((lesson) => lessonText(lesson, who)),
    ),
    line(
      'Handed over',
      handovers.map((one) => `To ${who(one.to)}. ${one.reasons} ${by(one)}`),
    ),
    line(
      'Promises',
      clocks.map((clock) => clockText(clock, when)),
    ),
  ];
}

/** GDPR Art. 33(5): data that never come back are an effect of the breach. */
function returnTexts(row: Whole, when: Telling['when']): readonly string[] {
  const loss = lossOf(row);
  if (loss !== undefined) return [`Never: lost for good, certain since ${anchorMoment(loss, row.timeZone)}`];
  return row.restoredAt === undefined ? [] : [when(row.restoredAt)];
}

function regimeText({ regime, isReportable, reasons }: Whole['classifications'][number]): string {
  return `${regime.toUpperCase()}: ${isReportable ? 'reportable' : 'not reportable'}. ${reasons}`;
}

function lessonText({ text, owner, doneBy, retestOn }: Whole['lessons'][number], who: Telling['who']): string {
  const whom = owner === undefined ? 'not named' : who(owner);
  return `${text} Owner ${whom}, done by ${doneBy ?? 'no date'}, tested again ${retestOn ?? 'no date'}.`;
}

const decisionWords = { aware: 'A personal data breach', notABreach: 'Not a personal data breach' } as const;

function anchorTexts(row: Whole, name: AnchorName): readonly string[] {
  const { anchors, timeZone } = row;
  const inForce = anchorOf(anchors, name);
  if (inForce === undefined) return [];
  const earlier = (anchors[name] ?? []).slice(0, -1).map((version) => anchorMoment(version, timeZone));
  const before = earlier.length === 0 ? '' : ` Before that: ${earlier.join(', ')}.${because(inForce.reasons)}`;
  const turned = holds(name, row) ? '' : ' They came back after all.';
  return [
    `${anchorWords[name].name}: ${anchorMoment(inForce, timeZone)}, ${sourceWords[inForce.source]}.${before}${turned}`,
  ];
}

function riskText({ level, reasons, score, deviationReasons }: Whole['assessments'][number]): string {
  const scored = score === undefined ? '' : ` ENISA score ${String(score.score)}.`;
  return `${sentence(riskWords[level])}: ${reasons}${scored}${deviationReasons === undefined ? '' : ` Decided otherwise than scored: ${deviationReasons}`}`;
}

function submittedText(
  { kind, submittedAt, receipt, isComplete, reasonsForDelay }: Whole['submissions'][number],
  when: (instant: string) => string,
): string {
  const shown = receipt === undefined || receipt === '' ? 'shown by a document' : `receipt ${receipt}`;
  const delay = reasonsForDelay === undefined ? '' : ` Reasons for the delay: ${reasonsForDelay}`;
  return `${submissionWords[kind]}, ${when(submittedAt)}, ${shown}, ${isComplete ? 'complete' : 'the rest in phases'}.${delay}`;
}

function toldText(told: Whole['communications'][number], when: (instant: string) => string): string {
  if (told.outcome === 'exempt') return `Not told, GDPR Art. 34(3)(${told.ground}), ${when(told.at)}: ${told.reasons}`;
  const how = told.way === 'public' ? 'in public' : counted(told.recipients, 'letter');
  return `Told ${when(told.at)}, ${how}.`;
}

const standingWords: Readonly<Record<RegisterClock['standing'], string>> = {
  met: 'done',
  running: 'still to do',
  notOwed: 'no longer owed',
  cannotCompute: 'cannot be computed',
};

function clockText(
  { id, article, standing, dueAt, metAt, isOnTime }: RegisterClock,
  when: (at: string) => string,
): string {
  const done = metAt === undefined ? standingWords[standing] : `done ${when(metAt)}`;
  const onTime = isOnTime === undefined ? '' : isOnTime ? ', on time' : ', late';
  return `${clockWords[id]} (${article}): ${dueAt === undefined ? '' : `due ${when(dueAt)}, `}${done}${onTime}.`;
}

function forgottenLines(
  { registeredAt, changedAt, destroyedAt, steps }: Forgotten,
  organisation: OrganisationFile,
): readonly RegisterLine[] {
  const when = (instant: string) => shortMoment(instant, 'UTC');
  return [
    {
      label: 'What is left',
      texts: [
        `The key of this case was destroyed on ${when(destroyedAt)} UTC. What was decided, and why, cannot be read any more.`,
      ],
    },
    { label: 'On record', texts: [`Since ${when(registeredAt)} UTC, last changed ${when(changedAt)} UTC`] },
    {
      label: 'Steps',
      texts: steps.map(({ fact, at, by }) => `${fact}, ${when(at)} UTC, ${actorName(by, organisation)}`),
    },
  ];
}

/** First and last leaf, and the commitment that the evidence file shows too. */
function ledgerLine({ ledger: { log, facts, first, last }, ...row }: RegisterRow): RegisterLine {
  const leaf = (word: string, place: typeof first) =>
    place === undefined
      ? []
      : [`${word} leaf ${String(place.index)}, position ${String(place.position)}, commitment ${place.commitment}`];
  return {
    label: 'Evidence',
    texts: [
      `${counted(facts, 'fact')} in the ledger ${log}`,
      ...leaf('First', first),
      ...leaf('Last', last),
      ...('evidence' in row ? [`duly verify reads ${row.evidence}`] : []),
    ],
  };
}

function actorName({ role, id }: OnRecord<object>['recordedBy'], organisation: OrganisationFile): string {
  if (!isOurRole(role)) return 'Duly';
  return `${personOf(organisation, id)?.name ?? id}, ${roleWords[role]}`;
}

function because(reasons: string | undefined): string {
  return reasons === undefined || reasons === '' ? '' : ` Reasons: ${reasons}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
