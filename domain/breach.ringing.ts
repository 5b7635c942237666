import { duly, isPerson } from './actor.js';
import { isComputed } from './breach.clocks.js';
import type { BreachClock, ClockKey } from './breach.clocks.js';
import type { BreachCommand, BreachFact, KnownBreach } from './breach.js';
import { endOf, stageOf } from './breach.stages.js';
import type { Milestone, Recorded } from './decider.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** How long an alert may go unanswered, in minutes. Kept with the case, so that another choice changes none that runs. */
export interface Escalation {
  readonly firstAfter: number;
  readonly againAfter: number;
  /** After an acknowledgement: by when a person must have recorded something. */
  readonly silentAfter: number;
  /** Calls per stage of a clock. */
  readonly atMost: number;
}

/** Our choice: eight calls fill the four hours from the last warning to the end, and the end rings anew. */
export const escalation: Escalation = { firstAfter: 15, againAfter: 30, silentAfter: 60, atMost: 8 };

/** A clock whose stage somebody must answer, as the clock was then computed. */
export interface Ringing {
  readonly dueAt: Instant;
  /** The stage, or the last call. */
  readonly since: Instant;
  readonly rung: number;
  readonly acknowledgedAt?: Instant | undefined;
}
export type RingingClocks = Readonly<Partial<Record<ClockKey, Ringing>>>;
/** Nobody took it; or somebody did, and nothing happened. */
export type RingReason = 'unacknowledged' | 'silent';

interface Ring {
  readonly clock: BreachClock;
  readonly at: Instant;
  readonly rung: number;
  readonly because: RingReason;
}

/** Clocks that ring and that nobody has taken yet. */
export function unacknowledgedClocks(breach: KnownBreach): readonly BreachClock[] {
  return ringingIn(breach).flatMap(({ clock, ringing }) => (ringing.acknowledgedAt === undefined ? [clock] : []));
}

export function whyNotAcknowledgeAlert(breach: KnownBreach, key?: ClockKey): Refusal | undefined {
  const isRinging = unacknowledgedClocks(breach).some((clock) => key === undefined || clock.key === key);
  return isRinging ? undefined : refuse('NothingRings', 'No alert of this case waits for somebody to take it.');
}

export function acknowledged(breach: KnownBreach, key?: ClockKey): readonly BreachFact[] {
  const clocks = unacknowledgedClocks(breach).map((clock) => clock.key);
  return [{ type: 'alertAcknowledged', clocks: clocks.filter((clock) => key === undefined || clock === key) }];
}

/** The next call of a clock that nobody answers, or that somebody took and left. */
export function nextRing(breach: KnownBreach): Milestone<BreachCommand> | undefined {
  const [ring] = ringsOf(breach);
  if (ring === undefined) return undefined;
  const { clock, at, rung, because } = ring;
  const command = { type: 'passRing', by: duly, clock: clock.key, dueAt: endOf(clock), rung } as const;
  return { at, summary: `${because}: ${clock.id}, call ${rung}`, command };
}

/** Late is once: whoever slept through three calls is called by the next one. */
export function ringPassed(
  breach: KnownBreach,
  { clock: key, dueAt, rung }: Extract<BreachCommand, { type: 'passRing' }>,
  now: Instant,
): readonly BreachFact[] {
  const ring = ringsOf(breach).find(({ clock }) => clock.key === key && endOf(clock) === dueAt);
  if (ring === undefined || ring.rung !== rung || ring.at > now) return [];
  return [{ type: 'alertEscalated', clock: key, dueAt, rung, because: ring.because }];
}

/** A pager that refuses is told once, and once more when it takes calls again. */
export function alertSent(
  { refusedPagers = [] }: KnownBreach,
  { effect, pagers }: Extract<BreachCommand, { type: 'noteAlert' }>,
): Extract<BreachFact, { type: 'alertSent' }> {
  const pagersRefused = pagers?.refused.filter((person) => !refusedPagers.includes(person)) ?? [];
  const pagersBack = pagers?.took.filter((person) => refusedPagers.includes(person)) ?? [];
  return {
    ...{ type: 'alertSent', effect },
    ...(pagersRefused.length > 0 && { pagersRefused }),
    ...(pagersBack.length > 0 && { pagersBack }),
  };
}

