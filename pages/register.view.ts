import type { OrganisationFile } from '../domain/organisation.js';
import { anchorOf } from '../domain/breach.anchors.js';
import { registerSteps } from '../domain/breach.statistics.js';
import { gapCounts } from '../domain/breach.information-figures.js';
import type { GapCount } from '../domain/breach.information-figures.js';
import type { BreachStatistics, RegisterStep, Spread } from '../domain/breach.statistics.js';
import type { RegisterEntry } from '../domain/breach.register.js';
import type { RegisterRow } from '../domain/breach.register-row.js';
import { anchorMoment } from './breach-sentences.js';
import { clockWords, riskWords } from './breach.words.js';
import { casePath } from './case-path.js';
import type { State } from './clock.view.js';
import { counted } from './fact-sentences.js';
import { lengthOfTime, shortMoment } from './moment.js';
import { controllerName, registerKindWords } from './register-entry.view.js';

/** What the address of the page says. */
export interface RegisterQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly controller?: string | undefined;
  readonly after?: string | undefined;
}

export interface RegisterInput {
  readonly query: RegisterQuery;
  readonly rows: readonly RegisterRow[];
  readonly statistics: BreachStatistics;
  readonly forgotten: number;
  /** The reference after which the next page begins. */
  readonly next?: string | undefined;
  readonly organisation: OrganisationFile;
}

interface RowView {
  readonly reference: string;
  readonly href?: string;
  readonly kind: string;
  readonly controller: string;
  readonly summary: string;
  readonly informed: string;
  readonly aware: string;
  readonly risk: string;
  readonly authority: string;
  readonly people: string;
  readonly tag?: { readonly state: State; readonly word: string };
  readonly leaves: string;
  readonly evidence?: string;
}

export interface RegisterView {
  readonly rows: readonly RowView[];
  readonly counts: string;
  readonly steps: readonly {
    readonly step: string;
    readonly count: string;
    readonly median: string;
    readonly nineOfTen: string;
    readonly longest: string;
  }[];
  readonly clocks: readonly {
    readonly clock: string;
    readonly share: string;
    readonly late: string;
    readonly running: string;
  }[];
  readonly handovers: string;
  readonly information: string;
  readonly from: string;
  readonly to: string;
  readonly controllers: readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[];
  readonly files: readonly { readonly href: string; readonly text: string }[];
  readonly first?: string;
  readonly next?: string;
}

export const registerPath = '/operations/register';
const MINUTE = 60_000;

/** GDPR Art. 33(5): every breach, notified or not, and how long each step took. */
export function registerView({ query, rows, statistics, forgotten, next, organisation }: RegisterInput): RegisterView {
  const { after, ...filter } = query;
  const controllers = organisation.controllersInHouse.map(({ id, name }) => ({ value: id, text: name }));
  return {
    rows: rows.map((row) => rowView(row, organisation)),
    counts: countsOf(statistics, forgotten),
    steps: [
      ...registerSteps.map((step) => ({ step: stepWords[step], ...spreadTexts(statistics.steps[step]) })),
      { step: 'From a question to its answer', ...spreadTexts(statistics.information.toAnswer) },
    ],
    clocks: statistics.clocks.map(({ clock, onTime, late, running, onTimeShare }) => ({
      clock: clockWords[clock],
      share:
        onTimeShare === undefined
          ? 'none due yet'
          : `${String(Math.floor(onTimeShare * 100))} % (${String(onTime)} of ${String(onTime + late)})`,
      late: String(late),
      running: String(running),
    })),
    handovers: handoversOf(statistics),
    information: informationOf(statistics),
    from: query.from ?? '',
    to: query.to ?? '',
    controllers: [{ value: '', text: 'All' }, ...controllers].map((one) => ({
      ...one,
      chosen: one.value === (query.controller ?? ''),
    })),
    files: (['csv', 'json', 'pdf'] as const).map((format) => ({
      href: addressOf('/v1/breach-register', { ...filter, format }),
      text: format.toUpperCase(),
    })),
    ...(after !== undefined && { first: addressOf(registerPath, filter) }),
    ...(next !== undefined && { next: addressOf(registerPath, { ...filter, after: next }) }),
  };
}

