import { anchorNames } from '../domain/breach.anchors.js';
import { isComputed } from '../domain/breach.clocks.js';
import { holds } from '../domain/breach.restoring.js';
import type { KnownBreach } from '../domain/breach.js';
import { HOUR } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import { anchorMoment } from './breach-sentences.js';
import { authorityKindWords } from './authority.words.js';
import { anchorWords, clockWords, submissionWords } from './breach.words.js';
import { stateOf } from './clock.view.js';
import type { State } from './clock.view.js';
import { dueMoment, shortMoment } from './moment.js';
import { sentenceCase } from './subject-request.words.js';

type PointKind = 'event' | 'corrected' | 'deadline' | 'sent' | 'now';

interface Point {
  readonly kind: PointKind;
  readonly at: Instant;
  readonly short: string;
  readonly text: string;
  readonly when: string;
  readonly law?: string;
  readonly state?: State;
}

/** A point of the drawing, in units of its own width. */
interface Tick {
  readonly kind: PointKind;
  readonly state: State | 'none';
  readonly text: string;
  readonly x: number;
  /** Where the tick ends and its words stand. */
  readonly y: number;
  readonly baseline: number;
  readonly textX: number;
}

export interface LineView {
  readonly points: readonly (Point & { readonly isCorrected: boolean })[];
  readonly ticks: readonly Tick[];
  readonly box: string;
  readonly axis: number;
}

