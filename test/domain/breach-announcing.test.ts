import { describe, expect, test } from 'vitest';
import { announcementIn, announcementKey, announcementMailKey } from '../../domain/breach.announcing.js';
import type { AnnouncementOutcome } from '../../domain/breach.announcing.js';
import type { AnnouncementPlace } from '../../domain/organisation.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { aBreach, by, informedAt, known, report } from './a-breach.js';
import type { Asked } from './a-breach.js';

const hour = (count: number) => hoursAfter(informedAt, count);
const everywhere: readonly AnnouncementPlace[] = ['help-desk', 'chat'];
const say = (text: string, validFrom?: Instant, announceAt: readonly AnnouncementPlace[] = everywhere): Asked => ({
  ...{ type: 'setHoldingStatement', text, validFrom, announceAt },
});
const came = (outcome: AnnouncementOutcome): Asked => ({ type: 'noteAnnouncement', effect: '3.0', ...outcome });
const start = (statement: number): Asked => ({ type: 'passStatementStart', statement });
const open = (overrides = {}, ...more: readonly (readonly [Asked, string])[]) =>
  aBreach([report(overrides), hour(1)], ...more);
const first: readonly [Asked, Instant] = [say('We look into it.'), hour(2)];

describe('a statement that holds', () => {
  test('is announced in each place that was named, in a lane of its own', () => {
    const { effects, state } = open().when(by(first[0]), hour(2));

    expect(effects).toMatchObject([
      { type: 'announce', place: 'help-desk', statement: 1, text: 'We look into it.', at: hour(2), drill: false },
      { type: 'announce', place: 'chat', statement: 1, reference: 'B-2026-0007' },
    ]);
    expect(known(state).announcements).toEqual([
      { statement: 1, place: 'help-desk' },
      { statement: 1, place: 'chat' },
    ]);
  });

  test('takes in each place the place of the one before, unless that one was not taken there', () => {
    const refused = came({ statement: 1, place: 'chat', outcome: 'refused' });
    const { effects } = open({}, first, [refused, hour(3)]).when(by(say('The mailbox is closed.')), hour(4));

    expect(effects).toMatchObject([
      { type: 'announce', place: 'help-desk', statement: 2, follows: 1 },
      { type: 'announce', place: 'chat', statement: 2, follows: undefined },
    ]);
  });

  test('of an organisation without such places is announced nowhere', () => {
    const { effects, state } = open().when(by({ type: 'setHoldingStatement', text: 'We look into it.' }), hour(2));

    expect(effects).toEqual([]);
    expect(known(state).announcements).toBeUndefined();
  });

  test('of a drill says so, so that it is announced nowhere real', () => {
    const { effects } = open({ drill: true }).when(by(first[0]), hour(2));
    expect(effects).toMatchObject([{ drill: true }, { drill: true }]);
  });
});

describe('a statement written ahead', () => {
  const ahead: readonly [Asked, Instant] = [say('The mailbox is closed.', hour(5)), hour(3)];

  test('is announced when it begins to hold, and not before', () => {
    const written = open({}, first, ahead);

    expect(open({}, first).when(by(ahead[0]), hour(3)).effects).toEqual([]);
    expect(written.nextMilestone).toMatchObject({ at: hour(5), command: { type: 'passStatementStart', statement: 2 } });
    expect(written.when(by(start(2)), hour(4)).facts).toEqual([]);
    expect(written.when(by(start(2)), hour(5)).effects).toMatchObject([
      { place: 'help-desk', statement: 2, follows: 1, at: hour(5) },
      { place: 'chat', statement: 2, follows: 1 },
    ]);
  });

  test('begins once', () => {
    const begun = open({}, ahead, [start(1), hour(5)]);

    expect(begun.when(by(start(1)), hour(6)).facts).toEqual([]);
    expect(begun.nextMilestone?.command.type).not.toBe('passStatementStart');
  });

  test('is not announced once another took its place before it held', () => {
    const replaced = open({}, ahead, [say('It is under control.'), hour(4)]);

    expect(replaced.when(by(start(1)), hour(5)).facts).toEqual([]);
    expect(replaced.nextMilestone?.command.type).not.toBe('passStatementStart');
  });
});

