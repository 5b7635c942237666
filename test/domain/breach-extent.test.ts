import { describe, expect, test } from 'vitest';
import { specialArticleOf } from '../../domain/breach.extent.js';
import type { Extent } from '../../domain/breach.extent.js';
import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import { fold } from '../../domain/decider.js';
import { prefill } from '../../domain/notification.prefill.js';
import { hoursAfter } from '../../domain/time.js';
import { aBreach, after, aware, by, informedAt, known, report } from './a-breach.js';
import type { Asked } from './a-breach.js';
import { aFiling } from './a-notification.js';

const hour = (count: number) => hoursAfter(informedAt, count);
const nothingKnown: Extent = {
  ...{ dataSubjects: 'unknown', records: 'unknown', dataSubjectKinds: [], dataTypes: [], encryption: 'unknown' },
};
const whole: Extent = {
  dataSubjects: { count: 1200, precision: 'approximate' },
  records: { count: 4800, precision: 'exact' },
  dataSubjectKinds: ['customers', 'children', 'others'],
  dataTypes: ['contact', 'health', 'credentials', 'others'],
  encryption: 'doubtful',
};
const record = (extent: Partial<Extent> = {}): Asked => ({ type: 'recordExtent', extent: { ...whole, ...extent } });
const open = () => aBreach([report(), hour(1)]);
const people = (count: number) => ({ dataSubjects: { count, precision: 'exact' } as const });

describe('how far a breach went', () => {
  test('numbers are exact, approximate or not known yet, and each version stays on record, GDPR Art. 33(3)', () => {
    const facts = after(
      [report(), hour(1)],
      [{ type: 'recordExtent', extent: nothingKnown }, hour(2)],
      [record(), hour(3)],
    );
    const { state } = fold(breachDecider, facts);

    expect(known(state).extent).toEqual(whole);
    expect(registerEntryOf(facts, state, hour(4))?.extents).toMatchObject([
      { dataSubjects: 'unknown', recordedAt: hour(2) },
      { dataSubjects: { count: 1200, precision: 'approximate' }, recordedAt: hour(3) },
    ]);
  });

  test.each([
    ['all the people of the world', record(people(8_300_000_000)), undefined],
    ['one more than those', record(people(8_300_000_001)), 'TooManyPeople'],
    ['people without a record', record({ ...people(3), records: { count: 0, precision: 'exact' } }), 'TooManyPeople'],
    ['nobody, and no record', record({ ...people(0), records: { count: 0, precision: 'exact' } }), undefined],
  ])('of %s the case says whether they can be', (_what, command, refusal) => {
    expect(open().when(by(command), hour(2)).refused).toBe(refusal);
  });

  test('a closed case learns no further numbers', () => {
    const decided: Asked = {
      type: 'decideAwareness',
      decision: { outcome: 'notABreach', reasons: 'the disk was blank' },
    };
    const closed = aBreach([report(), hour(1)], [decided, hour(2)], [{ type: 'close' }, hour(3)]);
    expect(closed.when(by(record()), hour(4)).refused).toBe('CaseNotOpen');
  });

  test.each([
    ['health', 'GDPR Art. 9(1)'],
    ['unionMembership', 'GDPR Art. 9(1)'],
    ['convictions', 'GDPR Art. 10'],
    ['payment', undefined],
  ] as const)(
    'whether %s is protected more than the rest is said by its article, GDPR Art. 9(1), 10',
    (type, article) => {
      expect(specialArticleOf(type)).toBe(article);
    },
  );

  test('the notification takes them over where nobody typed an answer, GDPR Art. 33(3)', () => {
    const filled = (extent: Extent, typed = {}) => {
      const breach = known(aBreach([report(), hour(1)], [aware(), hour(1)], [record(extent), hour(2)]).state);
      return prefill(typed, breach, { name: 'Example Cloud SE', contact: 'Berlin' }, aFiling());
    };

    expect(filled(whole, { 73: 5000 })).toMatchObject({
      ...{ 57: 'b', 65: ['a', 'd', 'j'], 67: 'b', 68: 1200 },
      ...{ 70: ['b', 'k', 's', 'u'], 72: 'a', 73: 5000 },
    });
    const open = filled(nothingKnown);
    expect(open).toMatchObject({ 57: 'e', 67: 'd', 72: 'd' });
    expect(Object.keys(open).filter((number) => ['65', '68', '70', '73'].includes(number))).toEqual([]);
  });
});
