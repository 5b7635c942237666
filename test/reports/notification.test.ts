import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Answers, NotificationSubtype } from '../../domain/notification.js';
import { fields } from '../../domain/notification.fields.js';
import { gapsOf } from '../../domain/notification.gaps.js';
import { payloadOf } from '../../domain/notification.payload.js';
import { isRequired } from '../../domain/notification.rules.js';
import { NOT_ANSWERED } from '../../reports/notification-form.js';
import { notificationPdf } from '../../reports/notification-pdf.js';
import { departures, mendedSchema, nameOf, originalSchema, wordsOf } from '../../reports/notification-schema.js';
import { notificationText } from '../../reports/notification-text.js';
import { informedAt } from '../domain/a-breach.js';
import { aFiling, answering, completeAnswers, everything, lateFiling } from '../domain/a-notification.js';
import { textOfPdf } from '../support/pdf-text.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validOriginal = ajv.compile(originalSchema);
const mended = (subtype: NotificationSubtype) => {
  const { $id } = mendedSchema(subtype);
  return ajv.getSchema($id) ?? ajv.compile(mendedSchema(subtype));
};

/** What a document does that the schema does not have: `field_97 enum`. */
function faults(document: unknown, validate = mended('complete')): readonly string[] {
  void validate(document);
  return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    const { missingProperty = '' } = params as { missingProperty?: string };
    return `${instancePath.slice(1) || missingProperty} ${keyword}`;
  });
}

const complete = aFiling();
const outside = aFiling({ isEstablishedInEea: false });
describe('the schema', () => {
  test('it is the one that its authors published, byte for byte', () => {
    const file = path.join(import.meta.dirname, '../../reports/edpb-breach-notification-v1.0.schema.json');
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(
      'bd45c5bd2e329c7079f8bfde38c6725e441a10adec5f0fc03057f7dc5d71c6f2',
    );
  });

  test('every field of the schema is a field of ours, with its letters but for those that defects hide', () => {
    expect(fields.map(({ number }) => nameOf(number))).toEqual(Object.keys(originalSchema.properties));

    const differing = fields.filter(({ number, letters }) => {
      return letters.join() !== (originalSchema.properties[nameOf(number)]?.enum ?? []).join();
    });
    expect(differing.map(({ number }) => number)).toEqual([29, 89, 97, 118, 123]);
  });

  test('what the schema demands is demanded in some notification, and what it leaves free is not', () => {
    const filings = [complete, outside];
    const demanded = fields.filter(({ number }) => filings.some((filing) => isRequired(number, everything, filing)));
    const mandatory = originalSchema.required.map((name) => Number(name.slice('field_'.length)));
    const numbers = demanded.map(({ number }) => number);

    expect(mandatory.filter((number) => !numbers.includes(number))).toEqual([]);
    expect([7, 14, 15, 16, 17, 19, 33, 45, 105, 109, 110, 125].filter((number) => numbers.includes(number))).toEqual(
      [],
    );
  });

  test('every letter has words, and none of them those of another option', () => {
    const words = fields.flatMap(({ number, letters }) => letters.map((letter) => [letter, wordsOf(number, letter)]));

    expect(words.filter(([letter, text]) => letter === text)).toEqual([]);
    expect(words.filter(([, text = '']) => /personsc\)|b1\)|^s\)/.test(text))).toEqual([]);
  });
});

