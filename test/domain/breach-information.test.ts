import { expect, test } from 'vitest';
import { awaitedIn, missingIn } from '../../domain/breach.information.js';
import { hoursAfter } from '../../domain/time.js';
import { aBreach, at, by, informedAt, known, report } from './a-breach.js';
import type { Asked } from './a-breach.js';

const hour = (count: number) => hoursAfter(informedAt, count);
const ask = (item: 'detectedAt' | 'encryption' | 'restored'): Asked => ({
  type: 'askInformation',
  item,
  of: 't-bakker',
});
const give = (item: 'detectedAt' | 'encryption'): Asked => ({
  type: 'giveInformation',
  item,
  text: 'on Friday at noon',
});
const missing = (...steps: readonly (readonly [Asked, string])[]) => missingIn(known(aBreach(...steps).state));

test('what a fresh report leaves open is missing, and nothing that this incident does not ask', () => {
  expect(missing([report(), hour(1)])).toEqual([
    ...[
      'occurredFrom',
      'occurredTo',
      'detectedAt',
      'services',
      'dataTypes',
      'dataSubjectKinds',
      'dataSubjects',
      'records',
    ],
    'encryption',
  ]);
  const processor = { roles: ['processor'], aspects: ['availability'] } as const;
  const anchors = { firstInformedAt: at(informedAt, { source: 'processor' }) };
  expect(missing([report({ ...processor, anchors }), hour(1)])).toEqual(
    expect.arrayContaining(['restored', 'processorNotice']),
  );
  expect(missing([report({ services: ['mail'] }), hour(1)])).not.toContain('services');
  const guessed = { firstInformedAt: at(informedAt, { source: 'estimate' }) };
  expect(missing([report({ anchors: guessed }), hour(1)])).toContain('finder');
});

test('what becomes known to the case is missing no longer', () => {
  const before = missing([report(), hour(1)]);
  const detected: Asked = { type: 'setAnchor', name: 'detectedAt', anchor: at(informedAt) };
  const extent: Asked = {
    type: 'recordExtent',
    extent: {
      ...{ dataSubjects: { count: 3, precision: 'exact' }, records: 'unknown', encryption: 'none' },
      ...{ dataSubjectKinds: ['patients'], dataTypes: [] },
    },
  };
  const later = missing([report(), hour(1)], [detected, hour(2)], [extent, hour(3)]);

  expect(before.filter((item) => !later.includes(item))).toEqual([
    ...['detectedAt', 'dataSubjectKinds', 'dataSubjects', 'encryption'],
  ]);
});

test('a question goes to a named person, waits for its answer, and an answer ends it', () => {
  const asked = aBreach([report(), hour(1)]).when(by(ask('detectedAt')), hour(2));

  expect(asked.effects).toMatchObject([{ type: 'alertStaff', alert: 'incident-team-asks', person: 't-bakker' }]);
  expect(awaitedIn(known(asked.state))).toEqual([{ item: 'detectedAt', of: 't-bakker', askedAt: hour(2) }]);
  const given = aBreach([report(), hour(1)], [ask('detectedAt'), hour(2)], [give('detectedAt'), hour(4)]);
  expect(awaitedIn(known(given.state))).toEqual([]);
  expect(missingIn(known(given.state))).not.toContain('detectedAt');
  expect(known(given.state).information).toEqual([
    { item: 'detectedAt', of: 't-bakker', askedAt: hour(2), givenAt: hour(4) },
  ]);
});

test('nobody is asked what is known, or what this incident does not need', () => {
  const open = aBreach([report(), hour(1)]);

  expect(open.when(by(ask('restored')), hour(2)).refused).toBe('InformationKnown');
  const given = aBreach([report(), hour(1)], [give('encryption'), hour(2)]);
  expect(given.when(by(ask('encryption')), hour(3)).refused).toBe('InformationKnown');
  expect(given.when(by(give('encryption')), hour(3)).refused).toBe('InformationKnown');
});
