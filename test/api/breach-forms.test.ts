import { expect, test } from 'vitest';
import { readBreachForm } from '../../api/breach-forms.js';

const timeZone = 'Europe/Amsterdam';
const at = '2026-11-20T14:20';
const form = {
  regime: 'dora',
  isReportable: 'yes',
  classifiedAt: at,
  source: 'logs',
  reasons: 'Ten thousand clients.',
};

test('a form says the instants of a classification in the time of the controller', () => {
  const anchor = { at: '2026-11-20T13:20:00.000Z', source: 'logs' };

  expect(readBreachForm('classification', { ...form, incidentAwareAt: at }, timeZone)).toEqual({
    body: { regime: 'dora', isReportable: true, classifiedAt: anchor, incidentAwareAt: anchor, reasons: form.reasons },
  });
  expect(readBreachForm('classification', { ...form, regime: 'nis2' }, timeZone)).toEqual({
    body: { regime: 'nis2', isReportable: true, significantAwareAt: anchor, reasons: form.reasons },
  });
});

test('what a form of a breach lacks is named by its field', () => {
  expect(readBreachForm('classification', { ...form, reasons: ' ' }, timeZone)).toEqual({
    wrong: { reasons: 'Fill this in.', incidentAwareAt: 'Say the date and the time.' },
  });
  expect(readBreachForm('submissions', { kind: 'dora-initial', submittedAt: 'soon' }, timeZone)).toEqual({
    wrong: { submittedAt: 'Say the date and the time.' },
  });
});
