import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../domain/breach.anchors.js';
import type { BreachRegistration } from '../../domain/breach.js';
import type { SeverityInput } from '../../domain/enisa-severity.js';
import { gapsOf } from '../../domain/notification.gaps.js';
import { prefill } from '../../domain/notification.prefill.js';
import type { NotifyingOrganisation } from '../../domain/notification.prefill.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, assess, at, informedAt, known, reasons, submit } from './a-breach.js';
import type { Asked } from './a-breach.js';
import { aFiling } from './a-notification.js';

const dpo = { name: 'R. Visser', contact: 'dpo@example.org' };
const organisation: NotifyingOrganisation = { name: 'Example Cloud SE', contact: 'Hauptstrasse 1, 10115 Berlin', dpo };
const began = (overrides: Partial<Anchor> = {}) => at('2026-11-20T08:00:00.000Z', overrides);
const ended = (overrides: Partial<Anchor> = {}) => at('2026-11-20T09:30:00.000Z', overrides);

function filled(overrides: Partial<BreachRegistration>, steps: readonly Asked[] = [], typed = {}, filing = aFiling()) {
  const then = steps.map((step, index) => [step, hoursAfter(informedAt, 2 + index)] as const);
  return prefill(typed, known(anAwareBreach(overrides, ...then).state), organisation, filing);
}
const withAnchors = (anchors: BreachRegistration['anchors'], typed = {}) =>
  filled({ anchors: { firstInformedAt: at(informedAt), ...anchors } }, [], typed);

