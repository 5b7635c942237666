import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { controllerNoticeDecider } from '../../domain/controller-notice.decider.js';
import { rungOf } from '../../domain/controller-notice.ladder.js';
import type { NoticeCommand, NoticeRegistration } from '../../domain/controller-notice.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import type { NoticeFact } from '../../domain/controller-notice.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { given } from '../support/given.js';
import { aNotice } from './a-notice.js';

const { startsAt } = aNotice();
const minutes = (count: number): Instant => hoursAfter(startsAt, count / 60);
const manager = { role: 'incident-manager', id: 'm-adeyemi' } as const;

const ordered = (overrides: Partial<NoticeRegistration> = {}): NoticeCommand => ({
  ...{ type: 'register', by: duly },
  registration: aNotice(overrides),
});
const sent: NoticeCommand = {
  ...{ type: 'noteNotice', by: duly, effect: '0.0' },
  came: { outcome: 'sent', reportedAt: minutes(1), documentId: 'copy' },
};
const acknowledged: NoticeCommand = { type: 'noteAcknowledged', by: duly };

function notice(...steps: readonly (readonly [NoticeCommand, Instant])[]) {
  const facts = steps.reduce<readonly Recorded<NoticeFact>[]>((before, [command, now]) => {
    const outcome = step(controllerNoticeDecider, command, fold(controllerNoticeDecider, before).state, now);
    if (isRefusal(outcome)) throw new Error(outcome.type);
    return [...before, ...outcome];
  }, []);
  return given(controllerNoticeDecider, facts);
}
const next = ({ state }: ReturnType<typeof notice>) => controllerNoticeDecider.nextMilestone(state);
const row = ({ state }: ReturnType<typeof notice>) => controllerNoticeDecider.boardRow(state);

test('the ladder of one hour: second address, telephone, incident manager, overrun, and on every day', () => {
  const rungs = Array.from({ length: 8 }, (_, index) => rungOf(aNotice(), index));
  expect(rungs.map(({ name }) => name)).toEqual([
    ...['second-address', 'telephone', 'incident-manager', 'overrun'],
    ...['silent', 'silent', 'silent', 'silent'],
  ]);
  const offsets = rungs.map(({ at }) => (Date.parse(at) - Date.parse(startsAt)) / 60_000);
  expect(offsets).toEqual([20, 40, 55, 60, 120, 300, 60 + 24 * 60, 60 + 48 * 60]);
});

test('a notice goes out at once, and its second address is tried where there is one', () => {
  const { effects } = given(controllerNoticeDecider, []).when(ordered(), minutes(0));
  expect(effects).toMatchObject([{ type: 'sendNotice', letter: 'controller-notice', to: 'mail' }]);
  const rung: NoticeCommand = { type: 'passRung', by: duly, index: 0 };
  expect(notice([ordered(), minutes(0)]).when(rung, minutes(20)).effects).toMatchObject([{ type: 'alertStaff' }]);
  const { addressee } = aNotice();
  const twice = ordered({ addressee: { ...addressee, roundTheClockMail: 'soc@acme.example' } });
  const { effects: second } = notice([twice, minutes(0)]).when(rung, minutes(20));
  expect(second).toMatchObject([{ type: 'sendNotice', to: 'roundTheClockMail' }]);
});

test('GDPR Art. 33(2): sending tells the controller, and the ladder goes on until it has acknowledged', () => {
  const told = notice([ordered(), minutes(0)], [sent, minutes(1)]);
  expect(row(told)).toMatchObject({ phase: 'told', overdue: false, notice: { toldAt: minutes(1) } });
  expect(next(told)?.at).toBe(minutes(20));
  const heard = notice([ordered(), minutes(0)], [sent, minutes(1)], [acknowledged, minutes(9)]);
  expect(row(heard)).toMatchObject({ phase: 'acknowledged', notice: { acknowledgedAt: minutes(9) } });
  expect(next(heard)).toBeUndefined();
});

test('what came back told nobody, and people are asked to telephone', () => {
  const bounce: NoticeCommand = { type: 'noteBounce', by: duly, effect: '0.0' };
  const { effects } = notice([ordered(), minutes(0)], [sent, minutes(1)]).when(bounce, minutes(3));
  expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'controller-unreached' }]);
  const bounced = notice([ordered(), minutes(0)], [sent, minutes(1)], [bounce, minutes(3)]);
  expect(row(bounced)).toMatchObject({ phase: 'toTell', notice: { toldAt: undefined } });
});

