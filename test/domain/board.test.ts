import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { isSilent } from '../../domain/board.js';
import type { BoardRow } from '../../domain/board.js';
import { breachDecider } from '../../domain/breach.decider.js';
import { controllerNoticeDecider } from '../../domain/controller-notice.decider.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Command, Decider, FactBody, Recorded } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { aRegistration, operator } from '../support/builders.js';
import { aReport, informedAt, manager } from './a-breach.js';
import { aNotice } from './a-notice.js';

interface Stretch {
  readonly row: BoardRow;
  readonly lastFactAt: Instant;
  /** When the case next says something by itself. */
  readonly until: Instant;
}

/** How a case stands on the board between what it says by itself, from its registration on. */
function stretches<State, C extends Command, F extends FactBody, Effect>(
  decider: Decider<State, C, F, Effect>,
  register: C,
  at: Instant,
): readonly Stretch[] {
  const said: Stretch[] = [];
  let facts: readonly Recorded<F>[] = taken([], register, at);
  for (let count = 0; count < 40; count += 1) {
    const { state } = fold(decider, facts);
    const row = decider.boardRow(state);
    const next = decider.nextMilestone(state);
    const lastFactAt = facts.at(-1)?.at;
    if (row === undefined || next === undefined || lastFactAt === undefined) throw new Error('it has nothing to say');
    said.push({ row, lastFactAt, until: next.at });
    facts = taken(facts, next.command, next.at > lastFactAt ? next.at : lastFactAt);
  }
  return said;

  function taken(before: readonly Recorded<F>[], command: C, now: Instant): readonly Recorded<F>[] {
    const outcome = step(decider, command, fold(decider, before).state, now);
    if (isRefusal(outcome)) throw new Error(outcome.type);
    return [...before, ...outcome];
  }
}

const notice = aNotice();
const lives = [
  {
    kind: 'subject-request',
    life: stretches(
      subjectRequestDecider,
      { type: 'register', by: operator, registration: aRegistration() },
      aRegistration().receivedAt,
    ),
  },
  {
    kind: 'breach',
    life: stretches(breachDecider, { type: 'register', by: manager, registration: aReport() }, informedAt),
  },
  {
    kind: 'controller-notice',
    life: stretches(controllerNoticeDecider, { type: 'register', by: duly, registration: notice }, notice.startsAt),
  },
] as const;

test.each(lives)('a $kind that says what it must is never silent, before its date and long after it', ({ life }) => {
  const lastMoments = life.filter(({ row, lastFactAt, until }) => {
    const justBefore = hoursAfter(until, -0.001);
    return justBefore > lastFactAt && isSilent(row, lastFactAt, justBefore);
  });

  expect(lastMoments).toEqual([]);
  expect(new Set(life.map(({ row }) => row.overdue))).toEqual(new Set([false, true]));
});

test.each(lives)(
  'a $kind that hangs is silent once its date passes, and one that is overdue by its next word',
  ({ life }) => {
    const ends = life.filter(({ row, until }) => row.overdue || until === row.dueAt);
    const longest = ends.filter(({ row, lastFactAt, until }) => isSilent(row, lastFactAt, until));

    expect(longest.map(({ row }) => row.overdue)).toContain(false);
    expect(longest.map(({ row }) => row.overdue)).toContain(true);
  },
);

test.each([
  { what: 'closed', closed: true, dueAt: informedAt },
  { what: 'without a date', closed: false, dueAt: undefined },
])('a case that is $what has nothing to say', ({ closed, dueAt }) => {
  expect(isSilent({ kind: 'breach', closed, dueAt, overdue: false }, informedAt, hoursAfter(informedAt, 999))).toBe(
    false,
  );
});