describe('what a case knows of its notification', () => {
  test('a case that was only registered fills in what it was told, and nothing else', () => {
    expect(filled({})).toEqual({
      ...{ 7: 'B-2026-0007', 12: 'Example Cloud SE', 13: 'Hauptstrasse 1, 10115 Berlin' },
      ...{ 29: 'a', 30: 'R. Visser', 31: 'dpo@example.org' },
      ...{ 50: 'a', 55: ['a'], 62: 'A mailbox was opened from abroad.' },
    });
  });

  test('an aspect that is not known is a gap, and so is an organisation without a data protection officer', () => {
    const breach = known(anAwareBreach({ aspects: [] }).state);
    const answers = prefill({}, breach, { ...organisation, dpo: undefined }, aFiling());

    expect(Object.keys(answers)).toEqual(['7', '12', '13', '50', '62']);
    expect(gapsOf(answers, aFiling()).map(({ field }) => field)).toEqual(expect.arrayContaining([29, 33, 55]));
  });

  test('the officer who reports is not asked for a second time', () => {
    const reporter = { ...dpo, isDpo: true };
    const answers = prefill({}, known(anAwareBreach().state), { ...organisation, reporter }, aFiling());
    expect(answers).toMatchObject({ 21: 'R. Visser', 22: 'dpo@example.org', 23: 'a' });
    expect(Object.keys(answers)).not.toContain('30');
  });

  test.each([
    ['one day', { occurredFrom: began(), occurredTo: ended() }, { 44: 'a', 46: began().at, 47: ended().at }],
    [
      'a span',
      { occurredFrom: began({ at: '2026-11-18T22:59:00.000Z' }), occurredTo: ended() },
      { 44: 'b', 46: '2026-11-18T22:59:00.000Z', 47: ended().at },
    ],
    [
      'one day of the controller that is two in UTC',
      {
        occurredFrom: began({ at: '2026-11-18T23:30:00.000Z' }),
        occurredTo: ended({ at: '2026-11-19T01:00:00.000Z' }),
      },
      { 44: 'a' },
    ],
    ['an estimate', { occurredFrom: began({ source: 'estimate' }), occurredTo: ended() }, { 44: 'a', 45: true }],
  ])('the time of the breach is filled in: %s', (_what, anchors, expected) => {
    expect(withAnchors(anchors)).toMatchObject(expected);
  });

  test.each([
    ['nobody knows whether it goes on', { occurredFrom: began() }],
    ['nobody knows when it began', { occurredTo: ended() }],
    ['only the month is known', { occurredFrom: began({ precision: 'month' }), occurredTo: ended() }],
  ])('the time of the breach stays open where %s', (_why, anchors) => {
    expect(Object.keys(withAnchors(anchors)).filter((number) => ['44', '45', '46', '47'].includes(number))).toEqual([]);
  });

  test('a beginning that is known stands there as soon as somebody says that it goes on', () => {
    expect(withAnchors({ occurredFrom: began() }, { 44: 'c' })).toMatchObject({ 44: 'c', 46: began().at });
  });

  test.each([
    ['logs', 'a', undefined],
    ['processor', 'b', '2026-11-20'],
    ['dataSubject', 'c', '2026-11-20'],
    ['outsider', 'd', '2026-11-20'],
    ['press', 'e', '2026-11-20'],
    ['estimate', undefined, undefined],
  ] as const)('who told it (%s) is %s, on %s', (source, letter, day) => {
    const answers = filled({ anchors: { firstInformedAt: at(informedAt, { source }) } });
    expect([answers[50], answers[52], answers[38]]).toEqual([letter, day, source === 'processor' ? 'a' : undefined]);
  });

  test('data that are away are so for a time once they are back, and for good once that is certain', () => {
    const away = { aspects: ['availability'] } as const;
    const lost: Asked = { type: 'setAnchor', name: 'lostForGoodAt', anchor: at(informedAt) };
    const back: Asked = { type: 'recordRestoration', restoredAt: informedAt };

    expect(filled(away)[59]).toBeUndefined();
    expect(filled(away, [back])[59]).toBe('a');
    expect(filled(away, [lost])[59]).toBe('b');
    expect(filled(away, [lost, back])[59]).toBe('a');
  });

  test.each([
    ['high-risk', 'a'],
    ['risk', 'b'],
    ['unlikely', 'c'],
  ] as const)('an assessed risk, %s, is letter %s with its reasons, and proposes no severity', (level, letter) => {
    const answers = filled({}, [assess(level)]);
    expect([answers[87], answers[89], answers[90]]).toEqual([undefined, letter, reasons]);
  });

  const judged = <Value>(value: Value) => ({ value, reasons });
  const severity: SeverityInput = {
    context: [{ kind: 'financial', steps: 0, reasons }],
    ...{ ease: judged('maximum'), confidentiality: judged('none'), integrity: judged('none') },
    ...{ availability: judged('none'), isMalicious: judged(false) },
  };
  test('a score informs and never decides: it fills in the severity only where people decided as it proposes', () => {
    const as: Asked = { type: 'assessRisk', assessment: { level: 'high-risk', reasons, severity } };
    const deviationReasons = 'the accounts were closed years ago';
    const not: Asked = { type: 'assessRisk', assessment: { level: 'risk', reasons, severity, deviationReasons } };

    expect(filled({}, [as])).toMatchObject({ 87: 'c', 89: 'a' });
    expect(filled({}, [not])).toMatchObject({ 89: 'b', 90: `${reasons}\n${deviationReasons}` });
    expect(filled({}, [not])[87]).toBeUndefined();
  });

  test('measures and lessons are words of people, and are taken over as such', () => {
    const measure = (text: string): Asked => ({ type: 'addMeasure', text });
    const lesson: Asked = { type: 'putLesson', lesson: { id: 'l-1', text: 'A second factor for everybody.' } };
    const answers = filled({}, [measure('Sessions ended.'), measure('Passwords changed.'), lesson]);

    expect([answers[92], answers[94], answers[95]]).toEqual([
      'Sessions ended.\nPasswords changed.',
      undefined,
      'A second factor for everybody.',
    ]);
  });

  test('people who were told are told on a day and by some means; how many of all is for people to say', () => {
    const communication = { outcome: 'communicated', way: 'public', at: informedAt, recipients: 12 } as const;
    const tell: Asked = { type: 'recordCommunication', communication: { ...communication, documents: ['d-1'] } };
    const answers = filled({}, [assess('high-risk'), tell]);

    expect([answers[97], answers[98], answers[102], answers[104]]).toEqual(['a', '2026-11-20', undefined, 'b']);
  });

  test('an exemption is given with its letter and its reasons', () => {
    const exempt: Asked = {
      type: 'recordCommunication',
      communication: { outcome: 'exempt', ground: 'a', at: hoursAfter(informedAt, 2), reasons },
    };
    expect(filled({}, [assess('high-risk'), exempt])).toMatchObject({ 97: 'e', 100: 'a', 101: reasons });
  });

  test('a follow-up names what the authority called the first, and repeats no reasons for its delay', () => {
    const late = submit('authority-notification', hoursAfter(informedAt, 74), { reasonsForDelay: reasons });
    const breach = known(anAwareBreach({}, [late, hoursAfter(informedAt, 75)]).state);
    const filing = aFiling({ at: hoursAfter(informedAt, 74) });

    const first = prefill({}, breach, organisation, filing);
    const next = prefill({}, breach, organisation, { ...filing, isFollowUp: true });
    expect([first[6], first[49]]).toEqual([undefined, reasons]);
    expect([next[6], next[49]]).toEqual(['AP-2026-5150', undefined]);
  });

  test('what was typed stands, also where the case says otherwise', () => {
    expect(filled({}, [assess('risk')], { 62: 'Two mailboxes.', 58: 'a' })).toMatchObject({
      58: 'a',
      62: 'Two mailboxes.',
    });
  });

  test('nothing that a case fills in is a gap', () => {
    const answers = filled({ aspects: ['confidentiality', 'integrity', 'availability'] }, [assess('high-risk')]);
    const gaps = gapsOf(answers, aFiling());
    expect(gaps.filter(({ why }) => why !== 'missing')).toEqual([]);
    expect(gaps.filter(({ field }) => answers[field] !== undefined)).toEqual([]);
  });
});
