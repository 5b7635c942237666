import { describe, expect, test } from 'vitest';
import { calendarFor } from '../../calendars/calendar-for.js';
import { isTimeZone } from '../../domain/civil-date.js';
import { answerBy, computeDeadline, extendedAnswerBy } from '../../domain/deadline.js';
import type { Deadline } from '../../domain/deadline.js';
import type { DeadlineQuestion } from '../../domain/deadline-question.js';

const zones = { DE: 'Europe/Berlin', FR: 'Europe/Paris', NL: 'Europe/Amsterdam', GB: 'Europe/London' } as const;

type Asked = Partial<DeadlineQuestion> & { readonly memberState?: keyof typeof zones; readonly region?: string };

function month({ memberState = 'DE', region, ...asked }: Asked): Deadline {
  const calendar = calendarFor({ memberState, region, from: '2023-01-01', until: '2030-12-31' });
  return computeDeadline({ period: 'P1M', timeZone: zones[memberState], ...asked }, calendar);
}

describe('the first month and the extended period, Germany', () => {
  test.each([
    ['2025-01-31', '2025-02-28', '2025-04-28', 'clamp'],
    ['2025-03-05', '2025-04-07', '2025-06-05', '5 April is a Saturday'],
    ['2025-03-18', '2025-04-22', '2025-06-18', 'Good Friday to Easter Monday'],
    ['2025-03-21', '2025-04-22', '2025-06-23', 'Easter Monday; Saturday'],
    ['2025-08-31', '2025-09-30', '2025-12-01', 'clamp; Sunday'],
    ['2025-11-25', '2025-12-29', '2026-02-25', '25 and 26 December and a weekend'],
    ['2025-12-01', '2026-01-02', '2026-03-02', 'New Year; Sunday'],
    ['2026-01-29', '2026-03-02', '2026-04-28', 'clamp to Saturday 28 February'],
    ['2026-01-30', '2026-03-02', '2026-04-28', 'clamp to the same Saturday'],
    ['2026-01-31', '2026-03-02', '2026-04-28', 'clamp to that Saturday once more'],
    ['2026-02-28', '2026-03-30', '2026-05-28', 'no clamp upward: 28 March, a Saturday'],
    ['2026-03-03', '2026-04-07', '2026-06-03', 'Good Friday to Easter Monday of 2026'],
    ['2026-04-01', '2026-05-04', '2026-07-01', '1 May and a weekend'],
    ['2026-04-14', '2026-05-15', '2026-07-14', 'Ascension'],
    ['2026-04-30', '2026-06-01', '2026-07-30', 'Saturday'],
    ['2026-09-03', '2026-10-05', '2026-12-03', 'Saturday 3 October'],
    ['2025-05-31', '2025-06-30', '2025-09-01', 'the earlier reading, 30 August, is a Saturday'],
    ['2026-05-31', '2026-06-30', '2026-08-31', 'the earlier reading, 30 August, is a Sunday'],
    ['2026-10-31', '2026-11-30', '2027-02-01', 'the earlier reading, 30 January, is a Saturday'],
    ['2028-01-31', '2028-02-29', '2028-05-01', 'leap day; without a list 1 May does not bind'],
  ])('Reg. 1182/71 Art. 3(4): received %s, due %s, extended %s (%s)', (receivedOn, first, extended) => {
    expect(month({ receivedOn }).dueOn).toBe(first);
    expect(month({ receivedOn, extension: true }).dueOn).toBe(extended);
  });
});

describe('France, where its holidays give another date than Germany', () => {
  test.each([
    ['2025-03-18', '2025-04-18', '2025-06-18'],
    ['2025-11-25', '2025-12-26', '2026-02-25'],
    ['2026-03-03', '2026-04-03', '2026-06-03'],
    ['2026-04-14', '2026-05-15', '2026-07-15'],
  ])('Reg. 1182/71 Art. 2(1): received %s in France, due %s, extended %s', (receivedOn, first, extended) => {
    expect(month({ memberState: 'FR', receivedOn }).dueOn).toBe(first);
    expect(month({ memberState: 'FR', receivedOn, extension: true }).dueOn).toBe(extended);
  });
});

describe('three months from receipt', () => {
  test.each([
    ['2025-01-31', '2025-04-30'],
    ['2026-01-29', '2026-04-29'],
    ['2026-01-30', '2026-04-30'],
    ['2026-01-31', '2026-04-30'],
    ['2025-08-31', '2025-12-01'],
    ['2026-04-14', '2026-07-14'],
    ['2028-01-31', '2028-05-01'],
  ])('Reg. 1182/71 Art. 3(2)(c): a plain period of three months from %s ends on %s', (receivedOn, dueOn) => {
    expect(month({ receivedOn, period: 'P3M' }).dueOn).toBe(dueOn);
  });
});

test('GDPR Art. 12(3): two further months end by the earlier reading, and the two readings are told', () => {
  const { steps } = month({ receivedOn: '2026-01-31', extension: true });

  expect(steps.map(({ text }) => text).join(' ')).toContain(
    'Thursday 30 April 2026 counted from receipt, on Tuesday 28 April 2026 counted from the end of the first month',
  );
});

test('GDPR Art. 12(3): the extension is never counted from the moved end of the first month', () => {
  const first = month({ receivedOn: '2026-01-31' });

  expect(first.dueOn).toBe('2026-03-02');
  expect(month({ receivedOn: '2026-01-31', extension: true }).dueOn < '2026-05-02').toBe(true);
});

test('EDPB Guidelines 01/2022, para. 160: a request of 5 March is answered up to and including 5 April', () => {
  expect(month({ receivedOn: '2024-03-05' })).toMatchObject({ nominalOn: '2024-04-05', dueOn: '2024-04-05' });
});

