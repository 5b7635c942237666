import { expect, test } from 'vitest';
import type { RepeatableLetters } from '../../domain/breach.waves.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, assess, informedAt, known, manager, reasons } from './a-breach.js';
import type { Asked } from './a-breach.js';

const now = hoursAfter(informedAt, 2);
const later = hoursAfter(now, 5);
const highRisk = [assess('high-risk'), now] as const;
const content = { text: reasons, consequences: reasons, measures: reasons, contactPoint: 'privacy@example.org' };
const order = (listed: number): Asked => {
  return { type: 'orderCommunication', order: content, reference: 'B-2026-0007', listed };
};
const repeat = (numbers?: { from: number; to: number }, what: RepeatableLetters = 'refused', why = reasons): Asked => {
  return { type: 'repeatCommunication', repeat: { what, reasons: why }, numbers };
};
const batch = (number: number, effect: string, sent: number, refused = 0): Asked => {
  return { type: 'noteWaveBatch', effect, batch: number, sent, refused, unknown: 0 };
};
const sentAll = (listed = 1_200) =>
  [
    [order(listed), now],
    [batch(0, '7.0', 490, 10), now],
    [batch(1, '8.0', 500), now],
    [batch(2, '9.0', 200), now],
  ] as const;
const ask = (breach: ReturnType<typeof anAwareBreach>, command: Asked, at = later) =>
  breach.when({ ...command, by: manager }, at);

test('letters that did not arrive go out again with the words that were ordered last, and those alone', () => {
  const { facts, effects } = ask(anAwareBreach({}, highRisk, ...sentAll()), repeat({ from: 7, to: 900 }));
  expect(facts).toMatchObject([{ type: 'communicationRepeated', from: 7, to: 900, repeat: { what: 'refused' } }]);
  const again = { order: 1, what: 'refused' };
  expect(effects).toMatchObject([{ type: 'sendWaveBatch', batch: 0, from: 7, to: 506, repeat: again, ...content }]);

  const begun = anAwareBreach({}, highRisk, ...sentAll(), [repeat({ from: 7, to: 900 }), later]);
  expect(ask(begun, batch(0, '10.0', 9)).effects).toMatchObject([{ batch: 1, from: 507, to: 900, repeat: again }]);
});

test('GDPR Art. 34(1): letters that go out again make nobody told later than they were', () => {
  const repeated = anAwareBreach({}, highRisk, ...sentAll(), [repeat({ from: 7, to: 90 }), later]);
  const communication = { way: 'individual', at: now, recipients: 1_199 };
  expect(ask(repeated, batch(0, '10.0', 9)).facts).toMatchObject([
    { type: 'waveBatchSent' },
    { type: 'communicationRecorded', communication },
  ]);
  const none = anAwareBreach({}, highRisk, [order(2), now], [batch(0, '7.0', 0, 2), now]);
  expect(known(none.state).communication).toBeUndefined();
  const first = anAwareBreach(
    {},
    highRisk,
    [order(2), now],
    [batch(0, '7.0', 0, 2), now],
    [repeat({ from: 1, to: 2 }), later],
  );
  const told = ask(first, batch(0, '8.0', 2)).facts;
  expect(told).toContainEqual(
    expect.objectContaining({ communication: expect.objectContaining({ at: later, recipients: 2 }) as unknown }),
  );
});

test('after a repeat an order begins with those who came later, and the next repeat has the next number', () => {
  const repeated = [
    [repeat({ from: 3, to: 3 }), later],
    [batch(0, '10.0', 1), later],
  ] as const;
  const once = anAwareBreach({}, highRisk, ...sentAll(), ...repeated);
  expect(ask(once, order(1_200)).refused).toBe('NoRecipients');
  expect(ask(once, order(1_201)).effects).toMatchObject([{ from: 1_201, to: 1_201 }]);
  expect(ask(once, order(1_201)).effects[0]).not.toHaveProperty('repeat');

  const more = [
    [order(1_201), later],
    [batch(0, '11.0', 1), later],
  ] as const;
  const twice = anAwareBreach({}, highRisk, ...sentAll(), ...repeated, ...more);
  expect(ask(twice, repeat({ from: 1, to: 5 })).effects).toMatchObject([{ repeat: { order: 2 } }]);
});

test('what was never ordered, or stands nowhere, does not go out again: NothingToRepeat', () => {
  expect(ask(anAwareBreach({}, highRisk), repeat({ from: 1, to: 1 })).refused).toBe('NothingToRepeat');
  expect(ask(anAwareBreach({}, highRisk, ...sentAll()), repeat()).refused).toBe('NothingToRepeat');
});

test('Recital 86: while letters are held back none goes out again: LettersHeld', () => {
  const hold: Asked = {
    ...{ type: 'holdCommunication', hold: { requestedBy: 'Public prosecutor', reasons, until: hoursAfter(now, 9) } },
  };
  const held = anAwareBreach({}, highRisk, [order(2), now], [hold, now], [batch(0, '7.0', 1, 1), now]);
  expect(ask(held, repeat({ from: 1, to: 1 })).refused).toBe('LettersHeld');
});

test('letters go out again when no others are on their way, and with reasons', () => {
  const begun = anAwareBreach({}, highRisk, [order(2), now]);
  expect(ask(begun, repeat({ from: 1, to: 1 })).refused).toBe('WaveUnderWay');
  const done = anAwareBreach({}, highRisk, ...sentAll());
  expect(ask(done, repeat({ from: 1, to: 1 }, 'unknown', '-')).refused).toBe('ReasonsMissing');
  const repeated = anAwareBreach({}, highRisk, ...sentAll(), [repeat({ from: 1, to: 1 }), later]);
  expect(ask(repeated, repeat({ from: 1, to: 1 })).refused).toBe('WaveUnderWay');
});
