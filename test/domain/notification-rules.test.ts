import { describe, expect, test } from 'vitest';
import type { Answers, Filing } from '../../domain/notification.js';
import { fields } from '../../domain/notification.fields.js';
import { isLate, isRequired, isVisible } from '../../domain/notification.rules.js';
import { hoursAfter } from '../../domain/time.js';
import { aFiling, answering } from './a-notification.js';
import { informedAt } from './a-breach.js';

type Overrides = Readonly<Record<number, Answers[number]>>;
type Situation = readonly [answers: Overrides, filing?: Partial<Filing>];

const followUp = { isFollowUp: true };
const outside = { isEstablishedInEea: false };
const late = { at: hoursAfter(informedAt, 73) };
const all = { 55: ['a', 'b', 'c'] };

/** Field, what shows it, what hides it. */
const shownBy: readonly (readonly [field: number, when: string, shown: Situation, hidden: Situation])[] = [
  [5, 'a notification is withdrawn', [{}, { ...followUp, subtype: 'withdrawn' }], [{}, followUp]],
  [5, 'what is withdrawn was notified', [{}, { ...followUp, subtype: 'withdrawn' }], [{}, { subtype: 'withdrawn' }]],
  [6, 'it follows another', [{}, followUp], [{}]],
  [11, 'a kind of identifier is chosen', [{ 10: 'c' }], [{}]],
  [15, 'the organisation is private', [{ 14: 'a' }], [{ 14: 'b' }]],
  [16, 'its type is another', [{ 14: 'a', 15: 'd' }], [{ 14: 'a', 15: 'c' }]],
  [18, 'the controller is not established in the EEA', [{}, outside], [{}]],
  [19, 'it may have a representative', [{}, outside], [{}]],
  [24, 'the reporting person has another function', [{ 23: 'c' }], [{ 23: 'b' }]],
  [29, 'somebody else than the data protection officer reports', [{ 23: 'b' }], [{ 23: 'a' }]],
  [30, 'there is a data protection officer to be named', [{ 23: 'b', 29: 'a' }], [{ 23: 'b', 29: 'b' }]],
  [31, 'that officer can be reached', [{ 23: 'b', 29: 'a' }], [{ 23: 'a', 29: 'a' }]],
  [34, 'another contact is named', [{ 33: 'c' }], [{ 33: 'b' }]],
  [35, 'another contact has a function', [{ 33: 'c' }], [{ 33: 'a' }]],
  [36, 'another contact can be reached', [{ 33: 'c' }], [{}]],
  [39, 'other parties are involved', [{ 38: 'a' }], [{ 38: 'b' }]],
  [40, 'other parties have names', [{ 38: 'a' }], [{ 38: 'b' }]],
  [41, 'other parties can be reached', [{ 38: 'a' }], [{ 38: 'b' }]],
  [45, 'a time is given', [{ 44: 'c' }], [{ 44: 'd' }]],
  [46, 'a time is given that has a beginning', [{ 44: 'c' }], [{ 44: 'e' }]],
  [47, 'the breach has ended', [{ 44: 'b' }], [{ 44: 'c' }]],
  [49, 'the first notification is late', [{}, late], [{}]],
  [49, 'it is the first that is late', [{}, late], [{}, { ...late, ...followUp }]],
  ...['b', 'c', 'd', 'e', 'f'].map((by): (typeof shownBy)[number] => {
    return [52, `somebody else told it (${by})`, [{ 50: by }], [{ 50: 'a' }]];
  }),
  [56, 'confidentiality is affected', [{ 55: ['a'] }], [{ 55: ['b', 'c'] }]],
  [57, 'data became known', [{ 55: ['a'] }], [{ 55: ['b', 'c'] }]],
  [58, 'integrity is affected', [{ 55: ['b'] }], [{ 55: ['a', 'c'] }]],
  [59, 'availability is affected', [{ 55: ['c'] }], [{ 55: ['a', 'b'] }]],
  [68, 'the number of people is exact', [{ 67: 'a' }], [{ 67: 'c' }]],
  [68, 'the number of people is approximate', [{ 67: 'b' }], [{ 67: 'd' }]],
  [73, 'the number of records is exact', [{ 72: 'a' }], [{ 72: 'c' }]],
  [73, 'the number of records is approximate', [{ 72: 'b' }], [{ 72: 'd' }]],
  [79, 'confidentiality has consequences', [{ 55: ['a'] }], [{ 55: ['b', 'c'] }]],
  [80, 'they are others', [{ ...all, 79: ['a', 'd'] }], [{ ...all, 79: ['a'] }]],
  [80, 'confidentiality is still affected', [{ ...all, 79: ['d'] }], [{ 55: ['b'], 79: ['d'] }]],
  [81, 'integrity has consequences', [{ 55: ['b'] }], [{ 55: ['a', 'c'] }]],
  [82, 'those of integrity are others', [{ ...all, 81: ['c'] }], [{ ...all, 81: ['a', 'b'] }]],
  [83, 'availability has consequences', [{ 55: ['c'] }], [{ 55: ['a', 'b'] }]],
  [84, 'those of availability are others', [{ ...all, 83: ['c'] }], [{ ...all, 83: ['a', 'b'] }]],
  [86, 'there are other impacts', [{ 85: ['a', 'n'] }], [{ 85: ['a'] }]],
  [98, 'people were told', [{ 97: 'a' }], [{ 97: 'b' }]],
  [99, 'people will be told on a day', [{ 97: 'b' }], [{ 97: 'b1' }]],
  [100, 'an exemption is met', [{ 97: 'e' }], [{ 97: 'd' }]],
  [101, 'an exemption is explained', [{ 97: 'e' }], [{ 97: 'd' }]],
  [102, 'people were told, all or some', [{ 97: 'a' }], [{ 97: 'c' }]],
  [103, 'not everybody was told', [{ 97: 'a', 102: 'b' }], [{ 97: 'a', 102: 'a' }]],
  [104, 'people were told by some means', [{ 97: 'a' }], [{ 97: 'd' }]],
  [105, 'people were told by other means', [{ 97: 'a' }], [{ 97: 'd' }]],
  [106, 'people were told something', [{ 97: 'a' }], [{ 97: 'd' }]],
  [111, 'the police knows', [{ 109: 'a' }], [{ 109: 'b', 110: 'c' }]],
  [111, 'another authority knows', [{ 110: 'a' }], [{ 109: 'c', 110: 'b' }]],
  [113, 'the controller is established in the EEA', [{}], [{}, outside]],
  [114, 'processing is cross-border', [{ 113: 'a' }], [{ 113: 'c' }]],
  [115, 'there are several establishments', [{ 113: 'a' }], [{ 113: 'b' }]],
  [116, 'people of several countries are affected', [{ 113: 'a' }], [{ 113: 'b' }]],
  [117, 'countries are chosen', [{ 113: 'a', 116: ['DE'] }], [{ 113: 'a' }]],
  [118, 'further authorities may be told', [{ 113: 'a' }], [{ 113: 'b' }]],
  [120, 'no establishment is in the EEA', [{}, outside], [{}]],
  [121, 'the GDPR applies to a controller outside', [{ 120: 'a' }, outside], [{ 120: 'b' }, outside]],
  [122, 'countries are chosen for a controller outside', [{ 120: 'a', 121: ['FR'] }, outside], [{ 120: 'a' }, outside]],
  [123, 'authorities are told from outside', [{ 120: 'a' }, outside], [{ 120: 'a' }]],
  [126, 'there are other attachments', [{ 125: ['a', 'j'] }], [{ 125: ['a'] }]],
];