/** Everything that has an instant, in one order: what happened, what was sent, what is still to come. */
export function lineView(breach: KnownBreach, now: Instant): LineView {
  const points = [
    ...anchorsIn(breach, now),
    ...returnIn(breach, now),
    ...deadlinesIn(breach, now),
    ...sentIn(breach, now),
    ...authorityIn(breach, now),
    nowIn(breach, now),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const told = points.map((point) => ({ ...point, isCorrected: point.kind === 'corrected' }));
  return { points: told, ...drawing(points) };
}

function anchorsIn(breach: KnownBreach, now: Instant): readonly Point[] {
  const { anchors, timeZone } = breach;
  return anchorNames.flatMap((name) => {
    const versions = anchors[name] ?? [];
    return versions.map((version, index): Point => {
      const isInForce = index === versions.length - 1 && holds(name, breach);
      return {
        kind: isInForce ? 'event' : 'corrected',
        at: version.at,
        short: anchorWords[name].short,
        text: anchorWords[name].name,
        when: anchorMoment(version, timeZone, now),
      };
    });
  });
}

function returnIn({ restoredAt, timeZone }: KnownBreach, now: Instant): readonly Point[] {
  if (restoredAt === undefined) return [];
  const when = shortMoment(restoredAt, timeZone, now);
  return [{ kind: 'event', at: restoredAt, short: 'Data back', text: 'Data available again', when }];
}

function deadlinesIn({ clocks, timeZone }: KnownBreach, now: Instant): readonly Point[] {
  return clocks.filter(isComputed).map(({ id, article, dueAt, metAt }) => ({
    kind: 'deadline',
    at: dueAt,
    short: id === 'commitment' ? clockWords[id] : article,
    text: `${metAt === undefined ? 'Due' : 'Was due'}: ${clockWords[id]}`,
    when: dueMoment(dueAt, timeZone, now),
    law: article,
    state: metAt === undefined ? stateOf(dueAt, now) : metAt < dueAt ? 'done' : 'late',
  }));
}

function sentIn({ submissions, timeZone }: KnownBreach, now: Instant): readonly Point[] {
  return submissions.map(({ kind, submittedAt }) => ({
    kind: 'sent',
    at: submittedAt,
    short: 'Sent',
    text: `Sent: ${submissionWords[kind]}`,
    when: shortMoment(submittedAt, timeZone, now),
    state: 'done',
  }));
}

/** What the authority wrote, and what we wrote to it. */
function authorityIn(breach: KnownBreach, now: Instant): readonly Point[] {
  const { authorityMessages = [], authorityAnswers = [], authorityQuestions = [], timeZone } = breach;
  const point = (kind: PointKind, at: Instant, short: string, text: string): Point => {
    return { kind, at, short, text, when: shortMoment(at, timeZone, now), ...(kind === 'sent' && { state: 'done' }) };
  };
  return [
    ...authorityMessages.map(({ kind, receivedAt }) => {
      const { name } = authorityKindWords[kind];
      return point('event', receivedAt, sentenceCase(name), `${sentenceCase(name)} of the authority`);
    }),
    ...authorityAnswers.map(({ sentAt }) => point('sent', sentAt, 'Answered', 'Answered: the authority')),
    ...authorityQuestions.map(({ sentAt }) => point('sent', sentAt, 'Asked', 'Asked: the authority for its view')),
  ];
}

function nowIn({ timeZone }: KnownBreach, now: Instant): Point {
  return { kind: 'now', at: now, short: 'Now', text: 'Now', when: shortMoment(now, timeZone, now) };
}

const WIDTH = 1000;
const MARGIN = 16;
const LANE = 22;
const LETTER = 8.2;
const LONGEST = 300;

/** Events above the axis, deadlines below it; words that would touch go into the next lane. */
function drawing(points: readonly Point[]): Pick<LineView, 'ticks' | 'box' | 'axis'> {
  const xs = places(points);
  const placed = points.map((point, index) => ({ point, x: xs[index] ?? MARGIN, isBelow: point.kind === 'deadline' }));
  const lanes = {
    above: lanesOf(placed.filter(({ isBelow }) => !isBelow)),
    below: lanesOf(placed.filter(({ isBelow }) => isBelow)),
  };
  const depth = (of: Lanes) => Math.max(0, ...of.values()) + 1;
  const axis = LANE * (depth(lanes.above) + 0.5);
  const height = axis + LANE * (depth(lanes.below) + 0.75);
  const ticks = placed.map(({ point, x, isBelow }): Tick => {
    const lane = (isBelow ? lanes.below : lanes.above).get(point) ?? 0;
    const y = Math.round(isBelow ? axis + LANE * (lane + 1) : axis - LANE * (lane + 1));
    return {
      kind: point.kind,
      state: point.state ?? 'none',
      text: point.short,
      ...{ x, y, baseline: isBelow ? y + 4 : y + 8 },
      textX: x + 5,
    };
  });
  return { ticks, box: `0 0 ${WIDTH} ${Math.ceil(height)}`, axis };
}

/** Long silences are shortened, so that the first hours can be read: the order counts, not the length. */
function places(points: readonly Point[]): readonly number[] {
  const gaps = points.map(({ at }, index) => {
    const before = points[index - 1]?.at ?? at;
    const hours = (Date.parse(at) - Date.parse(before)) / HOUR;
    return hours === 0 ? 0 : 1 + Math.log2(1 + hours);
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const room = WIDTH - MARGIN - Math.min(LONGEST, Math.max(...points.map(({ short }) => widthOf(short))));
  let passed = 0;
  return gaps.map((gap) => {
    passed += gap;
    return Math.round(MARGIN + (total === 0 ? 0 : (passed / total) * (room - MARGIN)));
  });
}

interface Placed {
  readonly point: Point;
  readonly x: number;
}
type Lanes = ReadonlyMap<Point, number>;

function widthOf(text: string): number {
  return text.length * LETTER + 10;
}

/** From right to left, so that words reach over what comes later, and no tick goes through words. */
function lanesOf(placed: readonly Placed[]): Lanes {
  const taken: [from: number, to: number][][] = [];
  const lanes = new Map<Point, number>();
  for (const { point, x } of [...placed].reverse()) {
    const end = x + widthOf(point.short);
    let lane = 0;
    while ((taken[lane] ?? []).some(([from, to]) => end >= from && x <= to)) lane += 1;
    for (let each = 0; each < lane; each += 1) (taken[each] ??= []).push([x, x + 2]);
    (taken[lane] ??= []).push([x, end]);
    lanes.set(point, lane);
  }
  return lanes;
}
