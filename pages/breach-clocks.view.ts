import { isComputed, runningClocks } from '../domain/breach.clocks.js';
import type { BreachClock, ClockWithoutAnchor, ComputedClock } from '../domain/breach.clocks.js';
import { isEndOfHandlingUnsaid } from '../domain/breach.final-report.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Instant } from '../domain/time.js';
import { breachStepPath } from './breach-steps.words.js';
import { anchorWords, basisWords, clockWords, recipientWords } from './breach.words.js';
import type { ComputationView } from './case-clocks.view.js';
import { clockView, stoppedClock } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { dueMoment, lengthOfTime, shortMoment } from './moment.js';

export interface BreachClockRow {
  readonly what: string;
  readonly to: string;
  readonly article: string;
  /** Whether the law, a contract or we ourselves say so. */
  readonly basis: string;
  readonly startsAt: string;
  readonly clock: ClockView;
  /** A later instant that another reading allows; no alarm goes by it. */
  readonly permittedUntil?: string;
  readonly how?: ComputationView;
}

/** The promise that will break first, or has. */
export interface NextPromise {
  readonly heading: string;
  readonly article: string;
  readonly clock: ClockView;
  readonly basis?: string;
  readonly lateNote?: string;
}

export interface BreachClocksView {
  readonly next: NextPromise;
  /** What nobody has said yet, so that a clock stands still. */
  readonly unknown: readonly string[];
  readonly rows: readonly BreachClockRow[];
}

export function breachClocksView(breach: KnownBreach, now: Instant): BreachClocksView {
  return {
    next: nextPromise(breach, now),
    unknown: breach.clocks.flatMap((clock) => (isComputed(clock) ? [] : [`${titleOf(clock)}: ${whyUnknown(clock)}`])),
    rows: breach.clocks.map((clock) => (isComputed(clock) ? computedRow(clock, breach, now) : unknownRow(clock))),
  };
}

function nextPromise(breach: KnownBreach, now: Instant): NextPromise {
  const { timeZone } = breach;
  const [first] = [...runningClocks(breach)].sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
  if (first === undefined) return isEndOfHandlingUnsaid(breach) ? afterHandling : nothingNext(now, timeZone);
  const clock = clockView(first.dueAt, { now, timeZone, form: 'long' });
  return {
    heading: titleOf(first),
    article: first.article,
    clock,
    basis: `Says ${basisWords[first.basis]}.`,
    ...(clock.state === 'late' && { lateNote: 'The duty remains; what is sent late gives the reasons for the delay.' }),
  };
}

function nothingNext(now: Instant, timeZone: string): NextPromise {
  return { heading: 'No promise is open', article: '', clock: clockView(undefined, { now, timeZone }) };
}

const afterHandling: NextPromise = {
  heading: clockWords['nis2-final-after-handling'],
  article: 'NIS2 Art. 23(4)(e)',
  clock: { state: 'calm', left: 'Owed, not due yet', at: 'a month after the handling ended', isSoon: false },
  basis: `Says ${basisWords.statutory}.`,
};

/** What starts a clock that reminds nobody before. */
export interface UnsaidEnd {
  readonly text: string;
  readonly article: string;
  /** Absent for who may not say it. */
  readonly href?: string;
}

export function unsaidEndOf(caseId: string, breach: KnownBreach, maySay: boolean): UnsaidEnd | undefined {
  if (!isEndOfHandlingUnsaid(breach)) return undefined;
  return {
    text: 'A progress report took the place of the final one, which is still owed. Its month begins when the handling of the incident has ended: until somebody says when that was, nothing reminds anybody of it.',
    article: afterHandling.article,
    ...(maySay && { href: breachStepPath(caseId, 'anchors') }),
  };
}

function titleOf({ id }: BreachClock): string {
  return clockWords[id];
}

function whyUnknown({ missing }: ClockWithoutAnchor): string {
  return `cannot be computed, nobody has said when ${anchorWords[missing].when}`;
}

function aboutOf(clock: BreachClock): Pick<BreachClockRow, 'what' | 'to' | 'article' | 'basis'> {
  return {
    what: titleOf(clock),
    to: recipientWords[clock.recipient],
    article: clock.article,
    basis: basisWords[clock.basis],
  };
}

function unknownRow(clock: ClockWithoutAnchor): BreachClockRow {
  const why = `nobody has said when ${anchorWords[clock.missing].when}`;
  return { ...aboutOf(clock), startsAt: 'not known', clock: stoppedClock('Cannot be computed', why, false) };
}

function computedRow(clock: ComputedClock, { timeZone, packs }: KnownBreach, now: Instant): BreachClockRow {
  const calendar = clock.calendarComplete ? '' : ' The calendar of holidays is not complete yet.';
  return {
    ...aboutOf(clock),
    startsAt: shortMoment(clock.startsAt, timeZone, now),
    clock:
      clock.metAt === undefined
        ? clockView(clock.dueAt, { now, timeZone })
        : metClock(clock, clock.metAt, timeZone, now),
    ...(clock.permittedUntil !== undefined && { permittedUntil: shortMoment(clock.permittedUntil, timeZone, now) }),
    how: { steps: clock.steps, note: `Rules of this case: ${packs.join(', ')}.${calendar}` },
  };
}

function metClock({ dueAt }: ComputedClock, metAt: Instant, timeZone: string, now: Instant): ClockView {
  const margin = Date.parse(dueAt) - Date.parse(metAt);
  const isKept = margin > 0;
  const left = `Met, ${lengthOfTime(Math.abs(margin))} ${isKept ? 'early' : 'late'}`;
  return stoppedClock(left, `${shortMoment(metAt, timeZone, now)}, due ${dueMoment(dueAt, timeZone, now)}`, isKept);
}