const visible = (field: number, [answers, filing]: Situation) => isVisible(field, answering(answers), aFiling(filing));
const required = (field: number, [answers, filing]: Situation) =>
  isRequired(field, answering(answers), aFiling(filing));

/** The template calls these optional, or leaves it to national law. */
const optional = [7, 10, 14, 15, 16, 17, 19, 25, 26, 45, 105, 109, 110, 125];

describe('what is asked', () => {
  test.each(shownBy)('field %i is asked if %s, and not otherwise', (field, _when, shown, hidden) => {
    expect([visible(field, shown), visible(field, hidden)]).toEqual([true, false]);
  });

  test.each(shownBy)('field %i is required, unless it is optional, only if %s', (field, _when, shown, hidden) => {
    const filing = { ...shown[1], subtype: shown[1]?.subtype ?? 'complete' } as const;
    expect([required(field, [shown[0], filing]), required(field, hidden)]).toEqual([!optional.includes(field), false]);
  });

  test('every other field is asked in each of these situations, and required unless it is optional', () => {
    const conditional = new Set(shownBy.map(([field]) => field));
    const others = fields.map(({ number }) => number).filter((number) => !conditional.has(number));
    const situations = shownBy.flatMap(([, , ...pair]) => pair).filter(([, filing]) => filing?.subtype === undefined);

    expect([fields.length, others.length]).toEqual([100, 44]);
    for (const number of others) expect(situations.every((situation) => visible(number, situation))).toBe(true);
    const asked = others.filter((number) => number !== 33 && number !== 53);
    expect(asked.filter((number) => !situations.every((situation) => required(number, situation)))).toEqual(
      asked.filter((number) => optional.includes(number)),
    );
  });

  test('what hides a question hides what hangs on its answer', () => {
    expect(visible(103, [{ 97: 'd', 102: 'b' }])).toBe(false);
    expect(visible(117, [{ 113: 'b', 116: ['DE'] }])).toBe(false);
    expect(visible(31, [{ 23: 'a', 29: 'a' }])).toBe(false);
  });
});

describe('what is required on a condition of its own', () => {
  test.each([
    ['if nobody else can say more', { 23: 'b', 29: 'b' }, true],
    ['not if a data protection officer is named', { 23: 'b', 29: 'a' }, false],
    ['not if a data protection officer reports', { 23: 'a' }, false],
  ])('Art. 33(3)(b): another contact point is required %s', (_when, answers, expected) => {
    expect(required(33, [answers])).toBe(expected);
  });

  test.each([
    ['dates are estimates', { 45: true }, true],
    ['dates are known', { 45: false }, false],
    ['no dates are given', { 44: 'd', 45: true }, false],
  ])('how dates were estimated is asked for where %s: %j is %s', (_when, answers, expected) => {
    expect(required(53, [answers])).toBe(expected);
  });

  test('a withdrawal requires its reasons, its identifier, the controller and the reporting person', () => {
    const filing = aFiling({ isFollowUp: true, subtype: 'withdrawn' });
    const asked = fields.map(({ number }) => number).filter((number) => isRequired(number, {}, filing));

    expect(asked).toEqual([3, 4, 5, 6, 12, 13, 21, 22, 23]);
  });
});

describe('late', () => {
  test.each([
    ['a minute before', 72 - 1 / 60, false],
    ['at the end of them', 72, true],
    ['a minute after', 72 + 1 / 60, true],
  ])('Art. 33(1): reasons for the delay are asked for from the end of 72 hours on, %s', (_when, hours, expected) => {
    const filing = aFiling({ at: hoursAfter(informedAt, hours) });
    expect([isLate(filing), isVisible(49, {}, filing)]).toEqual([expected, expected]);
  });

  test('whoever is not known to be aware is not late', () => {
    expect(isLate(aFiling({ awareAt: undefined, at: hoursAfter(informedAt, 100) }))).toBe(false);
  });
});