test('who is told by telephone is told; without words it is no evidence', () => {
  const call = (words: string, toldAt = minutes(30)): NoticeCommand => ({
    type: 'recordTold',
    by: manager,
    toldAt,
    words,
  });
  const silent = notice([ordered(), minutes(0)]);
  expect(silent.when(call('-'), minutes(31)).refused).toBe('EvidenceMissing');
  expect(silent.when(call('spoke to the guard', minutes(40)), minutes(31)).refused).toBe('SentInFuture');
  expect(silent.when(call('spoke to the guard', minutes(-5)), minutes(31)).refused).toBe('SentBeforeOrdered');
  const told = notice([ordered(), minutes(0)], [call('spoke to the guard'), minutes(31)]);
  expect(row(told)).toMatchObject({ phase: 'told', notice: { toldAt: minutes(30) } });
});

test('a missed promise is recorded once, however late the case hears of it', () => {
  const rung: NoticeCommand = { type: 'passRung', by: duly, index: 0 };
  const { facts } = notice([ordered(), minutes(0)]).when(rung, minutes(70));
  expect(facts).toMatchObject([{ type: 'rungPassed', rung: 'overrun', count: 4 }]);
  expect(row(notice([ordered(), minutes(0)], [rung, minutes(70)]))).toMatchObject({ overdue: true, phase: 'toTell' });
});

test('whoever is found late is tried at the second address all the same', () => {
  const { addressee } = aNotice();
  const twice = ordered({ addressee: { ...addressee, roundTheClockMail: 'soc@acme.example' } });
  const late = notice([twice, minutes(0)]).when({ type: 'passRung', by: duly, index: 0 }, minutes(41));
  expect(late.effects).toMatchObject([
    { type: 'sendNotice', to: 'roundTheClockMail' },
    { type: 'alertStaff', alert: 'controller-silent' },
  ]);
});

test('who was promised another time is silent at another time, and has an alert of its own', () => {
  const alertAt = (dueAt: Instant, now: Instant) =>
    notice([ordered({ dueAt }), minutes(0)]).when({ type: 'passRung', by: duly, index: 0 }, now).effects[0];
  const [soon, later] = [alertAt(minutes(60), minutes(40)), alertAt(minutes(24 * 60), minutes(16 * 60))];
  expect(soon).toMatchObject({ type: 'alertStaff' });
  expect(soon).not.toEqual(later);
});

test('that a letter came back may be heard before that it left, and it tells nobody', () => {
  const bounce: NoticeCommand = { type: 'noteBounce', by: duly, effect: '0.0' };
  const turned = notice([ordered(), minutes(0)], [bounce, minutes(1)], [sent, minutes(2)]);
  expect(row(turned)).toMatchObject({ phase: 'toTell' });
  expect(turned.when(bounce, minutes(3)).facts).toEqual([]);
});

test('a letter that was given up, and a reply, are told to our people', () => {
  const failed: NoticeCommand = { type: 'noteEffectFailed', by: duly, effect: '0.0', what: 'sendNotice' };
  const open = notice([ordered(), minutes(0)]);
  expect(open.when(failed, minutes(9)).effects).toMatchObject([{ alert: 'controller-unreached' }]);
  expect(open.when({ ...failed, what: 'alertStaff' }, minutes(9)).effects).toEqual([]);
  const reply: NoticeCommand = { type: 'noteReply', by: duly, documentId: 'mail', attachments: [] };
  expect(open.when(reply, minutes(9)).effects).toMatchObject([{ alert: 'breach-needs-person' }]);
});

test('all that are silent at one rung raise one alert, and it names no controller', () => {
  const alertOf = (id: string) => {
    const { addressee } = aNotice();
    const other = ordered({ addressee: { ...addressee, id, name: id } });
    return notice([other, minutes(0)]).when({ type: 'passRung', by: duly, index: 0 }, minutes(40)).effects;
  };
  expect(alertOf('acme')).toEqual(alertOf('muster'));
  expect(JSON.stringify(alertOf('acme'))).not.toContain('acme');
});

test('GDPR Art. 33(4): the same further information is sent once', () => {
  const more: NoticeCommand = { type: 'noteInformation', by: duly, key: '7.0', text: 'The copies were destroyed.' };
  const told = notice([ordered(), minutes(0)], [sent, minutes(1)], [more, minutes(50)]);
  expect(notice([ordered(), minutes(0)], [sent, minutes(1)]).when(more, minutes(50)).effects).toMatchObject([
    { letter: 'controller-information', text: 'The copies were destroyed.' },
  ]);
  expect(told.when(more, minutes(51)).facts).toEqual([]);
});

test('the notice ends with its breach, and is acknowledged even afterwards', () => {
  const closed = notice([ordered(), minutes(0)], [{ type: 'noteBreachClosed', by: duly }, minutes(90)]);
  expect(next(closed)).toBeUndefined();
  expect(closed.when(acknowledged, minutes(99)).facts).toMatchObject([{ type: 'noticeAcknowledged', way: 'link' }]);
});
