import { expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { informedOn, registerEntryOf } from '../../domain/breach.register.js';
import type { RegisterEntry } from '../../domain/breach.register.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { after, assess, at, aware, informedAt, manager, reasons, report, submit } from './a-breach.js';
import type { Asked } from './a-breach.js';

const hour = (count: number): Instant => hoursAfter(informedAt, count);
const taken = (asked: Asked, hours: number) => [asked, hour(hours)] as const;
const reported = taken(report(), 1);

function entry(steps: readonly (readonly [Asked, Instant])[], now: Instant = hour(500)): RegisterEntry {
  const facts = after(...steps);
  const found = registerEntryOf(facts, fold(breachDecider, facts).state, now);
  if (found === undefined) throw new Error('no entry');
  return found;
}

const clockIn = ({ clocks }: RegisterEntry, key: string) => clocks.filter((clock) => clock.key === key);

test('the register tells a notified breach with each instant, decision and submission, GDPR Art. 33(5)', () => {
  const late = { submittedAt: hour(80), reasonsForDelay: 'the extent was unknown until Monday' };
  const told = entry([
    reported,
    taken(aware(hour(1), { source: 'logs' }), 2),
    taken({ type: 'setAnchor', name: 'awareAt', anchor: at(informedAt, { reasons: 'the desk knew it before' }) }, 3),
    taken(assess('high-risk'), 4),
    taken(submit('authority-notification', late.submittedAt, late), 81),
    taken(
      { type: 'recordCommunication', communication: { outcome: 'exempt', ground: 'a', at: hour(82), reasons } },
      82,
    ),
    taken({ type: 'addMeasure', text: 'The mailbox was closed.' }, 83),
    taken({ type: 'handOver', to: 't-bakker', reasons: 'End of the shift.' }, 84),
    taken({ type: 'close' }, 85),
  ]);

  expect(told).toMatchObject({
    ...{
      reference: 'B-2026-0007',
      kind: 'breach',
      roles: ['controller'],
      summary: 'A mailbox was opened from abroad.',
    },
    anchors: {
      awareAt: [
        { at: hour(1), source: 'logs' },
        { at: informedAt, reasons: 'the desk knew it before' },
      ],
    },
    decisions: [{ outcome: 'aware', reasons, recordedAt: hour(2), recordedBy: manager }],
    assessments: [{ level: 'high-risk', reasons, recordedAt: hour(4), recordedBy: manager }],
    submissions: [{ receipt: 'AP-2026-5150', isComplete: true, ...late, recordedAt: hour(81) }],
    communications: [{ outcome: 'exempt', ground: 'a', reasons, recordedBy: manager }],
    measures: [{ text: 'The mailbox was closed.', recordedAt: hour(83) }],
    handovers: [{ to: 't-bakker', reasons: 'End of the shift.', recordedAt: hour(84) }],
    ...{ registeredAt: hour(1), changedAt: hour(85), closedAt: hour(85) },
  });
  expect(told.whyNotNotified).toBeUndefined();
  expect(clockIn(told, 'gdpr-33-sa')).toMatchObject([
    { article: 'GDPR Art. 33(1)', dueAt: hour(72), metAt: hour(80), standing: 'met', isOnTime: false },
  ]);
});

test('a breach that was not notified stands in the register with its reasons, GDPR Art. 33(5)', () => {
  const unlikely = entry([reported, taken(aware(), 1), taken(assess('unlikely'), 2)]);

  expect(unlikely).toMatchObject({ kind: 'breach', submissions: [], whyNotNotified: reasons });
  expect(clockIn(unlikely, 'gdpr-33-sa')).toMatchObject([{ dueAt: hour(72), standing: 'notOwed' }]);
  expect(clockIn(unlikely, 'gdpr-33-sa')[0]).not.toHaveProperty('isOnTime');
});

test('what was found to be no breach stands in the register with the reasons, GDPR Art. 33(5)', () => {
  const none = 'the laptop was found, sealed, in the cupboard';
  const found = entry([
    reported,
    taken({ type: 'decideAwareness', decision: { outcome: 'notABreach', reasons: none } }, 5),
  ]);

  expect(found).toMatchObject({ kind: 'notABreach', whyNotNotified: none, decisions: [{ outcome: 'notABreach' }] });
  expect(clockIn(found, 'investigation')).toMatchObject([
    { dueAt: hour(24), metAt: hour(5), standing: 'met', isOnTime: true },
  ]);
});

test('what is still investigated is neither, and late once its day has passed', () => {
  expect(entry([reported], hour(23))).toMatchObject({ kind: 'underInvestigation', clocks: [{ standing: 'running' }] });
  expect(entry([reported], hour(23)).clocks[0]).not.toHaveProperty('isOnTime');
  expect(entry([reported], hour(24)).clocks[0]).toMatchObject({ standing: 'running', isOnTime: false });
});

test('a drill is in no register, and nor is what was never reported', () => {
  const drill = after(taken(report({ drill: true }), 1));

  expect(registerEntryOf(drill, fold(breachDecider, drill).state, hour(2))).toBeUndefined();
  expect(registerEntryOf([], breachDecider.initial, hour(2))).toBeUndefined();
});

test('each phase of a notification is a clock of its own, met by what follows it, GDPR Art. 33(4)', () => {
  const sent = (hours: number, isComplete: boolean) =>
    taken(submit('authority-notification', hour(hours), { isComplete }), hours);
  const told = entry([
    reported,
    taken(aware(), 1),
    taken(assess('risk'), 2),
    sent(3, false),
    sent(76, false),
    sent(90, true),
  ]);

  expect(clockIn(told, 'gdpr-33-phase')).toMatchObject([
    { startsAt: hour(3), dueAt: hour(75), metAt: hour(76), standing: 'met', isOnTime: false },
    { startsAt: hour(76), dueAt: hour(148), metAt: hour(90), standing: 'met', isOnTime: true },
  ]);
});

test('a clock whose instant nobody knows is shown as that, and neither on time nor late', () => {
  const told = entry([
    taken(report({ commitments: [{ id: 'code', source: 'Code, 5.13', anchor: 'handledAt', period: 'PT4H' }] }), 1),
  ]);

  expect(clockIn(told, 'commitment:code')).toEqual([
    {
      key: 'commitment:code',
      id: 'commitment',
      article: 'Code, 5.13',
      basis: 'contract',
      recipient: 'us',
      standing: 'cannotCompute',
    },
  ]);
});

test('a breach belongs to the day on which we first heard of it, where the controller is', () => {
  const anchors = { firstInformedAt: at('2026-11-19T23:30:00.000Z') };

  expect(informedOn(entry([taken(report({ anchors }), 1)]))).toBe('2026-11-20');
});
