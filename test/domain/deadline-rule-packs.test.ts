import { describe, expect, test } from 'vitest';
import { lengthOf } from '../../domain/period.js';
import { enabledRulePack, rulePackFor, rulePacks } from '../../domain/rule-pack.js';

describe('rule packs', () => {
  test('GDPR Art. 33(1): 72 hours stand in the packs in force, 96 only in the proposal', () => {
    const periods = rulePacks.map(({ id, authorityPeriod, enabled }) => [id, authorityPeriod, enabled]);

    expect(periods).toEqual([
      ['eu-gdpr@1', 'PT72H', true],
      ['uk-gdpr@1', 'PT72H', true],
      ['eu-gdpr@2-pending', 'PT96H', false],
    ]);
  });

  test('GDPR Art. 12(3): one month and two further months, in both jurisdictions', () => {
    for (const pack of [rulePackFor('DE'), rulePackFor('GB')]) {
      expect(pack).toMatchObject({ answerPeriod: 'P1M', furtherPeriod: 'P2M', enabled: true });
    }
  });

  test('a proposal can be read, but no case can be computed with it', () => {
    expect(enabledRulePack('eu-gdpr@2-pending')).toBeUndefined();
    expect(enabledRulePack('eu-gdpr@1')?.effectiveFrom).toBe('2018-05-25');
    expect(rulePacks.filter(({ enabled, effectiveFrom }) => enabled !== (effectiveFrom !== undefined))).toEqual([]);
  });

  test('the states of the Union and the EEA share one pack, the United Kingdom has its own', () => {
    expect(rulePackFor('NO').id).toBe('eu-gdpr@1');
    expect(rulePackFor(undefined).id).toBe('eu-gdpr@1');
    expect(rulePackFor('GB').id).toBe('uk-gdpr@1');
  });
});

test.each([
  ['PT72H', { unit: 'hours', count: 72 }],
  ['P14D', { unit: 'days', count: 14 }],
  ['P1M', { unit: 'months', count: 1 }],
  ['P0M', undefined],
  ['P01M', undefined],
  ['PT87601H', undefined],
  ['P121M', undefined],
  ['P1Y', undefined],
  ['P1M2D', undefined],
  ['p1m', undefined],
  [' P1M', undefined],
  ['P1M\n', undefined],
  ['', undefined],
])('%j is read as the period %j', (period, length) => {
  expect(lengthOf(period)).toEqual(length);
});
