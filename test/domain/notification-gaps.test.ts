import { describe, expect, test } from 'vitest';
import { answersFiledAs, differenceBetween } from '../../domain/notification.js';
import { fields } from '../../domain/notification.fields.js';
import { eeaStates, gapsOf } from '../../domain/notification.gaps.js';
import { hoursAfter } from '../../domain/time.js';
import { aFiling, answering, completeAnswers } from './a-notification.js';
import { informedAt } from './a-breach.js';

const complete = aFiling();
const incomplete = aFiling({ subtype: 'incomplete' });
const gap = (field: number, why: string) => [{ field, why }];

describe('gaps', () => {
  test('nothing is missing where everything is answered that is asked', () => {
    expect(gapsOf(completeAnswers, complete)).toEqual([]);
    expect(gapsOf(completeAnswers, incomplete)).toEqual([]);
  });

  test('without any answer the gaps are all that every notification needs', () => {
    const missing = gapsOf({}, complete).map(({ field }) => field);

    expect(missing).toEqual([
      ...[12, 13, 21, 22, 23, 29, 33, 38, 44, 50, 51, 55, 60, 61, 62, 63, 65, 66, 67, 70, 71, 72, 75, 76, 85, 87, 89],
      ...[90, 92, 94, 95, 97, 113],
    ]);
  });

  /** Each with the aspects that ask for it, and what hangs on another answer taken away. */
  const open: readonly (readonly [field: number, answer: string | readonly string[], also: object])[] = [
    [44, 'e', { 46: undefined, 47: undefined }],
    [56, 'e', {}],
    [57, 'e', {}],
    [60, 'x', {}],
    [61, 'e', {}],
    [65, ['b', 'k'], {}],
    [67, 'd', { 68: undefined }],
    [70, ['t'], {}],
    [72, 'd', { 73: undefined }],
    [79, ['e'], {}],
    [81, ['d'], { 55: ['a', 'b'], 58: 'a' }],
    [83, ['d'], { 55: ['a', 'c'], 59: 'c' }],
    [85, ['o'], {}],
    [87, 'd', {}],
    [89, 'd', {}],
    [97, 'c', {}],
  ];

  test.each(open)(
    'Art. 33(4): an incomplete notification may leave field %i to be determined',
    (field, answer, also) => {
      const answers = answering({ ...also, [field]: answer });

      expect(gapsOf(answers, incomplete)).toEqual([]);
      expect(gapsOf(answers, complete)).toEqual(gap(field, 'toBeDetermined'));
    },
  );

  test('sixteen fields can be left to be determined', () => {
    const can = fields.filter(({ toBeDetermined }) => toBeDetermined !== undefined).map(({ number }) => number);
    expect(can).toEqual(open.map(([field]) => field));
  });

  test.each([
    [61, 'the cause is unknown', { 61: 'f' }],
    [67, 'the number of people cannot be determined', { 67: 'c', 68: undefined }],
    [72, 'the number of records cannot be determined', { 72: 'c', 73: undefined }],
    [44, 'the time cannot be determined', { 44: 'd', 46: undefined, 47: undefined }],
    [97, 'the day of the communication is open', { 97: 'b1' }],
  ])('field %i may stay that way in a complete notification: %s', (_field, _what, answers) => {
    expect(gapsOf(answering(answers), complete)).toEqual([]);
  });

  test.each([
    ['(a): how many people are concerned', 68],
    ['(a): what kinds of data they are', 70],
    ['(b): who can be asked', 22],
    ['(c): the likely consequences', 79],
    ['(d): the measures taken', 92],
  ])('Art. 33(3)%s is missing where nobody says it', (_what, field) => {
    expect(gapsOf(answering({ [field]: undefined }), incomplete)).toEqual(gap(field, 'missing'));
    expect(gapsOf(answering({ [field]: field === 70 || field === 79 ? [] : ' ' }), incomplete)).toEqual(
      gap(field, 'missing'),
    );
  });

  test.each([
    [56, 'g', 'unknownLetter'],
    [56, '', 'missing'],
    [55, ['a', 'd'], 'unknownLetter'],
    [55, 'a', 'wrongForm'],
    [56, ['b'], 'wrongForm'],
    [62, 7, 'wrongForm'],
    [68, -1, 'wrongForm'],
    [68, 1.5, 'wrongForm'],
    [68, '120', 'wrongForm'],
    [46, '2026-11-20', 'wrongForm'],
    [46, '2026-11-20T08:00+01:00', 'wrongForm'],
    [46, '2026-13-20T08:00:00Z', 'wrongForm'],
    [45, 'yes', 'wrongForm'],
  ])('field %i answered with %j is a gap: %s', (field, answer, why) => {
    expect(gapsOf(answering({ [field]: answer }), complete)).toEqual(gap(field, why));
  });

  test.each([
    ['2026-02-29', 'wrongForm'],
    ['29.11.2026', 'wrongForm'],
    ['2026-11-29', undefined],
  ])('the day of a later communication is a day: %s', (day, why) => {
    const gaps = gapsOf(answering({ 97: 'b', 99: day }), complete);
    expect(gaps).toEqual(why === undefined ? [] : gap(99, why));
  });

  test('what is answered and no longer asked is named, so that it is not believed to be sent', () => {
    expect(gapsOf(answering({ 58: 'a' }), complete)).toEqual(gap(58, 'notVisible'));
  });

  test('only what was notified can be withdrawn', () => {
    const answers = answering({ 5: 'The same incident was notified twice.', 6: 'AP-2026-5150' });

    expect(gapsOf(answers, aFiling({ subtype: 'withdrawn', isFollowUp: true }))).toEqual([]);
    expect(gapsOf(completeAnswers, aFiling({ subtype: 'withdrawn' }))).toEqual(gap(4, 'unknownLetter'));
  });

  test('a withdrawal may leave open what the notification left open', () => {
    const withdrawn = aFiling({ subtype: 'withdrawn', isFollowUp: true });
    const answers = { ...completeAnswers, 5: 'No risk after all.', 6: 'AP-2026-5150', 60: 'x', 62: undefined };
    expect(gapsOf(answering(answers), withdrawn)).toEqual([]);
  });

  test('awareness is what the case knows, whatever was typed', () => {
    expect(gapsOf(answering({ 48: '2020-01-01T00:00:00Z' }), aFiling({ awareAt: undefined }))).toEqual(
      gap(48, 'missing'),
    );
    expect(answersFiledAs({ 48: '2020-01-01T00:00:00Z' }, complete)[48]).toBe(informedAt);
  });

  test('a late notification lacks the reasons for the delay until they are given', () => {
    const late = aFiling({ at: hoursAfter(informedAt, 80) });

    expect(gapsOf(completeAnswers, late)).toEqual(gap(49, 'missing'));
    expect(gapsOf(answering({ 49: 'The forensic report came on Monday.' }), late)).toEqual([]);
  });

  test('each other party has its qualification and its contact', () => {
    const parties = { 38: 'a', 39: ['processor', 'processor'], 40: ['Rechenzentrum Nord', 'Druckerei Süd'] };

    expect(gapsOf(answering({ ...parties, 41: ['nord@example.org', 'sued@example.org'] }), complete)).toEqual([]);
    expect(gapsOf(answering({ ...parties, 41: ['nord@example.org', ''] }), complete)).toEqual(gap(41, 'missing'));
  });

  test('each country of affected people has its number, and only the EEA is asked', () => {
    const crossBorder = { 113: 'a', 114: 'Autoriteit Persoonsgegevens', 115: ['NL'], 118: ['CNIL'] };
    const where = (states: readonly string[], numbers: Readonly<Record<string, number>>) =>
      gapsOf(answering({ ...crossBorder, 116: states, 117: numbers }), complete);

    expect(where(['DE', 'NO'], { DE: 120, NO: 3 })).toEqual([]);
    expect(where(['DE', 'NO'], { DE: 120 })).toEqual(gap(117, 'missing'));
    expect(where(['GB'], { GB: 3 })).toEqual(gap(116, 'unknownLetter'));
    expect(where(['DE'], { DE: -3 })).toEqual(gap(117, 'wrongForm'));
    expect(eeaStates).toHaveLength(30);
  });
});

describe('versions', () => {
  test('a later version is told by what it added, changed and no longer says', () => {
    const later = answering({ 55: ['a', 'b'], 58: 'a', 68: 130, 73: undefined, 76: ' ' });

    expect(differenceBetween(completeAnswers, later)).toEqual({ added: [58], changed: [55, 68], removed: [73, 76] });
  });

  test('the same letters in another order are no difference, nor are countries', () => {
    const earlier = { 55: ['a', 'b'], 117: { DE: 1, FR: 2 } };
    const later = { 55: ['b', 'a'], 117: { FR: 2, DE: 1 } };
    expect(differenceBetween(earlier, later)).toEqual({ added: [], changed: [], removed: [] });
  });
});
