import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { extensionGrounds } from '../../domain/subject-request.js';
import {
  aRequest,
  approved,
  confirmed,
  daysFrom,
  extensionGranted,
  gathered,
  happened,
  known,
  millisecondsFrom,
  monthEnd,
  noticeLeft,
  operator,
  ordered,
  proposed,
} from './a-request.js';

const extend = {
  type: 'grantExtension',
  by: operator,
  grant: { ground: 'complexity', reasons: 'data lie in nine systems' },
} as const;
const extendedUntil = '2026-06-03';
const needsPerson = happened({
  type: 'letterNeedsPerson',
  effect: '1.0',
  letter: 'extension',
  reason: 'no-mail-address',
});

test.each(extensionGrounds.map((ground) => ({ ground })))(
  'Art. 12(3): the month may be extended for $ground',
  ({ ground }) => {
    const { facts, effects } = aRequest().when({ ...extend, grant: { ...extend.grant, ground } });

    expect(facts).toMatchObject([{ type: 'extensionGranted', grant: { ground } }]);
    expect(effects).toMatchObject([
      { letter: 'extension', reasons: extend.grant.reasons, answerBy: '2026-04-03', extendedAnswerBy: extendedUntil },
    ]);
  },
);

test('Art. 12(3): the month is extended once, by two months', () => {
  const notice = noticeLeft(aRequest(extensionGranted), '1.0', '2026-03-05T09:00:00.000Z');
  const extended = aRequest(extensionGranted, ...notice);

  expect(known(extended.state).answerClock.dueOn).toBe(extendedUntil);
  expect(extended.when(extend).refused).toBe('AlreadyExtended');
  expect(aRequest(extensionGranted).when(extend).refused).toBe('AlreadyExtended');
});

test('Art. 12(3): an extension needs reasons', () => {
  expect(aRequest().when({ ...extend, grant: { ground: 'complexity', reasons: 'busy' } }).refused).toBe(
    'ReasonsMissing',
  );
});

test.each([
  [-1, undefined],
  [0, 'ExtensionTooLate'],
  [1, 'ExtensionTooLate'],
])('Art. 12(3): %i ms from the end of the month an extension meets %s', (milliseconds, refused) => {
  expect(aRequest().when(extend, millisecondsFrom(monthEnd, milliseconds)).refused).toBe(refused);
});

test('Art. 12(3): granting alone moves no date', () => {
  expect(known(aRequest(extensionGranted).state).answerClock.dueAt).toBe(monthEnd);
});

test.each([
  [-1, true, extendedUntil],
  [0, false, '2026-04-03'],
  [1, false, '2026-04-03'],
])(
  'Art. 12(3): a notice seen %i ms from the end of the month is effective: %s, due %s',
  (milliseconds, effective, dueOn) => {
    const notice = noticeLeft(aRequest(extensionGranted), '1.0', millisecondsFrom(monthEnd, milliseconds));
    const { extension, answerClock } = known(aRequest(extensionGranted, ...notice).state);

    expect(extension?.effective).toBe(effective);
    expect(answerClock.dueOn).toBe(dueOn);
  },
);

test('Art. 12(3): a notice counts from when the case saw it leave, whatever the mail server reports', () => {
  const came = { outcome: 'sent', reportedAt: '2026-03-05T09:00:00.000Z' } as const;
  const { state } = aRequest(extensionGranted).when(
    { type: 'noteLetter', by: duly, effect: '1.0', letter: 'extension', came },
    monthEnd,
  );

  expect(known(state).extension?.effective).toBe(false);
});

test('Art. 12(3): a notice by hand counts from the day a person says, and lifts a lateness that was none', () => {
  const passed = happened({ type: 'deadlinePassed', dueAt: monthEnd }, monthEnd);
  const { state } = aRequest(extensionGranted, needsPerson, passed).when(
    { type: 'recordLetterSent', by: operator, effect: '1.0', sentAt: '2026-03-20T09:00:00.000Z' },
    daysFrom(monthEnd, 3),
  );

  expect(known(state).answerClock.dueOn).toBe(extendedUntil);
  expect(known(state).deadlinePassedAt).toBeUndefined();
});

test('Art. 12(3): a notice by hand cannot be dated before the extension was granted', () => {
  const { refused } = aRequest(extensionGranted, needsPerson).when({
    type: 'recordLetterSent',
    by: operator,
    effect: '1.0',
    sentAt: '2026-03-04T08:59:59.999Z',
  });

  expect(refused).toBe('SentBeforeOrdered');
});

test('Art. 12(3): a notice that came back was not given, so the case is due at month one again', () => {
  const notice = noticeLeft(aRequest(extensionGranted), '1.0', '2026-03-05T09:00:00.000Z');
  const { state, effects } = aRequest(extensionGranted, ...notice).when({
    type: 'noteBounce',
    by: duly,
    effect: '1.0',
    status: '5.1.1',
  });

  expect(known(state).answerClock.dueAt).toBe(monthEnd);
  expect(known(state).extension).toMatchObject({ effective: false, noticeSentAt: undefined });
  expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'letter-needs-person' }]);
});

test('Art. 12(3): after a bounce the notice can still be given by hand inside the month', () => {
  const notice = noticeLeft(aRequest(extensionGranted), '1.0', '2026-03-05T09:00:00.000Z');
  const bounced = aRequest(extensionGranted, ...notice).when(
    { type: 'noteBounce', by: duly, effect: '1.0', status: '5.1.1' },
    '2026-03-06T09:00:00.000Z',
  ).facts;
  const { state } = aRequest(extensionGranted, ...notice, ...bounced).when(
    { type: 'recordLetterSent', by: operator, effect: '1.0', sentAt: '2026-03-09T09:00:00.000Z' },
    '2026-03-09T10:00:00.000Z',
  );

  expect(known(state).answerClock.dueOn).toBe(extendedUntil);
});

test('nothing is extended once the answer or a refusal is on its way', () => {
  expect(aRequest(...gathered, ordered).when(extend).refused).toBe('AnswerUnderWay');
  expect(aRequest(confirmed, proposed(), approved).when(extend).refused).toBe('AlreadyDecided');
});
