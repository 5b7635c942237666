import { anchorOf } from './breach.anchors.js';
import { clockIds } from './breach.clock-table.js';
import type { ClockId } from './breach.clock-table.js';
import { gapCounts } from './breach.information-figures.js';
import type { GapCount, InformationFigures } from './breach.information-figures.js';
import { registerKinds } from './breach.register.js';
import type { RegisterClock, RegisterEntry, RegisterKind } from './breach.register.js';
import type { Instant } from './time.js';

const MINUTE = 60_000;

export const registerSteps = ['toAwareness', 'toNotification', 'toCommunication', 'toClosing'] as const;
export type RegisterStep = (typeof registerSteps)[number];

/** What the statistics need of one entry, so that nobody has to hold all of the register at once. */
export interface EntryFigures {
  readonly kind: RegisterKind;
  readonly isOpen: boolean;
  readonly handovers: number;
  readonly minutes: Readonly<Partial<Record<RegisterStep, number>>>;
  readonly clocks: readonly Pick<RegisterClock, 'id' | 'standing' | 'isOnTime'>[];
  readonly information: InformationFigures;
}

/** Of nothing there is no median. The p90 is by nearest rank: nine of ten took no longer. */
export type Spread =
  | { readonly count: 0 }
  | {
      readonly count: number;
      readonly medianMinutes: number;
      readonly p90Minutes: number;
      readonly longestMinutes: number;
    };

export interface Punctuality {
  readonly clock: ClockId;
  readonly onTime: number;
  /** Done too late, or not done though its end has passed. */
  readonly late: number;
  /** Still running, its end to come. */
  readonly running: number;
  /** Of those that are one or the other; absent where there are none. */
  readonly onTimeShare?: number;
}

export interface BreachStatistics {
  readonly entries: number;
  readonly open: number;
  readonly kinds: Readonly<Record<RegisterKind, number>>;
  readonly steps: Readonly<Record<RegisterStep, Spread>>;
  /** Only clocks that ran. */
  readonly clocks: readonly Punctuality[];
  readonly handovers: { readonly total: number; readonly most: number; readonly entriesWithAny: number };
  readonly information: MissingInformation;
}

/** How much the incident teams did not know, and how long they waited for it. */
export interface MissingInformation {
  /** How many answers were missing in all the entries that had come so far. */
  readonly missing: Readonly<Record<GapCount, { readonly entries: number; readonly total: number }>>;
  readonly asked: number;
  readonly awaited: number;
  readonly toAnswer: Spread;
}

export function figuresOf(entry: RegisterEntry): EntryFigures {
  const { kind, closedAt, handovers, clocks, information } = entry;
  return {
    ...{ kind, isOpen: closedAt === undefined, handovers: handovers.length, minutes: minutesOf(entry) },
    information,
    clocks: clocks.map(({ id, standing, isOnTime }) => ({ id, standing, ...(isOnTime !== undefined && { isOnTime }) })),
  };
}

/** From the first information to awareness and to closing; from awareness to notification and communication. */
function minutesOf({ anchors, submissions, communications, closedAt }: RegisterEntry): EntryFigures['minutes'] {
  const informedAt = anchorOf(anchors, 'firstInformedAt')?.at;
  const awareAt = anchorOf(anchors, 'awareAt')?.at;
  const notifiedAt = submissions.find(({ kind }) => kind === 'authority-notification')?.submittedAt;
  const toldAt = communications.find(({ outcome }) => outcome === 'communicated')?.at;
  return {
    ...lengthOf('toAwareness', informedAt, awareAt),
    ...lengthOf('toNotification', awareAt, notifiedAt),
    ...lengthOf('toCommunication', awareAt, toldAt),
    ...lengthOf('toClosing', informedAt, closedAt),
  };
}

/** What was done before its start, by a correction or ahead of the duty, took no time. */
function lengthOf(step: RegisterStep, from: Instant | undefined, to: Instant | undefined): EntryFigures['minutes'] {
  if (from === undefined || to === undefined) return {};
  return { [step]: Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / MINUTE)) };
}

export function statisticsOf(figures: readonly EntryFigures[]): BreachStatistics {
  const countOf = (kind: RegisterKind) => figures.filter((one) => one.kind === kind).length;
  const spreadOf = (step: RegisterStep) => spread(figures.flatMap(({ minutes }) => minutes[step] ?? []));
  return {
    entries: figures.length,
    open: figures.filter(({ isOpen }) => isOpen).length,
    kinds: record(registerKinds, countOf),
    steps: record(registerSteps, spreadOf),
    clocks: clockIds.flatMap((id) => punctualityOf(id, figures)),
    handovers: {
      total: figures.reduce((sum, { handovers }) => sum + handovers, 0),
      most: figures.reduce((most, { handovers }) => Math.max(most, handovers), 0),
      entriesWithAny: figures.filter(({ handovers }) => handovers > 0).length,
    },
    information: missingInformation(figures.map(({ information }) => information)),
  };
}

function missingInformation(all: readonly InformationFigures[]): MissingInformation {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const gapsAt = (when: GapCount) => all.flatMap(({ missingAt }) => missingAt[when] ?? []);
  return {
    missing: record(gapCounts, (when) => ({ entries: gapsAt(when).length, total: sum(gapsAt(when)) })),
    asked: sum(all.map(({ asked }) => asked)),
    awaited: sum(all.map(({ awaited }) => awaited)),
    toAnswer: spread(all.flatMap(({ minutesToAnswer }) => minutesToAnswer)),
  };
}

function record<Key extends string, T>(keys: readonly Key[], valueOf: (key: Key) => T): Readonly<Record<Key, T>> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, T>;
}

function spread(minutes: readonly number[]): Spread {
  const sorted = [...minutes].sort((one, other) => one - other);
  const { length } = sorted;
  if (length === 0) return { count: 0 };
  const ranked = (rank: number) => sorted[rank - 1] ?? 0;
  return {
    count: length,
    medianMinutes: (ranked(Math.ceil(length / 2)) + ranked(Math.floor(length / 2) + 1)) / 2,
    p90Minutes: ranked(Math.ceil(length * 0.9)),
    longestMinutes: ranked(length),
  };
}

function punctualityOf(id: ClockId, figures: readonly EntryFigures[]): readonly Punctuality[] {
  const clocks = figures.flatMap((one) => one.clocks).filter((clock) => clock.id === id);
  const onTime = clocks.filter(({ isOnTime }) => isOnTime === true).length;
  const late = clocks.filter(({ isOnTime }) => isOnTime === false).length;
  const running = clocks.filter(({ standing, isOnTime }) => standing === 'running' && isOnTime === undefined).length;
  const decided = onTime + late;
  if (decided + running === 0) return [];
  return [{ clock: id, onTime, late, running, ...(decided > 0 && { onTimeShare: onTime / decided }) }];
}
