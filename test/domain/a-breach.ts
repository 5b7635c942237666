import { calendarForCase } from '../../calendars/calendar-for.js';
import type { Actor } from '../../domain/actor.js';
import type { Anchor } from '../../domain/breach.anchors.js';
import { isComputed } from '../../domain/breach.clocks.js';
import type { BreachClock, ComputedClock } from '../../domain/breach.clocks.js';
import { breachDecider } from '../../domain/breach.decider.js';
import type {
  Breach,
  BreachCommand,
  BreachEffect,
  BreachFact,
  BreachRegistration,
  KnownBreach,
  Submission,
} from '../../domain/breach.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import type { MemberState } from '../../domain/member-state.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { given } from '../support/given.js';
import type { Given } from '../support/given.js';

export type GivenBreach = Given<Breach, BreachCommand, BreachFact, BreachEffect>;

export const manager: Actor = { role: 'incident-manager', id: 'm-adeyemi' };
/** Friday 20 November 2026, 14:20 in Berlin. */
export const informedAt = '2026-11-20T13:20:00.000Z';
export const reasons = 'the mailbox of the payroll team was opened from abroad';

export function at(instant: Instant, overrides: Partial<Anchor> = {}): Anchor {
  return { at: instant, precision: 'minute', source: 'ownDetection', ...overrides };
}

export function aReport(
  overrides: Partial<BreachRegistration> = {},
  memberState: MemberState = 'DE',
): BreachRegistration {
  return {
    reference: 'B-2026-0007',
    roles: ['controller'],
    channel: 'operations',
    summary: 'A mailbox was opened from abroad.',
    aspects: ['confidentiality'],
    anchors: { firstInformedAt: at(informedAt) },
    controller: 'example-cloud',
    timeZone: 'Europe/Berlin',
    calendar: calendarForCase({ memberState }, '2026-11-20'),
    packs: ['eu-gdpr@1'],
    controllerNoticePeriod: 'PT1H',
    commitments: [],
    warnings: ['50%', '80%', 'PT4H'],
    documents: [],
    drill: false,
    owner: 'm-adeyemi',
    ...overrides,
  };
}

type Unsigned<C> = C extends BreachCommand ? Omit<C, 'by'> : never;
export type Asked = Unsigned<BreachCommand>;

/** Everything that these commands led to, each taken at its instant; a refusal is a slip of the test. */
export function after(...steps: readonly (readonly [command: Asked, now: Instant])[]): readonly Recorded<BreachFact>[] {
  return steps.reduce<readonly Recorded<BreachFact>[]>((facts, [command, now]) => {
    const { state } = fold(breachDecider, facts);
    const outcome = step(breachDecider, { ...command, by: manager }, state, now);
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.type}`);
    return [...facts, ...outcome];
  }, []);
}

export const report = (overrides: Partial<BreachRegistration> = {}, memberState?: MemberState): Asked => ({
  type: 'register',
  registration: aReport(overrides, memberState),
});
export const aware = (instant: Instant = informedAt, overrides: Partial<Anchor> = {}): Asked => ({
  type: 'decideAwareness',
  decision: { outcome: 'aware', anchor: at(instant, overrides), reasons },
});
export const assess = (level: 'unlikely' | 'risk' | 'high-risk'): Asked => ({
  type: 'assessRisk',
  assessment: { level, reasons },
});
export function submit(kind: Submission['kind'], submittedAt: Instant, overrides: Partial<Submission> = {}): Asked {
  const submission = { kind, submittedAt, receipt: 'AP-2026-5150', documents: [], isComplete: true, ...overrides };
  return { type: 'recordSubmission', submission };
}

/** An hour after the first information a breach of this registration is one. */
export function anAwareBreach(
  overrides: Partial<BreachRegistration> = {},
  ...more: readonly (readonly [Asked, Instant])[]
) {
  return aBreach([report(overrides), hoursAfter(informedAt, 1)], [aware(), hoursAfter(informedAt, 1)], ...more);
}

export function aBreach(...steps: readonly (readonly [Asked, Instant])[]): GivenBreach {
  return given(breachDecider, after(...steps));
}

export function by(command: Asked): BreachCommand {
  return { ...command, by: manager };
}

export function known(state: Breach): KnownBreach {
  if (state.phase === 'new') throw new Error('the incident is not registered');
  return state;
}

export function clockOf({ state }: { readonly state: Breach }, key: string): BreachClock | undefined {
  return known(state).clocks.find((clock) => clock.key === key);
}

export function computed(given: { readonly state: Breach }, key: string): ComputedClock {
  const clock = clockOf(given, key);
  if (clock === undefined || !isComputed(clock)) throw new Error(`${key} is not computed`);
  return clock;
}
