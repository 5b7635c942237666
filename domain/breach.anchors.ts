import type { Actor } from './actor.js';
import { refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** The events from which a law, a contract or we ourselves count. */
export const anchorNames = [
  'occurredFrom',
  'occurredTo',
  'detectedAt',
  'firstInformedAt',
  'processorAwareAt',
  'subProcessorAwareAt',
  'controllerToldAt',
  'awareAt',
  'highRiskFoundAt',
  'significantAwareAt',
  'incidentAwareAt',
  'classifiedAt',
  'handledAt',
  'lostForGoodAt',
] as const;
export type AnchorName = (typeof anchorNames)[number];

/** How exactly an instant is known; a day stands for its first midnight where the controller is. */
export const precisions = ['minute', 'day', 'month', 'year'] as const;
export type Precision = (typeof precisions)[number];

export const anchorSources = [
  'ownDetection',
  'processor',
  'dataSubject',
  'outsider',
  'press',
  'logs',
  'estimate',
  'decision',
] as const;
export type AnchorSource = (typeof anchorSources)[number];

export interface Anchor {
  readonly at: Instant;
  readonly precision: Precision;
  readonly source: AnchorSource;
  /** Why an earlier version was wrong. */
  readonly reasons?: string | undefined;
}

/** What was known, by whom, and since when. Versions are added, never replaced. */
export interface AnchorVersion extends Anchor {
  readonly setBy: Actor;
  readonly setAt: Instant;
}

export type Anchors = Readonly<Partial<Record<AnchorName, readonly AnchorVersion[]>>>;

/** The version in force. Undefined: not known, and nothing else stands in for it. */
export function anchorOf(anchors: Anchors, name: AnchorName): AnchorVersion | undefined {
  return anchors[name]?.at(-1);
}

export function withAnchor(anchors: Anchors, name: AnchorName, version: AnchorVersion): Anchors {
  return { ...anchors, [name]: [...(anchors[name] ?? []), version] };
}

/** What cannot be earlier than what. A breach is found, told and known after it began (EDPB Guidelines 9/2022). */
const order: readonly (readonly [earlier: AnchorName, later: AnchorName])[] = [
  ['occurredFrom', 'occurredTo'],
  ['occurredFrom', 'detectedAt'],
  ['occurredFrom', 'firstInformedAt'],
  ['occurredFrom', 'processorAwareAt'],
  ['occurredFrom', 'subProcessorAwareAt'],
  ['occurredFrom', 'controllerToldAt'],
  ['occurredFrom', 'awareAt'],
  ['occurredFrom', 'lostForGoodAt'],
  ['subProcessorAwareAt', 'controllerToldAt'],
  ['incidentAwareAt', 'classifiedAt'],
];

/** Clocks start from these, so a month or a year is no answer. */
const exact: readonly AnchorName[] = anchorNames.filter((name) => name !== 'occurredFrom' && name !== 'occurredTo');

export function whyNotAnchor(anchors: Anchors, name: AnchorName, anchor: Anchor, now: Instant): Refusal | undefined {
  if (anchor.at > now) return refuse('AnchorInFuture', 'What has not happened yet starts no clock.');
  if (exact.includes(name) && anchor.precision !== 'minute' && anchor.precision !== 'day')
    return refuse('AnchorTooVague', 'A clock starts from this: say at least the day.');
  return whyNotInOrder(withoutWhom(anchors, name, anchor));
}

/** Both versions stay; the reasons say why the earlier one was wrong. */
export function whyNotCorrectAnchor(anchors: Anchors, name: AnchorName, anchor: Anchor): Refusal | undefined {
  const inForce = anchorOf(anchors, name);
  if (inForce === undefined) return undefined;
  if (inForce.at === anchor.at && inForce.precision === anchor.precision)
    return refuse('AnchorUnchanged', 'That is what is on record already.');
  return whyNotReasons(anchor.reasons ?? '', 'GDPR Art. 33(5)');
}

function withoutWhom(
  anchors: Anchors,
  name: AnchorName,
  anchor: Anchor,
): Readonly<Partial<Record<AnchorName, Anchor>>> {
  const inForce = anchorNames.flatMap((known) => {
    const version = anchorOf(anchors, known);
    return version === undefined ? [] : [[known, version] as const];
  });
  return { ...Object.fromEntries(inForce), [name]: anchor };
}

function whyNotInOrder(anchors: Readonly<Partial<Record<AnchorName, Anchor>>>): Refusal | undefined {
  const isTurned = order.some(([earlier, later]) => {
    const [before, after] = [anchors[earlier], anchors[later]];
    return before !== undefined && after !== undefined && latest(after) < before.at;
  });
  return isTurned ? refuse('AnchorsOutOfOrder', 'One of the instants lies before what it must follow.') : undefined;
}

const longestDay = 25;
const longest: Readonly<Record<Precision, number>> = {
  minute: 0,
  day: longestDay,
  month: 31 * 24 + 1,
  year: 366 * 24,
};

/** The last instant that a vague one may mean. */
function latest({ at, precision }: Anchor): Instant {
  return hoursAfter(at, longest[precision]);
}