describe('after an outage over two statements', () => {
  const both = (announceAt: readonly AnnouncementPlace[], ...more: readonly (readonly [Asked, Instant])[]) =>
    open(
      {},
      [say('It is closed.', hour(5)), hour(3)],
      [say('It is open again.', hour(6), announceAt), hour(3)],
      ...more,
    );

  test('only what holds by then is announced, once', () => {
    const late = both(everywhere).when(by(start(1)), hour(7));

    expect(late.facts).toMatchObject([{ type: 'holdingStatementBegan', statement: 2 }]);
    expect(late.effects).toMatchObject([
      { place: 'help-desk', statement: 2, follows: undefined },
      { place: 'chat', statement: 2 },
    ]);
    const passed = both(everywhere, [start(1), hour(7)]);
    expect(passed.nextMilestone?.command.type).not.toBe('passStatementStart');
  });

  test('words that no place is told end the waiting of those before them too', () => {
    const late = both([]).when(by(start(1)), hour(7));

    expect(late.effects).toEqual([]);
    const passed = both([], [start(1), hour(7)]);
    expect(passed.nextMilestone?.command.type).not.toBe('passStatementStart');
  });
});

test('a mail names the announcement that it was, and other mails of a breach name none', () => {
  const key = announcementMailKey('help-desk', announcementKey('c1', 12));

  expect(announcementIn(key)).toEqual({ place: 'help-desk', statement: 12 });
  expect(['3.0', 'notification c1:2', 'elsewhere c1:statement-1'].map(announcementIn)).toEqual([
    ...[undefined, undefined, undefined],
  ]);
});

describe('what came of an announcement', () => {
  test('stands with the case: where it was announced, and what became there of the words before', () => {
    const taken = came({ statement: 1, place: 'chat', outcome: 'accepted', earlier: 'answered' });
    const { facts, effects, state } = open({}, first).when(by(taken), hour(3));

    expect(facts).toMatchObject([{ type: 'announced', statement: 1, place: 'chat', earlier: 'answered' }]);
    expect(effects).toEqual([]);
    expect(known(state).announcements).toContainEqual({ statement: 1, place: 'chat', outcome: 'accepted' });
  });

  test('that it came back later holds, whichever of both is told first, and is told once', () => {
    const accepted = came({ statement: 1, place: 'chat', outcome: 'accepted' });
    const bounce: Asked = { type: 'noteAnnouncementBounce', statement: 1, place: 'chat' };
    const back = { statement: 1, place: 'chat', outcome: 'bounced' };
    const bounced = open({}, first, [accepted, hour(3)], [bounce, hour(4)]);

    expect(known(bounced.state).announcements).toContainEqual(back);
    expect(bounced.when(by(bounce), hour(5)).facts).toEqual([]);
    expect(known(open({}, first, [bounce, hour(3)]).when(by(accepted), hour(4)).state).announcements).toContainEqual(
      back,
    );
    expect(open({}, first).when(by({ ...bounce, place: 'status-page' }), hour(3)).facts).toEqual([]);
    expect(bounced.when(by(say('The mailbox is closed.')), hour(5)).effects).toMatchObject([
      { place: 'help-desk', follows: 1 },
      { place: 'chat', follows: undefined },
    ]);
  });

  test.each(['refused', 'unknown'] as const)('%s: somebody hears of it, who can say it there', (outcome) => {
    const failed = came({ statement: 1, place: 'help-desk', outcome });
    const { facts, effects, state } = open({}, first).when(by(failed), hour(3));

    expect(facts).toMatchObject([{ type: 'announcementFailed', place: 'help-desk', why: outcome }]);
    expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
    expect(known(state).announcements).toContainEqual({ statement: 1, place: 'help-desk', outcome });
  });
});
