import { duly } from './actor.js';
import { statementMilestone } from './breach.announcing.js';
import { isComputed } from './breach.clocks.js';
import type { BreachClock, ComputedClock } from './breach.clocks.js';
import type { BreachCommand, KnownBreach } from './breach.js';
import { holdMilestone } from './breach.waves.js';
import type { Milestone } from './decider.js';
import { lengthOf } from './period.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** `50%`, `PT4H` (before the end), `due`, `late`; `cannotCompute` where an anchor is missing. */
export interface Stage {
  readonly name: string;
  readonly at: Instant;
}

/** After the end: in an hour, in four, then every day, until there is evidence. */
const HOURS_LATE = [1, 4] as const;

/** The stage of this number, counted from zero. There is always a next one: missing a deadline ends no duty. */
export function stageOf(clock: BreachClock, warnings: readonly string[], index: number): Stage {
  if (!isComputed(clock)) return { name: 'cannotCompute', at: hoursAfter(clock.missingSince, index * 24) };
  const before = warningsOf(clock, warnings);
  const known = before[index];
  if (known !== undefined) return known;
  const late = index - before.length;
  return late === 0
    ? { name: 'due', at: clock.dueAt }
    : { name: 'late', at: hoursAfter(clock.dueAt, HOURS_LATE[late - 1] ?? (late - HOURS_LATE.length) * 24) };
}

function warningsOf(clock: ComputedClock, warnings: readonly string[]): readonly Stage[] {
  return warnings
    .map((name) => ({ name, at: warnedAt(clock, name) }))
    .filter(({ at }) => at > clock.startsAt && at < clock.dueAt)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** A share of the period that has run, or so long before its end. */
function warnedAt({ startsAt, dueAt }: ComputedClock, warning: string): Instant {
  const share = /^(\d{1,2})%$/.exec(warning)?.[1];
  if (share !== undefined) {
    const [start, end] = [Date.parse(startsAt), Date.parse(dueAt)];
    return new Date(start + ((end - start) * Number(share)) / 100).toISOString();
  }
  const length = lengthOf(warning);
  if (length === undefined || length.unit === 'months') throw new Error(`${warning} is no warning`);
  return hoursAfter(dueAt, length.unit === 'hours' ? -length.count : -length.count * 24);
}

/** Where a clock that was computed anew begins again. */
export function endOf(clock: BreachClock): Instant {
  return isComputed(clock) ? clock.dueAt : clock.missingSince;
}

export function stagesPassed({ stagesPassed: passed }: KnownBreach, clock: BreachClock): number {
  const known = passed[clock.key];
  return known?.dueAt === endOf(clock) ? known.count : 0;
}

/** The last stage that has come by now, and how many have: a clock computed late pages once, not five times. */
export function stageReached(
  breach: KnownBreach,
  clock: BreachClock,
  now: Instant,
): { readonly stage: Stage; readonly count: number } | undefined {
  let reached: { stage: Stage; count: number } | undefined;
  for (let index = stagesPassed(breach, clock); ; index += 1) {
    const stage = stageOf(clock, breach.warnings, index);
    if (stage.at > now) return reached;
    reached = { stage, count: index + 1 };
  }
}

/** The next stage of a clock, the end of a hold, or what is to be said from then on: whichever comes first. */
export function nextMilestone(breach: KnownBreach): Milestone<BreachCommand> | undefined {
  return [stageMilestone(breach), holdMilestone(breach), statementMilestone(breach)]
    .filter((milestone) => milestone !== undefined)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))[0];
}

/** Pages until evidence stops the clock (GDPR Art. 33(1)). */
function stageMilestone(breach: KnownBreach): Milestone<BreachCommand> | undefined {
  const next = breach.clocks
    .filter((clock) => !isComputed(clock) || clock.metAt === undefined)
    .map((clock) => ({ clock, stage: stageOf(clock, breach.warnings, stagesPassed(breach, clock)) }))
    .sort((one, other) => Date.parse(one.stage.at) - Date.parse(other.stage.at))[0];
  if (next === undefined) return undefined;
  const { clock, stage } = next;
  const command = { type: 'passStage', by: duly, clock: clock.key, dueAt: endOf(clock) } as const;
  // What people wrote stays out of the engine's words: a promise is named by its kind.
  const article = clock.id === 'commitment' ? 'a promise of ours' : clock.article;
  return { at: stage.at, summary: `${stage.name}: ${clock.id}, ${article}`, command };
}
