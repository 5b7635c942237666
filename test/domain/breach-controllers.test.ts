import { expect, test } from 'vitest';
import type { ControllerConfirmation } from '../../domain/breach.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, aware, clockOf, computed, informedAt, reasons } from './a-breach.js';
import type { Asked } from './a-breach.js';

const now = hoursAfter(informedAt, 2);
const processor = { roles: ['processor'] } as const;
const text = 'An employee opened files of yours without a reason to.';

function confirm(overrides: Partial<ControllerConfirmation> = {}, proposed: readonly string[] = ['acme']): Asked {
  const affected = [{ controller: 'acme', particulars: 'Payslips of 40 employees.' }];
  const confirmation = { services: ['payroll'], text, affected, excluded: [], ...overrides };
  return { type: 'confirmControllers', confirmation, proposed };
}
const ask = (breach: ReturnType<typeof anAwareBreach>, command: Asked) => breach.when({ ...command, by: manager }, now);
const manager = { role: 'incident-manager', id: 'm-adeyemi' } as const;
const told = (of: number, count: number): Asked => ({
  type: 'noteNoticesSummary',
  summary: { of, told: count, acknowledged: 0, lastToldAt: hoursAfter(informedAt, 1.5) },
});

test('GDPR Art. 33(2): a confirmation orders one notice for each controller, from our awareness on', () => {
  const { facts, effects } = ask(anAwareBreach(processor), confirm());
  expect(facts).toMatchObject([{ type: 'controllersConfirmed', batch: 0 }]);
  expect(effects).toMatchObject([{ type: 'openNotices', startsAt: informedAt, affected: [{ controller: 'acme' }] }]);
});

test('each proposed controller is told or left out with reasons: ControllerLeftOut', () => {
  const forgotten = ask(anAwareBreach(processor), confirm({}, ['acme', 'muster']));
  expect(forgotten.refused).toBe('ControllerLeftOut');
  const without = ask(anAwareBreach(processor), confirm({ excluded: [{ controller: 'muster', reasons: '-' }] }));
  expect(without.refused).toBe('ReasonsMissing');
  const whole = confirm({ excluded: [{ controller: 'muster', reasons }] }, ['acme', 'muster']);
  expect(ask(anAwareBreach(processor), whole).refused).toBeUndefined();
});

test('nobody is told twice: ControllerConfirmed', () => {
  const told = anAwareBreach(processor, [confirm(), now]);
  expect(ask(told, confirm()).refused).toBe('ControllerConfirmed');
  const twice = confirm({ affected: [{ controller: 'acme' }, { controller: 'acme' }] });
  expect(ask(anAwareBreach(processor), twice).refused).toBe('ControllerConfirmed');
});

test('GDPR Art. 33(4): there is further information for those alone who were told: NobodyConfirmed', () => {
  const more: Asked = { type: 'informControllers', text: 'The copies were destroyed.' };
  expect(ask(anAwareBreach(processor), more).refused).toBe('NobodyConfirmed');
  const { effects } = ask(anAwareBreach(processor, [confirm(), now]), more);
  expect(effects).toEqual([{ type: 'informControllers', text: 'The copies were destroyed.' }]);
});

test('of a breach of our own data no controller is told', () => {
  expect(ask(anAwareBreach(), confirm()).refused).toBe('SubmissionNotOwed');
});

test('GDPR Art. 33(2): the clock ends with the last controller that is told, not with the first', () => {
  const breach = anAwareBreach(processor, [
    confirm({ affected: [{ controller: 'acme' }, { controller: 'muster' }] }),
    now,
  ]);
  expect(computed(breach, 'gdpr-33-2').metAt).toBeUndefined();
  const half = anAwareBreach(
    processor,
    [confirm({ affected: [{ controller: 'acme' }, { controller: 'muster' }] }), now],
    [told(2, 1), now],
  );
  expect(computed(half, 'gdpr-33-2').metAt).toBeUndefined();
  const all = anAwareBreach(
    processor,
    [confirm({ affected: [{ controller: 'acme' }, { controller: 'muster' }] }), now],
    [told(2, 2), now],
  );
  expect(computed(all, 'gdpr-33-2').metAt).toBe(hoursAfter(informedAt, 1.5));
});

test('a controller found later has a clock of its own, and the others are told no more', () => {
  const breach = anAwareBreach(processor, [confirm(), now], [told(1, 1), now]);
  const later = { affected: [{ controller: 'muster' }], knownAt: now, reasons } as const;
  const { effects, refused } = ask(breach, confirm(later, ['acme', 'muster']));
  expect(refused).toBeUndefined();
  expect(effects).toMatchObject([{ type: 'openNotices', batch: 1, startsAt: now }]);
  const unexplained = confirm({ ...later, reasons: undefined }, ['acme', 'muster']);
  expect(ask(breach, unexplained).refused).toBe('ReasonsMissing');
  const early = confirm({ ...later, knownAt: hoursAfter(informedAt, -1) });
  expect(ask(breach, early).refused).toBe('AnchorsOutOfOrder');
  const reopened = anAwareBreach(processor, [confirm(), now], [told(1, 1), now], [confirm(later, []), now]);
  expect(computed(reopened, 'gdpr-33-2').metAt).toBeUndefined();
});

test('a breach is not closed while a controller has not acknowledged its notice: ControllerSilent', () => {
  const summary = (acknowledged: number): Asked => ({
    type: 'noteNoticesSummary',
    summary: { of: 1, told: 1, acknowledged, lastToldAt: hoursAfter(informedAt, 1.5) },
  });
  const silent = anAwareBreach(processor, [confirm(), now], [summary(0), now]);
  expect(ask(silent, { type: 'close' }).refused).toBe('ControllerSilent');
  const heard = anAwareBreach(processor, [confirm(), now], [summary(1), now]);
  expect(ask(heard, { type: 'close' }).refused).toBeUndefined();
});

test('that it concerns nobody is said with reasons, not by an empty list', () => {
  const nobody = confirm({ affected: [], excluded: [] }, []);
  expect(ask(anAwareBreach(processor), nobody).refused).toBe('ControllerLeftOut');
  const explained = confirm({ affected: [], excluded: [], reasons }, []);
  expect(ask(anAwareBreach(processor), explained).refused).toBeUndefined();
});

test('where it concerns none of them, nobody is owed a notice', () => {
  const none = confirm({ affected: [], excluded: [{ controller: 'acme', reasons }] });
  const breach = anAwareBreach(processor, [none, now]);
  expect(clockOf(breach, 'gdpr-33-2')).toBeUndefined();
  expect(ask(anAwareBreach(processor), none).effects).toEqual([]);
  expect(aware().type).toBe('decideAwareness');
});