function addressOf(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

function rowView(row: RegisterRow, organisation: OrganisationFile): RowView {
  const { reference, ledger } = row;
  const leaves =
    ledger.first === undefined || ledger.last === undefined
      ? 'not placed yet'
      : `${String(ledger.first.index)} to ${String(ledger.last.index)}`;
  const common = {
    reference,
    kind: registerKindWords[row.kind],
    controller: controllerName(organisation, row.controller),
    leaves,
  };
  if (row.kind === 'keyDestroyed') {
    const summary = `The key was destroyed on ${shortMoment(row.destroyedAt, 'UTC')} UTC. ${counted(row.steps.length, 'step')} of it stand in the ledger.`;
    return { ...common, summary, informed: '', aware: '', risk: '', authority: '', people: '' };
  }
  return {
    ...common,
    href: casePath(row.caseId, 'breach'),
    summary: row.summary,
    informed: momentOf(row, 'firstInformedAt'),
    aware: momentOf(row, 'awareAt'),
    risk: riskOf(row),
    authority: authorityOf(row),
    people: peopleOf(row),
    ...tagOf(row),
    evidence: row.evidence,
  };
}

function momentOf({ anchors, timeZone }: RegisterEntry, name: 'firstInformedAt' | 'awareAt'): string {
  const anchor = anchorOf(anchors, name);
  return anchor === undefined ? 'not said' : anchorMoment(anchor, timeZone);
}

function riskOf({ assessments }: RegisterEntry): string {
  const last = assessments.at(-1);
  return last === undefined ? 'not assessed' : `${riskWords[last.level]}: ${last.reasons}`;
}

function authorityOf({ submissions, whyNotNotified, timeZone }: RegisterEntry): string {
  const first = submissions.find(({ kind }) => kind === 'authority-notification');
  if (first !== undefined)
    return `notified ${shortMoment(first.submittedAt, timeZone)}, ${first.receipt ?? 'by document'}`;
  return whyNotNotified === undefined ? 'not notified' : `not notified: ${whyNotNotified}`;
}

function peopleOf({ communications, timeZone }: RegisterEntry): string {
  const last = communications.at(-1);
  if (last === undefined) return 'not told';
  const at = shortMoment(last.at, timeZone);
  return last.outcome === 'exempt' ? `exempt, Art. 34(3)(${last.ground}), ${at}: ${last.reasons}` : `told ${at}`;
}

/** Of the notification alone: the other clocks stand in the case. */
function tagOf({ clocks }: RegisterEntry): Pick<RowView, 'tag'> {
  const clock = clocks.find(({ id }) => id === 'gdpr-33-sa');
  if (clock?.isOnTime === true) return { tag: { state: 'done', word: 'On time' } };
  if (clock?.isOnTime === false) return { tag: { state: 'late', word: 'Late' } };
  return clock?.standing === 'running' ? { tag: { state: 'soon', word: 'Running' } } : {};
}

const stepWords: Readonly<Record<RegisterStep, string>> = {
  toAwareness: 'From first information to awareness',
  toNotification: 'From awareness to the notification',
  toCommunication: 'From awareness to telling the people',
  toClosing: 'From first information to the end of the case',
};

function spreadTexts(
  spread: Spread,
): Pick<RegisterView['steps'][number], 'count' | 'median' | 'nineOfTen' | 'longest'> {
  if (!('medianMinutes' in spread)) return { count: '0', median: 'none', nineOfTen: 'none', longest: 'none' };
  const text = (minutes: number) => lengthOfTime(minutes * MINUTE);
  const { count, medianMinutes, p90Minutes, longestMinutes } = spread;
  return {
    count: String(count),
    median: text(medianMinutes),
    nineOfTen: text(p90Minutes),
    longest: text(longestMinutes),
  };
}

/** A mean, because each answer that is missing keeps somebody waiting. */
function informationOf({ information: { missing, asked, awaited } }: BreachStatistics): string {
  const means = gapCounts.flatMap((when) => {
    const { entries, total } = missing[when];
    return entries === 0 ? [] : [`${(total / entries).toFixed(1)} after ${gapCountWords[when]}`];
  });
  const gaps = means.length === 0 ? 'No case is an hour old' : `Answers missing per case: ${means.join(', ')}`;
  return `${gaps}. ${counted(asked, 'question')} asked, ${String(awaited)} not answered yet.`;
}

const gapCountWords: Readonly<Record<GapCount, string>> = {
  after1h: 'an hour',
  after24h: 'a day',
  after72h: 'three days',
};

function countsOf({ entries, open, kinds }: BreachStatistics, forgotten: number): string {
  const parts = [
    `${String(kinds.breach)} personal data ${kinds.breach === 1 ? 'breach' : 'breaches'}`,
    `${String(kinds.notABreach)} found to be none`,
    `${String(kinds.underInvestigation)} under investigation`,
    ...(forgotten > 0 ? [`${String(forgotten)} whose data are destroyed`] : []),
  ];
  return `${parts.join(', ')}; ${String(open)} of ${String(entries)} open.`;
}

function handoversOf({ handovers: { total, most, entriesWithAny } }: BreachStatistics): string {
  if (total === 0) return 'No case was handed over.';
  return `${counted(total, 'hand-over')} in ${counted(entriesWithAny, 'case')}, at most ${String(most)} in one.`;
}
