import { describe, expect, test } from 'vitest';
import type { Actor } from '../../domain/actor.js';
import { breachPhaseOf } from '../../domain/breach.standing.js';
import type { BreachCommand, RiskLevel } from '../../domain/breach.js';
import type { SeverityInput } from '../../domain/enisa-severity.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, by, clockOf, computed, informedAt, known, manager, reasons } from './a-breach.js';
import type { Asked } from './a-breach.js';

const now = hoursAfter(informedAt, 2);
const judged = <Value>(value: Value) => ({ value, reasons });

/** Bare account numbers of people who are named, in unknown hands: 3 × 1 + 0.5. */
const severity: SeverityInput = {
  context: [{ kind: 'financial', steps: 0, reasons }],
  ease: judged('maximum'),
  confidentiality: judged('full'),
  integrity: judged('none'),
  availability: judged('none'),
  isMalicious: judged(false),
};

function assess(level: RiskLevel, deviationReasons?: string): Asked {
  return { type: 'assessRisk', assessment: { level, reasons, severity, deviationReasons } };
}

test('the score stands beside the decision, with the reason of each factor, GDPR Art. 5(2)', () => {
  const { facts } = anAwareBreach().when(by(assess('high-risk')), now);

  expect(facts[0]).toMatchObject({
    type: 'riskAssessed',
    assessment: { level: 'high-risk', severity: { ease: { reasons } } },
    score: { score: 3.5, level: 'high' },
  });
});

test('who decides otherwise than the score proposes says why, and decides all the same', () => {
  expect(anAwareBreach().when(by(assess('unlikely')), now).refused).toBe('DeviationWithoutReasons');
  expect(anAwareBreach().when(by(assess('unlikely', 'no')), now).refused).toBe('DeviationWithoutReasons');
  const explained = anAwareBreach().when(by(assess('unlikely', 'the disk was found unread in our own building')), now);
  expect(explained.refused).toBeUndefined();
});

test('without a score nobody needs to deviate from one', () => {
  const plain: Asked = { type: 'assessRisk', assessment: { level: 'unlikely', reasons } };

  expect(anAwareBreach().when(by(plain), now).refused).toBeUndefined();
});

describe('an identification number is among the data', () => {
  const numbered = (level: RiskLevel): Asked => ({
    type: 'assessRisk',
    assessment: { level, reasons, hasIdentificationNumber: true },
  });
  const colleague: Actor = { role: 'decider', id: 'r-visser' };
  const approval: BreachCommand = { type: 'approveRisk', by: colleague };
  const proposed = () => anAwareBreach({}, [numbered('unlikely'), now]);

  test('GDPR Art. 33(1): that a risk is unlikely all the same is a proposal, and the 72 hours go on', () => {
    const { facts, state } = anAwareBreach().when(by(numbered('unlikely')), now);

    expect(facts.map(({ type }) => type)).toEqual(['riskProposed']);
    expect(computed({ state }, 'gdpr-33-sa').metAt).toBeUndefined();
    expect(breachPhaseOf(known(state))).toBe('toApprove');
    expect(proposed().when(by({ type: 'close' }), now).refused).toBe('NotDecided');
  });

  test('another person approves it, which ends the duty to notify the authority and names both', () => {
    const { facts, state } = proposed().when(approval, now);

    expect(facts[0]).toMatchObject({ type: 'riskAssessed', by: colleague, proposedBy: manager });
    expect(known(state).risk?.level).toBe('unlikely');
    expect(clockOf({ state }, 'gdpr-33-sa')).toBeUndefined();
    expect(breachPhaseOf(known(state))).toBe('afterwards');
  });

  test('neither the same person in another role approves it, nor a machine', () => {
    const refusedTo = (who: Actor) => proposed().when({ ...approval, by: who }, now).refused;

    expect(refusedTo(manager)).toBe('SamePerson');
    expect(refusedTo({ role: 'decider', id: manager.id })).toBe('SamePerson');
    expect(refusedTo({ role: 'service', id: 'a-script' })).toBe('SamePerson');
  });

  test('what nobody proposed nobody approves, nor twice', () => {
    expect(anAwareBreach().when(approval, now).refused).toBe('NothingProposed');
    const decided = anAwareBreach({}, [numbered('risk'), now]);
    expect(decided.when(approval, now).refused).toBe('NothingProposed');
  });

  test.each(['risk', 'high-risk'] as const)('a level of %s needs no second person, and ends a proposal', (level) => {
    const { facts, state } = proposed().when(by(numbered(level)), now);

    expect(facts[0]).toMatchObject({ type: 'riskAssessed', assessment: { level } });
    expect(known(state).riskProposal).toBeUndefined();
  });

  test('once said it stays said: a second assessment without a word of it is a proposal, too', () => {
    const again = proposed().when(by({ type: 'assessRisk', assessment: { level: 'unlikely', reasons } }), now);

    expect(again.facts.map(({ type }) => type)).toEqual(['riskProposed']);
  });

  test('an unlikely risk decided before the number was found is open again: the 72 hours run from awareness', () => {
    const before: Asked = { type: 'assessRisk', assessment: { level: 'unlikely', reasons } };

    const { state } = anAwareBreach({}, [before, now]).when(by(numbered('unlikely')), now);

    expect(computed({ state }, 'gdpr-33-sa').startsAt).toBe(informedAt);
  });
});
