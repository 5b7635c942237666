import { expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import { figuresOf, statisticsOf } from '../../domain/breach.statistics.js';
import type { EntryFigures } from '../../domain/breach.statistics.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import { after, assess, at, aware, informedAt, report, submit } from './a-breach.js';
import type { Asked } from './a-breach.js';

const hour = (count: number) => hoursAfter(informedAt, count);

function figures(now: number, ...steps: readonly (readonly [Asked, number])[]): EntryFigures {
  const facts = after(...steps.map(([asked, hours]) => [asked, hour(hours)] as const));
  const entry = registerEntryOf(facts, fold(breachDecider, facts).state, hour(now));
  if (entry === undefined) throw new Error('no entry');
  return figuresOf(entry);
}

const awareFor = (minutes: number): EntryFigures => ({
  ...{ kind: 'breach', isOpen: true, handovers: 0, clocks: [] },
  information: { missing: 0, missingAt: {}, asked: 0, awaited: 0, minutesToAnswer: [] },
  minutes: { toAwareness: minutes },
});

test('of nothing there is no median and no share', () => {
  const none = statisticsOf([]);

  expect(none).toMatchObject({ entries: 0, open: 0, clocks: [], handovers: { total: 0, most: 0, entriesWithAny: 0 } });
  expect(Object.values(none.steps)).toEqual([{ count: 0 }, { count: 0 }, { count: 0 }, { count: 0 }]);
});

test.each([
  ['one', [7], { count: 1, medianMinutes: 7, p90Minutes: 7, longestMinutes: 7 }],
  [
    'an even number: between the two in the middle',
    [40, 10, 20, 30],
    { count: 4, medianMinutes: 25, p90Minutes: 40, longestMinutes: 40 },
  ],
  [
    'ten: nine of them took no longer than the ninth',
    [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    { count: 10, medianMinutes: 5.5, p90Minutes: 9, longestMinutes: 10 },
  ],
  [
    'eleven',
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100],
    { count: 11, medianMinutes: 6, p90Minutes: 10, longestMinutes: 100 },
  ],
])('the spread of %s', (_what, minutes, spread) => {
  expect(statisticsOf(minutes.map(awareFor)).steps.toAwareness).toEqual(spread);
});

test('each step is measured from its start, and each clock that is met or missed counts once', () => {
  const told = { outcome: 'communicated', way: 'individual', at: hour(30), recipients: 3, documents: ['d1'] } as const;
  const quick = figures(
    400,
    [report(), 1],
    [aware(hour(2)), 2],
    [assess('high-risk'), 3],
    [submit('authority-notification', hour(12)), 12],
    [{ type: 'recordCommunication', communication: told }, 30],
    [{ type: 'handOver', to: 't-bakker', reasons: 'End of the shift.' }, 31],
    [{ type: 'handOver', to: 'm-adeyemi', reasons: 'Back.' }, 40],
    [{ type: 'close' }, 50],
  );
  const missed = figures(400, [report(), 1], [aware(hour(4)), 4], [assess('risk'), 5]);
  const running = figures(10, [report(), 1], [aware(hour(4)), 4], [assess('risk'), 5]);
  const none = figures(
    400,
    [report(), 1],
    [
      {
        type: 'decideAwareness',
        decision: { outcome: 'notABreach', reasons: 'it was an exercise of the fire brigade' },
      },
      30,
    ],
  );
  const statistics = statisticsOf([quick, missed, running, none]);

  expect(statistics).toMatchObject({
    ...{ entries: 4, open: 3, kinds: { breach: 3, notABreach: 1, underInvestigation: 0 } },
    steps: {
      toAwareness: { count: 3, medianMinutes: 240, p90Minutes: 240, longestMinutes: 240 },
      toNotification: { count: 1, medianMinutes: 600 },
      toCommunication: { count: 1, medianMinutes: 28 * 60 },
      toClosing: { count: 1, medianMinutes: 50 * 60 },
    },
    handovers: { total: 2, most: 2, entriesWithAny: 1 },
  });
  expect(statistics.clocks).toEqual([
    { clock: 'investigation', onTime: 3, late: 1, running: 0, onTimeShare: 0.75 },
    { clock: 'gdpr-33-sa', onTime: 1, late: 1, running: 1, onTimeShare: 0.5 },
    { clock: 'gdpr-34', onTime: 1, late: 0, running: 0, onTimeShare: 1 },
  ]);
});

test('what was done before its start took no time', () => {
  const early = figures(9, [report(), 1], [aware(hour(5)), 5], [submit('authority-notification', hour(4)), 6]);

  expect(early.minutes.toNotification).toBe(0);
});

test('what was missing is counted an hour, a day and three days after the first information, as far as they came', () => {
  const detected: Asked = { type: 'setAnchor', name: 'detectedAt', anchor: at(informedAt) };
  const asked: Asked = { type: 'askInformation', item: 'records', of: 't-bakker' };
  const given: Asked = { type: 'giveInformation', item: 'records', text: 'about four thousand' };
  const one = figures(30, [report(), 0.5], [detected, 2], [asked, 3], [given, 5]);
  const other = figures(2, [report(), 1.5], [asked, 1.75]);

  expect(one.information.missingAt).toEqual({ after1h: 9, after24h: 7 });
  expect(other.information.missingAt).toEqual({});
  expect(statisticsOf([one, other]).information).toEqual({
    missing: {
      after1h: { entries: 1, total: 9 },
      after24h: { entries: 1, total: 7 },
      after72h: { entries: 0, total: 0 },
    },
    ...{ asked: 2, awaited: 1 },
    toAnswer: { count: 1, medianMinutes: 120, p90Minutes: 120, longestMinutes: 120 },
  });
});
