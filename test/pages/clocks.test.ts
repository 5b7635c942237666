import { describe, expect, it, test } from 'vitest';
import { clockView, stateOf } from '../../pages/clock.view.js';
import { ago, dueMoment, localInput, longDay, remaining, receiptMoment } from '../../pages/moment.js';
import { portalWords } from '../../pages/words/languages.js';

const now = '2026-03-20T15:50:00.000Z';
const zone = 'Europe/Amsterdam';

describe('what remains, in words', () => {
  test.each([
    ['in 2 days 4 h', '2026-03-22T19:50:00.000Z'],
    ['in 1 day', '2026-03-21T15:50:00.000Z'],
    ['in 19 h', '2026-03-21T10:50:00.000Z'],
    ['in 18 h 28 min', '2026-03-21T10:18:00.000Z'],
    ['in 0 min', '2026-03-20T15:50:30.000Z'],
    ['late by 0 min', '2026-03-20T15:50:00.000Z'],
    ['late by 3 h', '2026-03-20T12:50:00.000Z'],
    ['late by 1 day 22 h', '2026-03-18T17:50:00.000Z'],
  ])('says “%s” of %s', (words, dueAt) => {
    expect(remaining(dueAt, now)).toBe(words);
  });

  it('counts in the language of the reader', () => {
    const dueAt = '2026-03-22T19:50:00.000Z';

    expect(remaining(dueAt, now, portalWords.nl.remaining)).toBe('over 2 dagen 4 u');
    expect(remaining(dueAt, now, portalWords.de.remaining)).toBe('in 2 Tagen 4 Std.');
    expect(remaining(dueAt, now, portalWords.fr.remaining)).toBe('dans 2 jours 4 h');
  });
});

describe('when, on the wall of the controller', () => {
  test.each([
    ['a midnight is the end of its day', '2026-04-03T22:00:00.000Z', zone, 'Fri 3 Apr 24:00'],
    ['an hour is told as it is', '2026-04-03T15:30:00.000Z', zone, 'Fri 3 Apr 17:30'],
    ['the day before the clocks change ends at 24:00', '2026-03-28T23:00:00.000Z', zone, 'Sat 28 Mar 24:00'],
    [
      'a day whose midnight the clock change takes away ends at 24:00',
      '2026-04-23T22:00:00.000Z',
      'Africa/Cairo',
      'Thu 23 Apr 24:00',
    ],
    ['the zone decides, not the machine', '2026-04-03T22:00:00.000Z', 'Europe/Lisbon', 'Fri 3 Apr 23:00'],
  ])('%s', (_title, dueAt, timeZone, words) => {
    expect(dueMoment(dueAt, timeZone, now)).toBe(words);
  });

  it('a long date names the year, in each language', () => {
    expect(dueMoment('2026-04-03T22:00:00.000Z', zone, now, 'long')).toBe('Friday 3 April 2026, 24:00');
    expect(longDay(now, zone, 'fr')).toBe('vendredi 20 mars 2026');
    expect(longDay(now, zone, 'de')).toBe('Freitag, 20. März 2026');
  });

  it('a date of another year, or on a page that may be read in one, names its year', () => {
    expect(dueMoment('2026-12-31T23:00:00.000Z', zone, now)).toBe('Thu 31 Dec 24:00');
    expect(dueMoment('2027-01-04T23:00:00.000Z', zone, now)).toBe('Mon 4 Jan 2027 24:00');
    expect(dueMoment('2026-04-03T22:00:00.000Z', zone)).toBe('Fri 3 Apr 2026 24:00');
  });

  it('a receipt of which only the day is known shows no time of day', () => {
    expect(receiptMoment('2026-03-02T23:00:00.000Z', zone, now)).toBe('Tue 3 Mar');
    expect(receiptMoment('2026-03-03T09:00:00.000Z', zone, now)).toBe('Tue 3 Mar 10:00');
  });

  it('a form shows the local time', () => {
    expect(localInput(now, zone)).toBe('2026-03-20T16:50');
  });

  test.each([
    ['just now', '2026-03-20T15:49:31.000Z'],
    ['12 min ago', '2026-03-20T15:38:00.000Z'],
    ['5 h ago', '2026-03-20T10:20:00.000Z'],
    ['1 day ago', '2026-03-19T10:20:00.000Z'],
    ['38 days ago', '2026-02-10T09:00:00.000Z'],
  ])('what happened is “%s” at %s', (words, at) => {
    expect(ago(at, now)).toBe(words);
  });
});

describe('the state of a clock', () => {
  test.each([
    ['late', 'at the very instant', now],
    ['soon', 'a minute before', '2026-03-20T15:51:00.000Z'],
    ['soon', 'a second inside 48 h', '2026-03-22T15:49:59.000Z'],
    ['calm', 'at 48 h', '2026-03-22T15:50:00.000Z'],
  ] as const)('is %s %s', (state, _when, dueAt) => {
    expect(stateOf(dueAt, now)).toBe(state);
  });

  it('says that nothing is due where nothing is', () => {
    expect(clockView(undefined, { now, timeZone: zone })).toEqual({
      state: 'done',
      left: 'Nothing is due',
      at: '',
      isSoon: false,
    });
  });
});
