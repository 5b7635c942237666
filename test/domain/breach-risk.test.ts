import { expect, test } from 'vitest';
import type { RiskLevel } from '../../domain/breach.js';
import type { SeverityInput } from '../../domain/enisa-severity.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, by, informedAt, reasons } from './a-breach.js';
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