describe('documents', () => {
  const who: Answers = { 12: 'Example', 13: 'Berlin', 21: 'R. Visser', 22: 'dpo@example.org', 23: 'a' };
  const withdrawal = answering({ 5: 'The same incident was notified twice.', 6: 'AP-2026-5150' }, who);

  test('one without any defect in its way is valid as the schema stands, but for fields that exclude each other', () => {
    const found = faults(
      payloadOf({ ...completeAnswers, 94: ['j'], 70: ['a'], 95: '2026-12-01' }, complete),
      validOriginal,
    );
    const { fields: freed = [] } = departures.find(({ instead }) => instead === 'notAlwaysRequired') ?? {};

    expect(found.filter((fault) => !freed.some((number) => fault === `${nameOf(number)} required`))).toEqual([]);
    expect(found).toContain('field_120 required');
  });

  test('one that answers everything departs from the schema in the listed places alone', () => {
    const listed = departures.flatMap((departure) => departure.fields.map(nameOf));
    const found = [...faults(payloadOf(everything, lateFiling), validOriginal)];

    expect(gapsOf(everything, lateFiling)).toEqual([]);
    expect(found.filter((fault) => !listed.includes(fault.split(' ')[0] ?? ''))).toEqual([]);
    expect(found).toEqual(expect.arrayContaining(['field_55 enum', 'field_117 type', 'field_95 format']));
  });

  test.each([
    ['complete', completeAnswers, complete],
    ['with everything', everything, lateFiling],
    ['incomplete', answering({ 89: 'd', 97: 'c', 65: ['b', 'k'] }), aFiling({ subtype: 'incomplete' })],
    ['with an open date', answering({ 97: 'b1' }), complete],
    ['of a controller outside the EEA', answering({ 18: 'Rep', 19: 'a', 113: undefined, 120: 'b' }), outside],
    ['that follows another', answering({ 6: 'AP-2026-5150' }), aFiling({ isFollowUp: true })],
    ['withdrawn', withdrawal, aFiling({ isFollowUp: true, subtype: 'withdrawn' })],
  ] as const)('a document %s is valid against the mended schema', (_what, answers, filing) => {
    expect(gapsOf(answers, filing)).toEqual([]);
    expect(faults(payloadOf(answers, filing), mended(filing.subtype))).toEqual([]);
  });

  test.each([
    ['a letter that does not exist', { 56: 'g' }, 'field_56 enum'],
    ['one of several letters that does not exist', { 55: ['a', 'd'] }, 'field_55 pattern'],
    ['a letter after the last', { 89: 'e' }, 'field_89 enum'],
    ['a number of people below zero', { 68: -1 }, 'field_68 minimum'],
    ['a number in words', { 68: 'many' }, 'field_68 type'],
    ['an instant that is none', { 46: 'yesterday' }, 'field_46 format'],
    ['no description of the measures', { 92: undefined }, 'field_92 required'],
  ])('a document with %s is invalid, and its answers have a gap', (_what, answers, fault) => {
    expect(faults(payloadOf(answering(answers), complete))).toEqual([fault]);
    expect(gapsOf(answering(answers), complete)).toHaveLength(1);
  });

  test('a document says nothing that is not asked', () => {
    const document = payloadOf(answering({ 58: 'a', 48: '2020-01-01T00:00:00Z' }), complete);

    expect(document).not.toHaveProperty('field_58');
    expect(document).toMatchObject({ field_3: 'a', field_4: 'a', field_48: informedAt });
    expect(faults({ ...document, field_8: 'more' })).toEqual([' additionalProperties']);
  });

  test('several answers are one text, and names keep their commas', () => {
    expect(payloadOf(everything, lateFiling)).toMatchObject({
      ...{ field_55: 'a, b, c', field_40: 'Rechenzentrum Nord, Kiel; Druckerei', field_117: 'DE: 117, NO: 3' },
      ...{ field_45: true, field_68: 120, field_116: 'DE, NO', field_118: 'AP; CNIL' },
    });
  });
});

describe('the form as people read it', () => {
  const zone = 'Europe/Berlin';

  test('the text has number, question and answer of all that is asked, in the order of the template', () => {
    const text = notificationText(completeAnswers, complete, zone);

    expect(text).toContain('12. Name of the organisation\n   Example Cloud SE');
    expect(text).toContain(
      '70. Type of breached data [a, b]\n   Basic data (e.g. name, surname, date of birth)\n   Contact',
    );
    expect(text).toContain(
      '46. Beginning date and time of personal data breach\n   Friday 20 November 2026, 09:00 (Europe/Berlin)',
    );
    expect(text.indexOf('TIMELINE')).toBeLessThan(text.indexOf('NATURE OF THE BREACH'));
    expect(text).not.toContain('58. ');
    expect(text).not.toContain(NOT_ANSWERED);
  });

  test('every answer stands in the text', () => {
    const text = notificationText(everything, lateFiling, zone);
    const document = payloadOf(everything, lateFiling);
    expect([...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => `field_${number ?? ''}`)).toEqual(
      Object.keys(document),
    );
    for (const words of ['Blackmail', 'Druckerei', 'NO: 3', 'DE, NL', 'CNIL', 'Saturday 21 November 2026', 'Yes'])
      expect(text).toContain(words);
  });

  test('what is required and not answered says so, and what is half typed is shown as it is', () => {
    const text = notificationText(answering({ 62: undefined, 46: 'yesterday' }), complete, zone);
    expect(text).toContain(`62. Further description of the nature of the incident\n   ${NOT_ANSWERED}`);
    expect(text).toContain('46. Beginning date and time of personal data breach\n   yesterday');
  });

  test('the paper for the file holds question, answer and reference, and credits the template', async () => {
    const text = textOfPdf(await notificationPdf('B-2026-0007', everything, lateFiling, zone));

    for (const words of [
      'B-2026-0007',
      'Name of the organisation',
      'Example Cloud SE',
      'Blackmail',
      'Saturday 21 November 2026',
    ])
      expect(text).toContain(words);
    expect(text).toContain('Franchetto');
  });
});
