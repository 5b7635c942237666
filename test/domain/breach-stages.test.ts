import { expect, test } from 'vitest';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { breachDecider } from '../../domain/breach.decider.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import type { BreachFact } from '../../domain/breach.js';
import { after, anAwareBreach, assess, at, aware, by, informedAt, report, submit } from './a-breach.js';
import type { Asked } from './a-breach.js';

interface Page {
  readonly at: number;
  readonly clock: string;
  readonly stage: string;
}

/** Lets time tell the case what it has to say, until an instant. */
function sleptUntil(facts: readonly Recorded<BreachFact>[], until: Instant): readonly Page[] {
  const pages: Page[] = [];
  let all = facts;
  let now = facts.at(-1)?.at ?? informedAt;
  for (;;) {
    const { state } = fold(breachDecider, all);
    const milestone = breachDecider.nextMilestone(state);
    if (milestone === undefined || milestone.at > until) return pages;
    now = milestone.at > now ? milestone.at : now;
    const outcome = step(breachDecider, milestone.command, state, now);
    if (isRefusal(outcome) || outcome.length === 0) throw new Error('the milestone did not move on');
    all = [...all, ...outcome];
    for (const fact of outcome) {
      if (fact.type !== 'clockStagePassed') continue;
      const hours = (Date.parse(now) - Date.parse(informedAt)) / 3_600_000;
      pages.push({ at: hours, clock: fact.clock, stage: fact.stage });
    }
  }
}

const start = hoursAfter(informedAt, 1);

test('people are paged at shares of the 72 hours, before the end, at it, after it, and every day until there is evidence, GDPR Art. 33(1)', () => {
  const pages = sleptUntil(
    after([report(), start], [aware(), start], [assess('risk'), start]),
    hoursAfter(informedAt, 130),
  );

  expect(pages).toEqual([
    { at: 36, clock: 'gdpr-33-sa', stage: '50%' },
    { at: 57.6, clock: 'gdpr-33-sa', stage: '80%' },
    { at: 68, clock: 'gdpr-33-sa', stage: 'PT4H' },
    { at: 72, clock: 'gdpr-33-sa', stage: 'due' },
    { at: 73, clock: 'gdpr-33-sa', stage: 'late' },
    { at: 76, clock: 'gdpr-33-sa', stage: 'late' },
    { at: 96, clock: 'gdpr-33-sa', stage: 'late' },
    { at: 120, clock: 'gdpr-33-sa', stage: 'late' },
  ]);
});

test('evidence of sending is silence', () => {
  const facts = after(
    [report(), start],
    [aware(), start],
    [assess('risk'), start],
    [submit('authority-notification', start), start],
  );

  expect(sleptUntil(facts, hoursAfter(informedAt, 1_000))).toEqual([]);
});

test('the investigation pages at twelve hours, is due at a day, and is asked for until somebody decides', () => {
  const pages = sleptUntil(after([report(), informedAt]), hoursAfter(informedAt, 50));

  expect(pages.map(({ at: hours, stage }) => [hours, stage])).toEqual([
    [12, '50%'],
    [19.2, '80%'],
    [20, 'PT4H'],
    [24, 'due'],
    [25, 'late'],
    [28, 'late'],
    [48, 'late'],
  ]);
});

test('a breach found long after the fact pages once, not once for each stage it missed', () => {
  const late = hoursAfter(informedAt, 90);
  const silent = after([report(), informedAt], [aware(), late], [assess('risk'), late]);

  const pages = sleptUntil(silent, late);

  expect(pages).toEqual([{ at: 90, clock: 'gdpr-33-sa', stage: 'late' }]);
});

test('a clock that a correction moves begins its stages again, from the new instant on', () => {
  const earlier = hoursAfter(informedAt, -30);
  const noticed = hoursAfter(informedAt, 37);
  const wrong: Asked = {
    type: 'setAnchor',
    name: 'awareAt',
    anchor: at(earlier, { reasons: 'the desk knew a day before' }),
  };
  const facts = after(
    [report(), start],
    [aware(), start],
    [assess('risk'), start],
    [{ type: 'passStage', clock: 'gdpr-33-sa', dueAt: hoursAfter(informedAt, 72) }, hoursAfter(informedAt, 36)],
    [wrong, noticed],
  );

  expect(sleptUntil(facts, hoursAfter(informedAt, 43))).toEqual([
    { at: 37, clock: 'gdpr-33-sa', stage: '80%' },
    { at: 38, clock: 'gdpr-33-sa', stage: 'PT4H' },
    { at: 42, clock: 'gdpr-33-sa', stage: 'due' },
    { at: 43, clock: 'gdpr-33-sa', stage: 'late' },
  ]);
});

test('the list shows the next promise that will break, and that one is broken', () => {
  const breach = anAwareBreach({}, [assess('risk'), start]);
  const late = breach.when(
    by({ type: 'passStage', clock: 'gdpr-33-sa', dueAt: hoursAfter(informedAt, 72) }),
    hoursAfter(informedAt, 72),
  );

  expect(breachDecider.boardRow(breach.state)).toMatchObject({
    phase: 'toNotify',
    dueAt: hoursAfter(informedAt, 72),
    overdue: false,
  });
  expect(late.effects).toMatchObject([
    { alert: 'clock-late', clock: 'GDPR Art. 33(1)', dueAt: hoursAfter(informedAt, 72) },
  ]);
  expect(breachDecider.boardRow(late.state)).toMatchObject({ overdue: true });
});