test('EDPB Guidelines 01/2022, para. 160: a request of 31 August is answered by 30 September', () => {
  expect(month({ receivedOn: '2026-08-31' }).dueOn).toBe('2026-09-30');
});

test('Reg. 1182/71 Art. 3(1): the day of receipt is the one on the clock of the controller', () => {
  const calendar = calendarFor({ memberState: 'DE', from: '2026-03-31', until: '2027-06-30' });
  const receivedAt = '2026-03-31T22:30:00Z';

  expect(answerBy(receivedAt, 'Europe/Berlin', calendar)).toMatchObject({
    startsOn: '2026-04-01',
    dueOn: '2026-05-04',
  });
  expect(extendedAnswerBy(receivedAt, 'Europe/Berlin', calendar).dueOn).toBe('2026-07-01');
  expect(answerBy(receivedAt, 'UTC', calendar)).toMatchObject({ startsOn: '2026-03-31', dueOn: '2026-04-30' });
});

describe('a region', () => {
  test('Reg. 1182/71 Art. 2(1): a regional holiday is shown, and the national date stays due', () => {
    const deadline = month({ receivedOn: '2026-05-04', region: 'BY' });

    expect(deadline).toMatchObject({
      dueOn: '2026-06-04',
      national: { dueOn: '2026-06-04' },
      regional: { region: 'BY', dueOn: '2026-06-05' },
    });
    expect(deadline.steps.some(({ text }) => text.includes('by those of BY on Friday 5 June 2026'))).toBe(true);
  });

  test('Reg. 1182/71 Art. 2(1): where a region keeps fewer days the earlier, regional date is due', () => {
    const scotland = month({ memberState: 'GB', receivedOn: '2026-03-06', region: 'SCT' });

    expect(scotland).toMatchObject({
      dueOn: '2026-04-06',
      dueAt: '2026-04-06T23:00:00.000Z',
      national: { dueOn: '2026-04-07' },
      regional: { dueOn: '2026-04-06' },
    });
  });

  test('Reg. 1182/71 Art. 2(1): without a region no second date is shown', () => {
    expect(month({ receivedOn: '2026-05-04' })).not.toHaveProperty('regional');
  });
});

describe('a calendar that is not complete', () => {
  test('Reg. 1182/71 Art. 2(1): without a list only weekends bind, and the expected date stands beside', () => {
    const deadline = month({ receivedOn: '2027-11-25', memberState: 'FR' });

    expect(deadline).toMatchObject({ dueOn: '2027-12-27', calendarComplete: false });
    expect(month({ receivedOn: '2028-01-31', extension: true })).toMatchObject({
      dueOn: '2028-05-01',
      expectedDueOn: '2028-05-02',
      calendarComplete: false,
    });
  });

  test('Reg. 1182/71 Art. 2(1): a calendar may be incomplete where the deadline is settled', () => {
    const calendar = calendarFor({ memberState: 'DE', from: '2026-06-01', until: '2027-09-01' });

    expect(calendar.complete).toBe(false);
    expect(answerBy('2026-06-01T10:00:00Z', 'Europe/Berlin', calendar).calendarComplete).toBe(true);
    expect(answerBy('2026-12-01T10:00:00Z', 'Europe/Berlin', calendar)).toMatchObject({
      dueOn: '2027-01-01',
      expectedDueOn: '2027-01-04',
      calendarComplete: false,
    });
  });

  test('Reg. 1182/71 Art. 2(1): beyond the end of a pinned calendar nothing is settled', () => {
    const calendar = calendarFor({ memberState: 'DE', from: '2026-03-01', until: '2026-03-31' });

    expect(answerBy('2026-03-03T10:00:00Z', 'Europe/Berlin', calendar)).toMatchObject({
      dueOn: '2026-04-03',
      calendarComplete: false,
    });
  });
});

test('every computation returns its question, and each step names a provision', () => {
  const question = { period: 'P1M', receivedOn: '2026-03-03', timeZone: 'Europe/Berlin' };
  const calendar = calendarFor({ memberState: 'DE', from: '2026-03-03', until: '2027-06-03' });

  const deadline = computeDeadline(question, calendar);

  expect(deadline).toMatchObject({ question, rulePack: 'eu-gdpr@1', calendarId: calendar.id });
  expect(deadline.steps.every(({ text, article }) => text.endsWith('.') && article.length > 5)).toBe(true);
  expect(deadline.steps.map(({ text }) => text)).toContain(
    'Friday 3 April 2026 is Good Friday; Saturday 4 April 2026 is no working day; Sunday 5 April 2026 is no working day; Monday 6 April 2026 is Easter Monday. The end moves to the next working day, Tuesday 7 April 2026.',
  );
});

describe('questions without an answer', () => {
  test.each<[string, Partial<DeadlineQuestion>]>([
    ['a month without an anchor', {}],
    ['two anchors', { receivedOn: '2026-03-03', receivedAt: '2026-03-03T10:00:00Z' }],
    ['a period of no known unit', { period: 'P1Y', receivedOn: '2026-03-03' }],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis', receivedOn: '2026-03-03' }],
    ['the rule pack of a proposal', { rulePack: 'eu-gdpr@2-pending', receivedOn: '2026-03-03' }],
    ['a second extension', { period: 'P3M', extension: true, receivedOn: '2026-03-03' }],
  ])('%s is an error, never a guess', (_title, asked) => {
    expect(() => month(asked)).toThrow();
  });

  test.each([
    ['Europe/Paris', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+01:00', false],
    ['Z', false],
    ['2020-01-01T00:00[Europe/Paris]', false],
    ['', false],
    ['Mars/Olympus', false],
  ])('%j is a time zone: %s', (zone, expected) => {
    expect(isTimeZone(zone)).toBe(expected);
  });
});
