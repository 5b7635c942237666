import { describe, expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { breachDecider } from '../../domain/breach.decider.js';
import type { Breach, BreachCommand, BreachFact } from '../../domain/breach.js';
import { escalation } from '../../domain/breach.ringing.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { assess, aware, by, informedAt, known, report, submit } from './a-breach.js';

type Facts = readonly Recorded<BreachFact>[];
const clock = 'gdpr-33-sa';
const aware1 = hoursAfter(informedAt, 1);
const dueAt = hoursAfter(informedAt, 72);
const minutesAfter = (instant: Instant, minutes: number): Instant => hoursAfter(instant, minutes / 60);
const warnedAt = hoursAfter(dueAt, -4);

const stateOf = (facts: Facts): Breach => fold(breachDecider, facts).state;

function ask(facts: Facts, command: BreachCommand, now: Instant): Facts {
  const outcome = step(breachDecider, command, stateOf(facts), now);
  if (isRefusal(outcome)) throw new Error(outcome.type);
  return [...facts, ...outcome];
}

/** What the case tells itself until then, each at its instant. */
function until(facts: Facts, end: Instant): Facts {
  const milestone = breachDecider.nextMilestone(stateOf(facts));
  return milestone === undefined || milestone.at > end
    ? facts
    : until(ask(facts, milestone.command, milestone.at), end);
}

/** Aware of a risk; only one clock is looked at. */
function begun(overrides: Parameters<typeof report>[0] = { escalation }): Facts {
  const steps = [report(overrides), aware(), assess('risk')];
  return until(
    steps.reduce<Facts>((facts, asked) => ask(facts, by(asked), aware1), []),
    warnedAt,
  );
}

const callsIn = (facts: Facts) =>
  facts.flatMap((fact) =>
    fact.type === 'alertEscalated' && fact.clock === clock
      ? [[fact.rung, fact.because, (Date.parse(fact.at) - Date.parse(warnedAt)) / 60_000] as const]
      : [],
  );
const take = by({ type: 'acknowledgeAlert', clock });

describe('a clock that nobody answers', () => {
  test('calls after a quarter of an hour, then every half hour, eight times in all, until its end rings anew', () => {
    const calls = callsIn(until(begun(), hoursAfter(dueAt, -0.001)));
    expect(calls.map(([rung, , minutes]) => [rung, minutes])).toEqual([
      ...[
        [1, 15],
        [2, 45],
        [3, 75],
        [4, 105],
        [5, 135],
        [6, 165],
        [7, 195],
        [8, 225],
      ],
    ]);
    expect(new Set(calls.map(([, because]) => because))).toEqual(new Set(['unacknowledged']));
    expect(callsIn(until(begun(), minutesAfter(dueAt, 15))).at(-1)).toEqual([1, 'unacknowledged', 255]);
  });

  test('each call is one effect under a key of its own, in a lane of its own, and says which circle is called', () => {
    const { due } = fold(breachDecider, until(begun({ escalation, drill: true }), dueAt));
    const calls = due.filter(({ effect }) => effect.type === 'alertStaff' && effect.rung !== undefined);
    expect(calls.length).toBeGreaterThanOrEqual(8);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(calls.length);
    const own = calls.filter(({ effect }) => effect.type === 'alertStaff' && effect.clockId === clock);
    expect(new Set(own.map(({ effect, key }) => breachDecider.laneOf(effect, key))).size).toBe(8);
    expect(own[0]?.effect).toMatchObject({ alert: 'clock-unacknowledged', rung: 1, drill: true });
  });

  test('a warning waits for no earlier one that a pager still holds up', () => {
    const { due } = fold(breachDecider, until(begun(), warnedAt));
    const warnings = due.filter(({ effect }) => effect.type === 'alertStaff' && effect.clockId === clock);
    expect(warnings.length).toBeGreaterThan(1);
    expect(new Set(warnings.map(({ effect, key }) => breachDecider.laneOf(effect, key))).size).toBe(warnings.length);
  });

  test('the warnings at half and at four fifths of the time ring nobody a second time', () => {
    expect(callsIn(until(begun(), minutesAfter(warnedAt, 14)))).toEqual([]);
  });

  test('a case of before there were such calls has none', () => {
    const facts = until(begun({}), hoursAfter(dueAt, 30));
    expect(callsIn(facts)).toEqual([]);
    expect(known(stateOf(facts)).ringing).toBeUndefined();
  });

  test('whoever slept through three calls is called once', () => {
    const facts = begun();
    const milestone = breachDecider.nextMilestone(stateOf(facts));
    if (milestone === undefined) throw new Error('nothing rings');
    const late = minutesAfter(warnedAt, 120);
    expect(callsIn(until(ask(facts, milestone.command, late), minutesAfter(late, 29)))).toHaveLength(1);
  });
});

describe('a clock that somebody took', () => {
  const taken = ask(until(begun(), minutesAfter(warnedAt, 20)), take, minutesAfter(warnedAt, 20));

  test('is silent for an hour, then calls again: acknowledged, and nothing happened', () => {
    const calls = callsIn(until(taken, minutesAfter(warnedAt, 110)));
    expect(calls).toEqual([
      [1, 'unacknowledged', 15],
      [2, 'silent', 80],
      [3, 'unacknowledged', 110],
    ]);
  });

  test('is silent until its next stage if a person records anything within the hour', () => {
    const worked = ask(taken, by({ type: 'addNote', text: 'on it' }), minutesAfter(warnedAt, 70));
    expect(callsIn(until(worked, hoursAfter(dueAt, -0.001)))).toHaveLength(1);
    expect(callsIn(until(worked, minutesAfter(dueAt, 15))).at(-1)).toEqual([1, 'unacknowledged', 255]);
  });

  test('what the case does by itself is nothing that a person did', () => {
    const told = ask(taken, { type: 'noteAlert', by: duly, effect: '0.0' }, minutesAfter(warnedAt, 70));
    expect(callsIn(until(told, minutesAfter(warnedAt, 80))).at(-1)).toEqual([2, 'silent', 80]);
  });

  test('rings no more once there is evidence', () => {
    const sent = ask(
      taken,
      by(submit('authority-notification', minutesAfter(warnedAt, 30))),
      minutesAfter(warnedAt, 31),
    );
    expect(callsIn(until(sent, hoursAfter(dueAt, 10)))).toHaveLength(1);
  });

  test('cannot be taken twice, and nothing can be taken that does not ring: NothingRings', () => {
    const refused = (facts: Facts, command: BreachCommand) =>
      step(breachDecider, command, stateOf(facts), minutesAfter(warnedAt, 21));
    expect(refused(taken, take)).toMatchObject({ type: 'NothingRings' });
    expect(refused(begun({}), by({ type: 'acknowledgeAlert' }))).toMatchObject({ type: 'NothingRings' });
  });

  test('all that ring can be taken at once', () => {
    const all = ask(begun(), by({ type: 'acknowledgeAlert' }), minutesAfter(warnedAt, 1));
    expect(all.at(-1)).toMatchObject({ type: 'alertAcknowledged', clocks: expect.arrayContaining([clock]) as unknown });
  });
});

describe('a report', () => {
  const ringsOf = (facts: Facts) =>
    facts.flatMap((fact) =>
      fact.type === 'alertEscalated' ? [[fact.clock, fact.because, fact.rung, fact.at] as const] : [],
    );
  const reportedBy = (role: 'agent' | 'incident-manager') =>
    until(ask([], { ...report({ escalation }), by: { role, id: 'somebody' } }, aware1), minutesAfter(aware1, 61));

  test('that nobody takes calls on, under the clock that ends first', () => {
    expect(ringsOf(reportedBy('agent'))).toEqual([
      ['investigation', 'unacknowledged', 1, minutesAfter(aware1, 15)],
      ['investigation', 'unacknowledged', 2, minutesAfter(aware1, 45)],
    ]);
  });

  test('that an incident manager took down is taken, and calls again if nothing happens', () => {
    expect(ringsOf(reportedBy('incident-manager'))).toEqual([['investigation', 'silent', 1, minutesAfter(aware1, 60)]]);
  });
});

describe('a pager that answers no for good', () => {
  const called = (took: readonly string[], refused: readonly string[]): BreachCommand => ({
    ...{ type: 'noteAlert', by: duly, effect: '9.0' },
    pagers: { took, refused },
  });
  const effectsAfter = (facts: Facts) => {
    const [last] = facts.slice(-1);
    return last === undefined ? [] : breachDecider.effectsOf(last, stateOf(facts));
  };
  const at = minutesAfter(warnedAt, 1);

  test('is on record once, and alerts once: the alert about it rings the same pager', () => {
    const refused = ask(begun(), called(['n-okafor'], ['m-adeyemi']), at);
    const again = ask(refused, called(['n-okafor'], ['m-adeyemi']), at);

    expect(refused.at(-1)).toMatchObject({ type: 'alertSent', pagersRefused: ['m-adeyemi'] });
    expect(effectsAfter(refused)).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
    expect(again.at(-1)).not.toHaveProperty('pagersRefused');
    expect(effectsAfter(again)).toEqual([]);
    expect(known(stateOf(again)).refusedPagers).toEqual(['m-adeyemi']);
  });

  test('is told again once it takes calls; who has no pager changes nothing', () => {
    const refused = ask(begun(), called([], ['m-adeyemi']), at);
    const mended = ask(refused, called(['m-adeyemi'], []), at);
    const mailed = ask(refused, { type: 'noteAlert', by: duly, effect: '9.1', pagers: undefined }, at);

    expect(mended.at(-1)).toMatchObject({ pagersBack: ['m-adeyemi'] });
    expect(known(stateOf(mended)).refusedPagers).toEqual([]);
    expect(known(stateOf(mailed)).refusedPagers).toEqual(['m-adeyemi']);
  });
});
