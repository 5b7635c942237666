import { describe, expect, test } from 'vitest';
import type { Answers } from '../../domain/notification.js';
import { fields } from '../../domain/notification.fields.js';
import { gapsOf } from '../../domain/notification.gaps.js';
import { payloadOf } from '../../domain/notification.payload.js';
import { isRequired } from '../../domain/notification.rules.js';
import { nameOf, wordsOf } from '../../reports/notification-schema.js';
import { aFiling, answering, everything, lateFiling } from '../domain/a-notification.js';

const complete = aFiling();
const outside = aFiling({ isEstablishedInEea: false });

describe('ten defects of the template, and how they are read', () => {
  const shows = (answers: Answers, field: number, filing = complete) => nameOf(field) in payloadOf(answers, filing);

  test('1: the reasons for the delay are asked for after the 72 hours, not before', () => {
    const answers = answering({ 49: 'The forensic report came on Monday.' });
    expect([shows(answers, 49, complete), shows(answers, 49, lateFiling)]).toEqual([false, true]);
  });

  test('2: more information being needed is not the same as no risk', () => {
    const [unlikely, open] = [wordsOf(89, 'c'), wordsOf(89, 'd')];
    expect(unlikely).toMatch(/unlikely to result in a risk .* natural persons$/);
    expect(open).toMatch(/^Additional information is needed/);
    expect(gapsOf(answering({ 89: 'c' }), complete)).toEqual([]);
    expect(gapsOf(answering({ 89: 'd' }), complete)).toEqual([{ field: 89, why: 'toBeDetermined' }]);
  });

  test('3: an open date is an answer of its own, and only a running investigation is for incomplete ones', () => {
    expect(wordsOf(97, 'b')).toMatch(/communicated on a specific date$/);
    expect(wordsOf(97, 'b1')).toMatch(/communicated on a date to be determined$/);
    expect(gapsOf(answering({ 97: 'b1' }), complete)).toEqual([]);
    expect(gapsOf(answering({ 97: 'c' }), complete)).toEqual([{ field: 97, why: 'toBeDetermined' }]);
  });

  test('4: the time is to be determined under letter e, and f is no letter', () => {
    const open = { 46: undefined, 47: undefined };
    expect(gapsOf(answering({ ...open, 44: 'e' }), complete)).toEqual([{ field: 44, why: 'toBeDetermined' }]);
    expect(gapsOf(answering({ ...open, 44: 'f' }), complete)).toEqual([{ field: 44, why: 'unknownLetter' }]);
  });

  test('5: lost availability has its consequences, altered data do not have them', () => {
    expect(shows(answering({ 55: ['c'], 59: 'a', 83: ['a'] }), 83)).toBe(true);
    expect(shows(answering({ 55: ['b'], 58: 'a', 83: ['a'] }), 83)).toBe(false);
  });

  test('6: authorities are named, all of them', () => {
    const answers = answering({ ...everything, 118: ['Autoriteit Persoonsgegevens', 'CNIL'] });
    expect(payloadOf(answers, lateFiling)).toMatchObject({ field_118: 'Autoriteit Persoonsgegevens; CNIL' });
  });

  test('7: fields that exclude each other are not both demanded', () => {
    const numbers = (answers: Answers, filing = complete) =>
      fields.filter(({ number }) => isRequired(number, answers, filing)).map(({ number }) => number);
    const none = numbers(answering({ 23: 'b', 29: 'b', 38: 'b', 72: 'c' }));
    expect(none.filter((number) => [30, 31, 39, 40, 41, 73, 120].includes(number))).toEqual([]);
    expect(numbers(everything).filter((number) => [30, 31, 39, 40, 41, 73, 113].includes(number))).toHaveLength(7);
    expect([numbers({}, outside).includes(113), numbers({}, outside).includes(120)]).toEqual([false, true]);
  });

  test('8: a beginning belongs to a known time, and estimates are explained where it is asked how', () => {
    expect(gapsOf(answering({ 44: 'd', 46: undefined, 47: undefined }), complete)).toEqual([]);
    expect(gapsOf(answering({ 44: 'c', 46: undefined, 47: undefined }), complete)).toEqual([
      { field: 46, why: 'missing' },
    ]);
    expect(gapsOf(answering({ 45: true }), complete)).toEqual([{ field: 53, why: 'missing' }]);
  });

  test('9: where several letters are true, all of them are said', () => {
    const several = fields.filter(({ form }) => form === 'letters').map(({ number }) => number);
    expect(several).toEqual([55, 65, 70, 75, 79, 81, 83, 85, 94, 125]);
    expect(payloadOf(answering({ 70: ['a', 'b', 'u'] }), complete)).toMatchObject({ field_70: 'a, b, u' });
  });

  test.each([
    [60, 'x'],
    [85, ['o']],
    [87, 'd'],
  ])('10: field %i is to be determined in incomplete notifications only', (field, letter) => {
    const answers = answering({ [field]: letter });
    expect(gapsOf(answers, aFiling({ subtype: 'incomplete' }))).toEqual([]);
    expect(gapsOf(answers, complete)).toEqual([{ field, why: 'toBeDetermined' }]);
  });
});
