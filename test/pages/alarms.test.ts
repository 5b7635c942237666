import { expect, test } from 'vitest';
import { alarmCodes } from '../../domain/alarm.js';
import type { Alarm } from '../../domain/alarm.js';
import { createPages } from '../../api/pages.js';
import { alarmsView } from '../../pages/alarms.view.js';
import { frameView } from '../../pages/frame.view.js';

const now = '2026-03-20T15:50:00.000Z';
const timeZone = 'Europe/Amsterdam';

const anAlarm = (overrides: Partial<Alarm> = {}): Alarm => ({
  alarmId: '7',
  code: 'WorkflowMissing',
  raisedAt: '2026-03-20T15:38:00.000Z',
  count: 1,
  cases: [{ caseId: 'c1', reference: 'S-2026-0031' }],
  toldAt: '2026-03-20T15:39:00.000Z',
  ringAt: null,
  ...overrides,
});

const rowOf = (overrides: Partial<Alarm>) =>
  alarmsView({ alarms: [anAlarm(overrides)], now, timeZone, isFirst: true }).rows[0];

test('an alarm says what went wrong, when, in which case, and when somebody was told', () => {
  expect(rowOf({})).toMatchObject({
    what: 'Open cases had no run in Temporal. They were started again from their facts.',
    at: 'Fri 20 Mar 16:38',
    ago: '12 min ago',
    cases: [{ text: 'S-2026-0031', href: '/operations/cases/c1' }],
    told: { state: 'done', word: 'Told', text: 'Fri 20 Mar 16:39' },
  });
});

test.each([
  ['somebody, and others still to come', { ringAt: '2026-03-20T15:55:00.000Z' }, 'done', 'Told'],
  ['nobody yet', { toldAt: null, ringAt: '2026-03-20T15:55:00.000Z' }, 'soon', 'Not yet'],
  ['nobody at all', { toldAt: null }, 'late', 'Nobody'],
] as const)('whether anybody was told is a word and a state: %s', (_case, overrides, state, word) => {
  expect(rowOf(overrides)?.told).toMatchObject({ state, word });
});

test('an alarm about many cases names the first and counts the others', () => {
  expect(rowOf({ count: 1_204 })).toMatchObject({ cases: [{ text: 'S-2026-0031' }], others: 'and 1203 more' });
});

test('what never became a case is named without a link', () => {
  expect(rowOf({ cases: [{ caseId: 'mail-1', reference: null }] })?.cases).toEqual([{ text: 'mail-1' }]);
});

test('every alarm has its words, and the page shows them with the way to older ones', () => {
  const alarms = alarmCodes.map((code, index) => anAlarm({ code, alarmId: String(index) }));
  const view = alarmsView({ alarms, now, timeZone, next: '0', isFirst: false });
  const viewer = { id: 'j-smit', role: 'dpo', roles: ['dpo'], name: 'Jo Smit' } as const;
  const shown = {
    organisation: 'Example',
    version: '0.1.0',
    viewer,
    now,
    mayVisit: ['board', 'alarms'],
  } as const;
  const frame = frameView({ ...shown, here: 'alarms', title: 'Alarms' });

  const html = createPages().render('alarms', { ...view, frame });

  for (const { what } of view.rows) expect(html).toContain(what);
  expect(html).toContain('href="/operations/alarms?cursor=0"');
  expect(html).toContain('aria-current="page">Alarms</a>');
});
