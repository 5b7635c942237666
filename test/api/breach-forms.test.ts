import { expect, test } from 'vitest';
import { readBreachForm } from '../../api/breach-forms.js';

const timeZone = 'Europe/Amsterdam';
const at = '2026-11-20';
const time = '14:20';
const form = {
  regime: 'dora',
  isReportable: 'yes',
  classifiedAt: at,
  classifiedAtTime: time,
  source: 'logs',
  reasons: 'Ten thousand clients.',
};

test('a form says the instants of a classification in the time of the controller', () => {
  const anchor = { at: '2026-11-20T13:20:00.000Z', source: 'logs' };

  expect(
    readBreachForm('classification', { ...form, incidentAwareAt: at, incidentAwareAtTime: time }, timeZone),
  ).toEqual({
    body: { regime: 'dora', isReportable: true, classifiedAt: anchor, incidentAwareAt: anchor, reasons: form.reasons },
  });
  expect(readBreachForm('classification', { ...form, regime: 'nis2' }, timeZone)).toEqual({
    body: { regime: 'nis2', isReportable: true, significantAwareAt: anchor, reasons: form.reasons },
  });
});

test('what a form of a breach lacks is named by its field', () => {
  expect(readBreachForm('classification', { ...form, reasons: ' ' }, timeZone)).toEqual({
    wrong: { reasons: 'Fill this in.', incidentAwareAt: 'Say the day.' },
  });
  expect(readBreachForm('submissions', { kind: 'dora-initial', submittedAt: 'soon' }, timeZone)).toEqual({
    wrong: { submittedAt: 'Write a date and a time, as 2026-11-30 17:05.' },
  });
});

test('a form asks whether an identification number is among the data, and takes silence for no answer', () => {
  const assessed = { level: 'unlikely', reasons: 'the disk was found unread' };

  expect(readBreachForm('risk-assessment', assessed, timeZone)).toEqual({
    wrong: { hasIdentificationNumber: 'Fill this in.' },
  });
  expect(readBreachForm('risk-assessment', { ...assessed, hasIdentificationNumber: 'no' }, timeZone)).toMatchObject({
    body: { hasIdentificationNumber: false },
  });
});

test('an instant of a breach is said as exactly as it is known, and a fault of it is told beside its day', () => {
  const said = { name: 'occurredFrom', source: 'logs', at: '2026-11' };

  expect(readBreachForm('anchors', said, timeZone)).toMatchObject({
    body: { name: 'occurredFrom', anchor: { on: '2026-11', source: 'logs' } },
  });
  expect(readBreachForm('anchors', { ...said, atTime: '14:20' }, timeZone)).toEqual({
    wrong: { at: 'A time needs the whole day. Without it, leave the time empty.' },
  });
  expect(readBreachForm('awareness', { outcome: 'aware', source: 'logs', at: '' }, timeZone)).toEqual({
    wrong: { at: 'Say the day.' },
  });
});

const message = { id: 'A1', kind: 'order', text: 'Tell them.', receivedAt: '2026-11-20T14:20' };
const anOpenEnd = { requestedBy: 'Police, file 7', reasons: 'They watch the server.' };

test.each([
  ['authority-messages', { ...message, receivedAt: '' }, { receivedAt: 'Say the date and the time.' }],
  [
    'authority-messages',
    { ...message, dueAt: 'next week' },
    { dueAt: 'Write a date and a time, as 2026-11-30 17:05.' },
  ],
  [
    'authority-messages',
    { ...message, kind: 'view', dueAt: '2026-12-01T12:00' },
    { dueAt: 'A view sets no date: leave it empty, or say that an order or a question came in.' },
  ],
  [
    'authority-messages',
    { ...message, lifts: 'A0' },
    { lifts: 'Only a view takes something back: choose “Nothing”, or say that a view came in.' },
  ],
  [
    'communication-hold',
    { ...anOpenEnd, until: '0206-11-20T14:20' },
    { until: 'Look at the year: it has four digits, and is 1970 or later.' },
  ],
  [
    'lessons',
    { id: 'keys', text: 'Rotate keys.', doneBy: '2026-02-30' },
    { doneBy: 'Write a day that exists, as 2026-11-30, or leave it empty.' },
  ],
  ['contact-reports', { text: 'Closed.', at: '2026-11-20T14:20' }, { what: 'Fill this in.' }],
  ['notes', { text: 'x'.repeat(20_001) }, { text: 'At most 20,000 characters.' }],
  [
    'anchors',
    { name: 'occurredFrom', source: 'logs', at: '2026', reasons: 'x'.repeat(20_001) },
    { reasons: 'At most 20,000 characters.' },
  ],
  ['awareness', { outcome: 'aware', at: '' }, { source: 'Choose one.', at: 'Say the day.' }],
  [
    'classification',
    { ...form, regime: 'nis2', classifiedAt: '2026-02-30', classifiedAtTime: '' },
    { classifiedAt: 'There is no such day: look at its month and its day.' },
  ],
  ['classification', { regime: 'nis2', reasons: 'Few users.' }, { isReportable: 'Fill this in.' }],
] as const)('a fault of the form %s says what would be right: %#', (step, typed, wrong) => {
  expect(readBreachForm(step, typed, timeZone)).toEqual({ wrong });
});

test('GDPR Art. 34(1): that people were told is said with the way and their number', () => {
  const told = { outcome: 'communicated', way: 'individual', at: '2026-11-20T14:20', recipients: '1200' };

  expect(readBreachForm('communications', told, timeZone)).toMatchObject({
    body: { outcome: 'communicated', way: 'individual', recipients: 1200, documents: [] },
  });
  expect(readBreachForm('communications', { ...told, way: '', recipients: 'many' }, timeZone)).toEqual({
    wrong: { way: 'Fill this in.', recipients: 'Say to how many, as a whole number.' },
  });
});

test('GDPR Art. 34(2): an order of letters takes a language as soon as anything is written in it, and once only', () => {
  const written = { text: 'A mailbox was read.', contactPoint: 'privacy@example.org', language: 'en' };

  expect(readBreachForm('communication-order', { ...written, 'nl-text': 'Er is gelezen.' }, timeZone)).toMatchObject({
    body: {
      ...{ text: written.text, consequences: '', language: 'en' },
      translations: { nl: { text: 'Er is gelezen.', consequences: '', contactPoint: '' } },
    },
  });
  expect(readBreachForm('communication-order', { ...written, 'nl-text': ' ' }, timeZone)).toMatchObject({
    body: { translations: {} },
  });
  expect(readBreachForm('communication-order', { ...written, 'en-text': 'A mailbox.' }, timeZone)).toEqual({
    wrong: { language: expect.stringContaining('stand below too') as string },
  });
  const long = 'x'.repeat(20_001);
  expect(readBreachForm('communication-order', { ...written, 'nl-measures': long }, timeZone)).toEqual({
    wrong: { 'nl-measures': 'At most 20,000 characters.' },
  });
});
