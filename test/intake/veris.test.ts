import { describe, expect, test } from 'vitest';
import { extentIn } from '../../intake/veris-extent.js';
import { readIncident, verisRecord } from '../../intake/veris.js';
import type { VerisRecord } from '../../intake/veris.js';

const timeZone = 'Europe/Amsterdam';

/** A list that a clinic sent to the wrong patient, found by an employee two days later. */
const misdelivery: VerisRecord = verisRecord.parse({
  incident_id: 'made-up-1',
  summary: 'A list of appointments went to the wrong patient.',
  timeline: {
    incident: { year: 2016, month: 6, day: 2 },
    notification: { year: 2016, month: 6, day: 27 },
    discovery: { unit: 'Days', value: 2 },
  },
  discovery_method: ['Internal', 'internal.variety.Reported by employee'],
  confidentiality: { data_disclosure: 'Yes', data: [{ variety: 'Medical' }] },
  integrity: [],
  availability: [],
});

const read = (change: object = {}) => readIncident({ ...misdelivery, ...change }, timeZone);
const timeline = (change: object) => read({ timeline: { ...misdelivery.timeline, ...change } });
const missingIn = (incident: ReturnType<typeof read>) => ('missing' in incident ? incident.missing : []);
const reportOf = (incident: ReturnType<typeof read>) => {
  if ('missing' in incident) throw new Error(incident.missing.join());
  return incident.report;
};

const firstHeard = 'the day on which somebody of ours first heard of it';

test('a record with every date is a report, each instant as exactly as it is known, with who found it', () => {
  const { occurredFrom, firstInformedAt, aspects, externalId } = reportOf(read());

  expect(occurredFrom.value).toEqual({ at: '2016-06-01T22:00:00.000Z', precision: 'day', source: 'ownDetection' });
  expect(firstInformedAt.value).toEqual({ at: '2016-06-03T22:00:00.000Z', precision: 'day', source: 'ownDetection' });
  expect([aspects.value, externalId.value]).toEqual([['confidentiality'], 'made-up-1']);
});

test('that the house is aware is for people to decide, however sure the record is', () => {
  expect(read().toAsk).toEqual(['since when we are aware of a personal data breach, if it is one']);
});

test.each([
  ['Unknown', null],
  ['NA', null],
  ['Never', null],
  ['Days', null],
  ['Weeks', 3],
  ['Months', 2],
  ['Years', 1],
  ['Days', -1],
])('discovery after %s %s names no day: it is asked for, and no other date stands in for it', (unit, value) => {
  expect(missingIn(timeline({ discovery: { unit, value } }))).toEqual([firstHeard]);
});

test('without a discovery, or a day of the incident to count from, the day is asked for', () => {
  expect(missingIn(timeline({ discovery: null }))).toEqual([firstHeard]);
  expect(missingIn(timeline({ incident: { year: 2016, month: 6 } }))).toEqual([firstHeard]);
});

test('what took hours counts from the first day that it can have been', () => {
  expect(reportOf(timeline({ discovery: { unit: 'Hours', value: 30 } })).firstInformedAt.value.at).toBe(
    '2016-06-02T22:00:00.000Z',
  );
});

describe('who found it', () => {
  test.each([
    [['external.variety.Customer', 'External'], 'dataSubject'],
    [['Partner', 'partner.variety.Other'], 'processor'],
    [['External', 'external.variety.Found documents'], 'outsider'],
    [['Internal', 'internal.variety.Log review'], 'ownDetection'],
  ])('%j is told as %s', (discovery_method, source) => {
    expect(reportOf(read({ discovery_method })).firstInformedAt.value.source).toBe(source);
  });

  test.each([[['unknown', 'Unknown']], [['other', 'Other']], [[]]])(
    '%j is asked for, never “other”',
    (discovery_method) => {
      expect(missingIn(read({ discovery_method }))).toEqual([
        'who found it: we ourselves, a processor, a data subject, somebody else',
      ]);
    },
  );
});

test.each([
  [['Modify data'], ['Loss'], 'Potentially', ['confidentiality', 'integrity', 'availability']],
  [['Alter behavior', 'Software installation'], ['Interruption'], null, ['availability']],
])('%j, %j and disclosure “%s” concern %j', (integrity, availability, data_disclosure, aspects) => {
  const confidentiality = { data_disclosure, data: [{ variety: 'Personal' }] };

  expect(reportOf(read({ integrity, availability, confidentiality })).aspects.value).toEqual(aspects);
});

test('a changed system, or a disclosure that nobody knows of, is no aspect of data: a person says which', () => {
  const confidentiality = { data_disclosure: 'Unknown', data: [{ variety: 'Personal' }] };

  expect(missingIn(read({ integrity: ['Software installation'], confidentiality }))).toEqual([
    'whether data were read by others, changed, or away',
  ]);
});

test.each(['Internal', 'Secrets', 'Classified', 'System', 'Unknown', 'Source code'])(
  'GDPR Art. 4(12): data called %s are no personal data by themselves: a person must say',
  (variety) => {
    const { toAsk } = read({ confidentiality: { data_disclosure: 'Yes', data: [{ variety }] } });

    expect(toAsk[0]).toBe('whether personal data are among the data');
  },
);

test.each([
  [{ year: 2016, month: 6, day: 1 }, true],
  [{ year: 2016, month: 5 }, true],
  [{ year: 2015 }, true],
  [{ year: 2016, month: 6 }, false],
  [{ year: 2016 }, false],
])('told in %j of an incident of 2 June 2016: a date is wrong is %s', (notification, isWrong) => {
  const wrong = 'which date is wrong: the notification lies before the incident';

  expect(missingIn(timeline({ notification }))).toEqual(isWrong ? [wrong] : []);
});

test('no words, too many words and a date that does not exist are asked for', () => {
  expect(missingIn(read({ summary: null }))).toEqual(['what happened']);
  expect(missingIn(read({ summary: 'x'.repeat(2_001) }))).toEqual(['what happened, in fewer words']);
  expect(missingIn(timeline({ incident: { year: 2016, month: 2, day: 30 } }))).toContain(
    'when it began, as a date that exists',
  );
});

test('Art. 33(3)(a): of the extent, what the record says is taken: records, whose data, which data', () => {
  const said = {
    ...{ data_disclosure: 'Yes', data_total: 1_600, data_victim: ['Patient', 'Other'] },
    ...{ data: [{ variety: 'Medical' }, { variety: 'Personal' }], state: ['Stored unencrypted'] },
  };
  expect(extentIn({ ...misdelivery, confidentiality: said })).toEqual({
    dataSubjects: 'unknown',
    records: { count: 1_600, precision: 'approximate' },
    ...{ dataSubjectKinds: ['patients'], dataTypes: ['health'], encryption: 'none' },
  });
});

test('a record that says nothing of the extent leaves it open, and encrypted data may be readable all the same', () => {
  const silent = {
    data_disclosure: 'Yes',
    data_total: null,
    data_victim: ['Unknown'],
    data: [{ variety: 'Personal' }],
  };
  expect(extentIn({ ...misdelivery, confidentiality: { ...silent, state: ['Stored encrypted'] } })).toBeUndefined();
  expect(extentIn(misdelivery)).toMatchObject({ records: 'unknown', dataTypes: ['health'], encryption: 'unknown' });
});
