import { expect, test } from 'vitest';
import { rights } from '../../domain/right.js';
import { deedsOf } from '../../domain/subject-request.answering.js';
import { nextMilestone } from '../../domain/subject-request.clocks.js';
import { deeds } from '../../domain/subject-request.js';
import type { GivenAnswer } from '../../domain/subject-request.js';
import {
  aRequest,
  aRequestFor,
  anAnswerGiven,
  approved,
  asked,
  confirmed,
  daysFrom,
  extensionGranted,
  gathered,
  happened,
  millisecondsFrom,
  monthEnd,
  noticeLeft,
  operator,
  ordered,
  proposed,
} from './a-request.js';

const later = '2026-03-20T09:00:00.000Z';
const record = (overrides: Partial<GivenAnswer> = {}) =>
  ({ type: 'recordAnswerGiven', by: operator, given: anAnswerGiven(overrides) }) as const;

test.each(rights.flatMap((right) => deedsOf[right].map((done) => [right, done] as const)))(
  'Art. 12(3): on %s people may answer themselves, by %s, and the case is settled without a letter',
  (right, done) => {
    const { facts, effects, state } = aRequestFor({ right }, confirmed).when(record({ done }), later);

    expect(facts).toMatchObject([{ type: 'answerGiven', done, way: 'letter', documents: ['e1'] }]);
    expect(effects).toEqual([]);
    expect(state).toMatchObject({ phase: 'settled', outcome: 'answered', answeredAt: '2026-03-04T09:00:00.000Z' });
  },
);

test.each(rights)('what was done must answer %s', (right) => {
  for (const done of deeds.filter((deed) => !deedsOf[right].includes(deed)))
    expect(aRequestFor({ right }, confirmed).when(record({ done }), later).refused).toBe('DeedNotForRight');
});

test('Art. 12(6): nobody records an answer to somebody whose identity is not settled', () => {
  expect(aRequest().when(record(), later).refused).toBe('IdentityNotSettled');
  expect(aRequest(asked).when(record(), later).refused).toBe('IdentityNotSettled');
});

test('something shows the answer, and it was given between receipt and now', () => {
  const request = aRequest(confirmed);
  const before = millisecondsFrom('2026-03-03T09:00:00.000Z', -1);

  expect(request.when(record({ documents: [] }), later).refused).toBe('NothingAttached');
  expect(request.when(record({ givenAt: millisecondsFrom(later, 1) }), later).refused).toBe('SentInFuture');
  expect(request.when(record({ givenAt: before }), later).refused).toBe('SentBeforeOrdered');
});

test.each([
  [-1, undefined, undefined],
  [0, undefined, 'LateWithoutReasons'],
  [0, 'the archive was being moved', undefined],
])('Art. 12(3): an answer given %i ms from the end of the month with reasons %j meets %s', (...given) => {
  const [milliseconds, lateReasons, refused] = given;
  const answer = record({ givenAt: millisecondsFrom(monthEnd, milliseconds), lateReasons });

  // When it is recorded does not count.
  expect(aRequest(confirmed).when(answer, daysFrom(monthEnd, 20)).refused).toBe(refused);
});

test('Art. 12(4): what an answer refused in part was told in time, or late, extension or not', () => {
  const granted = aRequest(extensionGranted);
  const notice = noticeLeft(granted, '1.0', '2026-03-10T09:00:00.000Z');
  const part = [confirmed, proposed({ scope: 'part' }), approved];
  const request = aRequest(extensionGranted, ...notice, ...part);
  const told = (givenAt: string) => request.when(record({ givenAt }), daysFrom(monthEnd, 20));

  expect(told(millisecondsFrom(monthEnd, -1)).facts).not.toMatchObject([{ refusalLate: true }]);
  expect(told(monthEnd)).toMatchObject({ facts: [{ refusalLate: true }], state: { refusalLate: true } });
});

test('an answer of people does not run beside a refusal or beside an answer of Duly', () => {
  expect(aRequest(confirmed, proposed()).when(record(), later).refused).toBe('ProposalPending');
  expect(aRequest(confirmed, proposed(), approved).when(record(), later).refused).toBe('AlreadyDecided');
  expect(aRequest(...gathered, ordered).when(record(), later).refused).toBe('AnswerUnderWay');
});

test('a late case is recorded as answered when it was, and nothing more is due', () => {
  const late = aRequest(confirmed, happened({ type: 'deadlinePassed', dueAt: monthEnd }, monthEnd));
  const { state } = late.when(record(), daysFrom(monthEnd, 3));

  expect(state).toMatchObject({ phase: 'settled', answeredAt: '2026-03-04T09:00:00.000Z' });
  expect(nextMilestone(state)?.command.type).toBe('close');
});