export function withPagers(
  breach: KnownBreach,
  { pagersRefused = [], pagersBack = [] }: Extract<BreachFact, { type: 'alertSent' }>,
): KnownBreach {
  if (pagersRefused.length === 0 && pagersBack.length === 0) return breach;
  const still = (breach.refusedPagers ?? []).filter((person) => !pagersBack.includes(person));
  return { ...breach, refusedPagers: [...still, ...pagersRefused] };
}

/** What rings after a fact. A case of before there were such alerts has none. */
export function ringingAfter(breach: KnownBreach, fact: Recorded<BreachFact>): RingingClocks | undefined {
  const { ringing, escalation: plan } = breach;
  if (plan === undefined) return undefined;
  if (ringing === undefined) return fact.type === 'clocksComputed' ? asReported(breach, fact) : undefined;
  if (fact.type === 'clocksComputed') return ringing;
  if (fact.type === 'clockStagePassed') {
    const { clock, dueAt } = fact;
    const { [clock]: _before, ...others } = ringing;
    return mustBeAnswered(breach, fact) ? { ...others, [clock]: { dueAt, since: fact.at, rung: 0 } } : others;
  }
  if (fact.type === 'alertEscalated') {
    const { clock, dueAt, rung } = fact;
    return { ...ringing, [clock]: { dueAt, since: fact.at, rung } };
  }
  if (fact.type === 'alertAcknowledged')
    return mapped(ringing, (one, key) => (fact.clocks.includes(key) ? { ...one, acknowledgedAt: fact.at } : one));
  // Whoever took it went on with the case: the clock keeps still until its next stage.
  return isPerson(fact.by) ? mapped(ringing, (one) => (one.acknowledgedAt === undefined ? one : undefined)) : ringing;
}

/** The report rings too, under the clock that ends first. An incident manager who took it down has it already. */
function asReported({ clocks }: KnownBreach, { at, by }: Pick<Recorded<BreachFact>, 'at' | 'by'>): RingingClocks {
  const open = clocks.filter((clock) => !isComputed(clock) || clock.metAt === undefined);
  const [first] = open.toSorted((one, other) => Date.parse(endOf(one)) - Date.parse(endOf(other)));
  if (first === undefined) return {};
  const isTaken = by.role === 'incident-manager';
  return { [first.key]: { dueAt: endOf(first), since: at, rung: 0, ...(isTaken && { acknowledgedAt: at }) } };
}

/** The last warning before the end, the end, every reminder after it, and a clock that stands still. */
function mustBeAnswered(
  breach: KnownBreach,
  { clock: key, stage, count }: Extract<BreachFact, { type: 'clockStagePassed' }>,
): boolean {
  if (['due', 'late', 'cannotCompute'].includes(stage)) return true;
  const clock = breach.clocks.find((known) => known.key === key);
  return clock !== undefined && stageOf(clock, breach.warnings, count).name === 'due';
}

function ringsOf(breach: KnownBreach): readonly Ring[] {
  const { escalation: plan } = breach;
  if (plan === undefined) return [];
  return ringingIn(breach)
    .filter(({ ringing }) => ringing.rung < plan.atMost)
    .map(({ clock, ringing }) => ({ clock, rung: ringing.rung + 1, ...whenAndWhy(ringing, plan) }))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function whenAndWhy({ since, rung, acknowledgedAt }: Ringing, plan: Escalation): Pick<Ring, 'at' | 'because'> {
  if (acknowledgedAt !== undefined) return { at: hoursAfter(acknowledgedAt, plan.silentAfter / 60), because: 'silent' };
  const minutes = rung === 0 ? plan.firstAfter : plan.againAfter;
  return { at: hoursAfter(since, minutes / 60), because: 'unacknowledged' };
}

/** What was met or computed anew meanwhile rings no more. */
function ringingIn(breach: KnownBreach): readonly { readonly clock: BreachClock; readonly ringing: Ringing }[] {
  return breach.clocks.flatMap((clock) => {
    const ringing = breach.ringing?.[clock.key];
    const isOpen = !isComputed(clock) || clock.metAt === undefined;
    return ringing !== undefined && isOpen && ringing.dueAt === endOf(clock) ? [{ clock, ringing }] : [];
  });
}

function mapped(ringing: RingingClocks, change: (one: Ringing, key: ClockKey) => Ringing | undefined): RingingClocks {
  const entries = Object.entries(ringing).flatMap(([key, one]) => {
    const next = one && change(one, key);
    return next === undefined ? [] : [[key, next] as const];
  });
  return Object.fromEntries(entries);
}
