import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { boardRow } from '../../domain/subject-request.standing.js';
import type { GivenRequest } from './a-request.js';
import {
  aRequest,
  aRequestFor,
  daysFrom,
  extensionGranted,
  gathered,
  happened,
  left,
  monthEnd,
  noticeLeft,
  ordered,
  withdrawn,
} from './a-request.js';

/** What time has to say, in order, until nothing or so many times. */
function milestonesOf(before: GivenRequest, times: number) {
  const told: { at: string; type: string }[] = [];
  const facts = [];
  let now = before;
  for (let count = 0; count < times; count += 1) {
    const milestone = now.nextMilestone;
    if (milestone === undefined) break;
    told.push({ at: milestone.at, type: milestone.command.type });
    facts.push(...now.when(milestone.command, milestone.at).facts);
    now = aRequest(...facts);
  }
  return told;
}

test('Art. 12(3): people are warned, then the date passes, then they are reminded every week', () => {
  expect(milestonesOf(aRequest(), 5)).toEqual([
    { at: daysFrom(monthEnd, -7), type: 'passWarning' },
    { at: daysFrom(monthEnd, -2), type: 'passWarning' },
    { at: monthEnd, type: 'passDeadline' },
    { at: daysFrom(monthEnd, 7), type: 'passReminder' },
    { at: daysFrom(monthEnd, 14), type: 'passReminder' },
  ]);
});

test.each([
  [
    ['P7D', 'P2D'],
    [-7, -2],
  ],
  [
    ['P2D', 'P7D'],
    [-7, -2],
  ],
  [['PT48H'], [-2]],
  [['P1D', 'PT24H'], [-1]],
  [['P400D'], []],
  [[], []],
])('warnings %j are given %j days from the date, each once', (warnings, days) => {
  const facts = [];
  const at = [];
  for (;;) {
    const before = aRequestFor({ warnings }, ...facts);
    const milestone = before.nextMilestone;
    if (milestone?.command.type !== 'passWarning') break;
    at.push(milestone.at);
    facts.push(...before.when(milestone.command, milestone.at).facts);
  }

  expect(at).toEqual(days.map((day) => daysFrom(monthEnd, day)));
});

test('every milestone alerts our own people, and names the date and nobody else', () => {
  const warned = aRequest().when({ type: 'passWarning', by: duly, dueAt: monthEnd, before: 'P7D' });
  const passed = aRequest().when({ type: 'passDeadline', by: duly, dueAt: monthEnd }, monthEnd);
  const reminded = aRequest(...passed.facts).when({ type: 'passReminder', by: duly, dueAt: monthEnd });

  expect([warned, passed, reminded].flatMap(({ effects }) => effects)).toMatchObject([
    { type: 'alertStaff', alert: 'warning', dueAt: monthEnd, owner: 'r-visser' },
    { type: 'alertStaff', alert: 'deadline-passed' },
    { type: 'alertStaff', alert: 'deadline-passed' },
  ]);
});

test('Art. 12(3): a case that misses the date is overdue, and stays open', () => {
  const passed = happened({ type: 'deadlinePassed', dueAt: monthEnd }, monthEnd);

  expect(boardRow(aRequest(passed).state)).toMatchObject({ overdue: true, closed: false, dueAt: monthEnd });
});

test('Art. 12(3): a milestone told late says when it was due', () => {
  const { facts } = aRequest().when({ type: 'passDeadline', by: duly, dueAt: monthEnd }, daysFrom(monthEnd, 1));

  expect(facts).toMatchObject([{ type: 'deadlinePassed', dueAt: monthEnd, at: daysFrom(monthEnd, 1) }]);
});

test('Art. 12(3): after an effective notice the warnings belong to the later date', () => {
  const notice = noticeLeft(aRequest(extensionGranted), '1.0', '2026-03-05T09:00:00.000Z');
  const milestone = aRequest(extensionGranted, ...notice).nextMilestone;

  expect(milestone).toMatchObject({ at: '2026-05-27T22:00:00.000Z', command: { type: 'passWarning' } });
});

test('each timer names its clock and its article, and nobody', () => {
  const passed = happened({ type: 'deadlinePassed', dueAt: monthEnd }, monthEnd);
  const warned = happened({ type: 'deadlineWarned', dueAt: monthEnd, before: 'P2D' }, daysFrom(monthEnd, -2));
  const summaries = [aRequest(), aRequest(warned), aRequest(passed), aRequest(withdrawn)].map(
    ({ nextMilestone }) => nextMilestone?.summary,
  );

  expect(summaries).toEqual([
    'Warn P7D before the answer is due, GDPR Art. 12(3)',
    'Answer due, GDPR Art. 12(3)',
    'Answer overdue, GDPR Art. 12(3)',
    'Close S-2026-0031: settled for 30 days',
  ]);
});

test.each([
  ['answered', [...gathered, ordered, left('answerSent', '4.0')]],
  ['withdrawn', [withdrawn]],
  ['set aside', [happened({ type: 'messageSetAside', reasons: 'an advertisement for windows' })]],
])('a request that was %s is closed thirty days later', (_how, facts) => {
  const settled = aRequest(...facts);
  expect(settled.nextMilestone).toMatchObject({ at: '2026-04-03T09:00:00.000Z', command: { type: 'close' } });

  const { state } = settled.when({ type: 'close', by: duly }, '2026-04-03T09:00:00.000Z');
  expect(state.phase).toBe('closed');
});

test('after closing time has nothing more to say', () => {
  const ended = aRequest(withdrawn, happened({ type: 'caseClosed' }));

  expect(ended.nextMilestone).toBeUndefined();
  for (const type of ['passDeadline', 'passReminder'] as const) {
    expect(ended.when({ type, by: duly, dueAt: monthEnd }).facts).toEqual([]);
  }
  expect(ended.when({ type: 'close', by: duly }).facts).toEqual([]);
});

test('an open request is not closed', () => {
  expect(aRequest().when({ type: 'close', by: duly }).facts).toEqual([]);
});
