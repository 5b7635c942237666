import { expect, test } from 'vitest';
import { whyNotDestroy, whyNotLiftHold, whyNotPlaceHold } from '../../domain/key-destruction.js';
import type { KeyStanding } from '../../domain/key-destruction.js';

const hold = { holdId: 'h1', placedBy: 'm-jansen', placedAt: '2026-03-03T09:00:00.000Z' };
const closed: KeyStanding = { key: 'living', closed: true, holds: [] };

test('Art. 5(1)(e): the data of a closed case may go, those of an open one may not', () => {
  expect(whyNotDestroy(closed)).toBeUndefined();
  expect(whyNotDestroy({ ...closed, closed: false })?.type).toBe('CaseStillOpen');
});

test.each([
  ['legal-claims', 'GDPR Art. 17(3)(e)'],
  ['legal-obligation', 'GDPR Art. 17(3)(b)'],
  ['restriction', 'GDPR Art. 18(2)'],
  ['authority-inquiry', 'GDPR Art. 31'],
] as const)('Art. 17(3), 18(2): a hold for %s keeps the data, by %s', (ground, article) => {
  expect(whyNotDestroy({ ...closed, holds: [{ ...hold, ground }] })).toMatchObject({ type: 'CaseOnHold', article });
});

test('Art. 17(3): a hold is placed and lifted with reasons, on an open case too', () => {
  const reasons = 'The claim of 3 November.';
  const held: KeyStanding = { ...closed, closed: false, holds: [{ ...hold, ground: 'legal-claims' }] };
  const ground = 'legal-claims';

  expect(whyNotPlaceHold(held, { ground, reasons })).toBeUndefined();
  expect(whyNotLiftHold(held, { holdId: 'h1', reasons })).toBeUndefined();
  for (const refusal of [
    whyNotPlaceHold(held, { ground, reasons: ' - ' }),
    whyNotLiftHold(held, { holdId: 'h1', reasons: '' }),
  ]) {
    expect(refusal).toMatchObject({ type: 'ReasonsMissing', article: 'GDPR Art. 17(3)(e)' });
  }
});

test.each([
  ['unknown', 'KeyUnknown'],
  ['destroyed', 'KeyDestroyed'],
] as const)('of a case whose key is %s nothing is held or lifted', (key, type) => {
  const standing: KeyStanding = { ...closed, key };

  expect(whyNotPlaceHold(standing, { ground: 'restriction', reasons: 'They asked for it.' })?.type).toBe(type);
  expect(whyNotLiftHold(standing, { holdId: 'h1', reasons: 'They asked for it.' })?.type).toBe(type);
});

test('only a hold that is in force can be lifted', () => {
  expect(whyNotLiftHold(closed, { holdId: 'h1', reasons: 'It was settled.' })?.type).toBe('HoldNotInForce');
});
