import { expect, test } from 'vitest';
import { whyNotDestroy } from '../../domain/key-destruction.js';
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
