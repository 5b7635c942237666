import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deadlineRoutes } from '../../api/routes/deadlines.js';
import { roles } from '../../domain/actor.js';
import { startApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ mounts: [deadlineRoutes()] });
});

afterAll(async () => {
  await api.close();
});

const answered = z.looseObject({
  dueOn: z.string(),
  dueAt: z.string(),
  rulePack: z.string(),
  expectedDueOn: z.string().optional(),
  calendarComplete: z.boolean(),
  calendar: z.looseObject({ id: z.string(), memberState: z.string(), sources: z.array(z.string()) }).optional(),
  differences: z.array(z.looseObject({ on: z.string(), saidBy: z.string() })),
  steps: z.array(z.strictObject({ text: z.string().min(10), article: z.string().min(3) })).min(2),
});
const problem = z.looseObject({
  status: z.number(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
});

async function ask(question: unknown): Promise<{ status: number; json: unknown }> {
  const response = await api.ask('POST', '/v1/deadlines', { as: 'operator', body: question });
  return { status: response.status, json: await response.json() };
}

const answerTo = async (question: unknown) => answered.parse((await ask(question)).json);
const problemWith = async (question: unknown) => problem.parse((await ask(question)).json);

const undated = { period: 'P1M', memberState: 'FR', timeZone: 'Europe/Paris' };
const french = { ...undated, receivedOn: '2026-03-03' };

test('POST /v1/deadlines: a month in France is answered with its last day, the midnight after it and every step', async () => {
  const answer = await answerTo(french);

  expect(answer).toMatchObject({ dueOn: '2026-04-03', dueAt: '2026-04-03T22:00:00.000Z', question: french });
  expect(answer.steps.map(({ article }) => article)).toContain('Reg. 1182/71 Art. 3(2)(c)');
});

test('POST /v1/deadlines: every role may ask, a stranger may not', async () => {
  for (const role of roles) {
    expect((await api.ask('POST', '/v1/deadlines', { as: role, body: french })).status).toBe(200);
  }
  expect((await api.ask('POST', '/v1/deadlines', { body: french })).status).toBe(401);
});

test('POST /v1/deadlines: a list is answered in its order, each question by its own calendar', async () => {
  const { json } = await ask([
    { ...french, memberState: 'DE', timeZone: 'Europe/Berlin' },
    { period: 'PT72H', anchorAt: '2026-10-23T17:00:00+02:00', timeZone: 'Europe/Berlin' },
    french,
    { ...french, period: 'P14D' },
  ]);

  const answers = z.array(answered).parse(json);
  expect(answers.map(({ dueOn }) => dueOn)).toEqual(['2026-04-07', '2026-10-26', '2026-04-03', '2026-03-17']);
  expect(answers[1]).toMatchObject({ dueAt: '2026-10-26T15:00:00.000Z' });
  expect(answers.map(({ calendar }) => calendar?.memberState)).toEqual(['DE', undefined, 'FR', 'FR']);
});

test('POST /v1/deadlines: hours need neither a state nor a zone', async () => {
  expect(await answerTo({ period: 'PT72H', anchorAt: '2026-02-27T12:00:00Z' })).toMatchObject({
    dueAt: '2026-03-02T12:00:00.000Z',
    dueOn: '2026-03-02',
  });
});

test('POST /v1/deadlines: a thousand questions are answered in one request, and one more is refused', async () => {
  const states = ['FR', 'DE', 'IE', 'EL', 'GB'];
  const questions = Array.from({ length: 1000 }, (_, index) => ({ ...french, memberState: states[index % 5] }));

  const answers = z.array(answered).parse((await ask(questions)).json);

  expect(answers.map(({ calendar }) => calendar?.memberState).slice(0, 5)).toEqual(['FR', 'DE', 'IE', 'GR', 'GB']);
  expect(answers).toHaveLength(1000);
  expect((await ask([...questions, french])).status).toBe(422);
});

test('POST /v1/deadlines: the answer names the calendar, its sources and the day on which they differ', async () => {
  const answer = await answerTo({ ...french, memberState: 'NL', timeZone: 'Europe/Amsterdam' });

  expect(answer.calendar).toMatchObject({ memberState: 'NL', complete: true });
  expect(answer.calendar?.sources[0]).toBe('Official Journal C/2025/6771');
  expect(answer.calendar?.sources[1]).toMatch(/^date-holidays \d/);
  expect(answer.differences).toEqual([{ on: '2026-04-03', name: 'public holiday', saidBy: 'official-journal' }]);
});

test('POST /v1/deadlines: a year without a list is answered by weekends, with the expected date beside it', async () => {
  const labourDay = await answerTo({ ...french, receivedOn: '2028-04-01' });
  const workingDay = await answerTo({ ...french, receivedOn: '2028-04-03' });

  expect(labourDay).toMatchObject({ dueOn: '2028-05-01', expectedDueOn: '2028-05-02', calendarComplete: false });
  expect(workingDay).toMatchObject({ dueOn: '2028-05-03', calendarComplete: false });
  expect(workingDay).not.toHaveProperty('expectedDueOn');
});

test('POST /v1/deadlines: extension, suspension and region are answered together', async () => {
  const answer = await answerTo({
    period: 'P1M',
    receivedAt: '2026-01-31T09:00:00+01:00',
    memberState: 'DE',
    region: 'DE-BY',
    timeZone: 'Europe/Berlin',
    extension: true,
    suspendedFrom: '2026-02-02',
    suspendedUntil: '2026-02-10',
  });

  expect(answer).toMatchObject({
    dueOn: '2026-04-28',
    national: { dueOn: '2026-04-28' },
    regional: { region: 'BY', dueOn: '2026-04-28' },
    suspended: { days: 8, dueOn: '2026-05-06', binds: false },
  });
});

describe('POST /v1/deadlines refuses', () => {
  test.each([
    ['a zone that does not exist', { ...french, timeZone: 'Europe/Atlantis' }, '/timeZone'],
    ['a bare offset as a zone', { ...french, timeZone: '+01:00' }, '/timeZone'],
    ['a state outside the EEA', { ...french, memberState: 'US' }, '/memberState'],
    ['a question without a state', { ...french, memberState: undefined }, '/memberState'],
    ['a region that the library would silently ignore', { ...french, region: 'XX' }, '/region'],
    ['a region named after a part of every object', { ...french, region: 'constructor' }, '/region'],
    ['a date before 1970', { ...french, receivedOn: '1969-12-31' }, '/receivedOn'],
    ['a date after 2199', { ...french, receivedOn: '2200-01-01' }, '/receivedOn'],
    ['a day that no month has', { ...french, receivedOn: '2026-02-30' }, '/receivedOn'],
    ['an instant that is none', { ...undated, receivedAt: '2026-03-03T25:00:00Z' }, '/receivedAt'],
    ['an instant before 1970', { period: 'PT72H', anchorAt: '1969-12-31T23:00:00Z' }, '/anchorAt'],
    ['a month without an anchor', undated, '/receivedOn'],
    ['two anchors', { ...french, receivedAt: '2026-03-03T09:00:00Z' }, '/receivedOn'],
    ['hours from a date', { ...french, period: 'PT72H' }, '/receivedOn'],
    ['hours without an anchor', { period: 'PT72H' }, '/anchorAt'],
    ['a period of no known unit', { ...french, period: 'P1Y' }, '/period'],
    ['an empty period', { ...french, period: 'P0M' }, '/period'],
    ['an endless period', { ...french, period: 'P9999M' }, '/period'],
    ['an extension of a period that has none', { ...french, period: 'P14D', extension: true }, '/extension'],
    ['a suspension without an end', { ...french, suspendedFrom: '2026-03-04' }, '/suspendedUntil'],
    [
      'an answer before its question',
      { ...french, suspendedFrom: '2026-03-09', suspendedUntil: '2026-03-04' },
      '/suspendedUntil',
    ],
    [
      'a suspension of centuries',
      { ...french, suspendedFrom: '2026-03-04', suspendedUntil: '2199-03-04' },
      '/suspendedUntil',
    ],
    ['a fee as the start under the Union law', { ...french, feePaidOn: '2026-03-05' }, '/feePaidOn'],
    ['the rule pack of a proposal', { ...french, rulePack: 'eu-gdpr@2-pending' }, '/rulePack'],
    ['a field it does not know', { ...french, holidays: [] }, '/holidays'],
    ['a zone of a hundred thousand characters', { ...french, timeZone: 'A'.repeat(100_000) }, '/timeZone'],
  ])('%s', async (_title, question, pointer) => {
    const refused = await problemWith(question);

    expect(refused.status).toBe(422);
    expect(refused.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test('an empty list', async () => {
    expect((await ask([])).status).toBe(422);
  });

  test('one wrong question of a list, and points to it', async () => {
    expect((await problemWith([french, { ...french, timeZone: 'Nowhere' }])).errors).toMatchObject([
      { pointer: '/1/timeZone' },
    ]);
  });

  test('all faults of a question at once, each where it stands', async () => {
    const { errors } = await problemWith({
      period: '1 month',
      receivedOn: '3 March 2026',
      memberState: 'Atlantis',
      timeZone: 'Europe/Atlantis',
      extension: 'yes',
      suspendedFrom: '2026-03-04',
      rulePack: 'eu-gdpr@9',
      holidays: [],
    });

    expect(errors).toEqual([
      { pointer: '/receivedOn', message: 'Expected a date, as 2026-03-03' },
      { pointer: '/extension', message: 'Invalid input: expected boolean, received string' },
      { pointer: '/holidays', message: 'This field is not known here.' },
      {
        pointer: '/period',
        message: 'Expected hours as PT72H, days as P14D or months as P1M, ten years at most',
      },
      { pointer: '/timeZone', message: 'Expected the IANA name of a time zone, such as Europe/Paris' },
      { pointer: '/memberState', message: 'Expected a state of the EEA or the United Kingdom, as FR' },
      { pointer: '/suspendedUntil', message: 'Expected the day on which the answer came' },
      { pointer: '/rulePack', message: 'Expected a rule pack in force, as eu-gdpr@1' },
    ]);
  });

  test('everything that is missing at once', async () => {
    const { errors } = await problemWith({});

    expect(errors.map(({ pointer }) => pointer)).toEqual(['/period', '/receivedOn', '/timeZone', '/memberState']);
  });

  test('every wrong question of a list at once, and points to each', async () => {
    const { errors } = await problemWith([
      french,
      { ...undated, period: 'P1Y' },
      { ...french, receivedOn: '2026-02-30', feePaidOn: '2020-01-01' },
      { ...french, suspendedFrom: '2020-01-01', suspendedUntil: '2026-03-04', timeZone: 7 },
      'P1M',
    ]);

    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/1/period',
      '/1/receivedOn',
      '/2/receivedOn',
      '/2/feePaidOn',
      '/3/timeZone',
      '/3/suspendedFrom',
      '/4',
    ]);
  });

  test('no anchor for lacking that is there and cannot be read', async () => {
    const { errors } = await problemWith({ ...undated, receivedAt: 'yesterday' });

    expect(errors.map(({ pointer }) => pointer)).toEqual(['/receivedAt']);
  });

  test.each([['text'], [7], [null], [{}]])('a body that is no question: %j', async (body) => {
    expect([400, 422]).toContain((await ask(body)).status);
  });
});

test('POST /v1/deadlines: instants at the edge of what clocks show are refused or read, never a defect', async () => {
  const instants = [
    '2026-03-03T09:00:00+24:30',
    '2026-03-03T09:00:60Z',
    '2026-03-03T09:00:00-23:59',
    '2026-03-03T09:00Z',
  ];
  for (const receivedAt of instants) {
    expect([200, 422]).toContain((await ask({ ...undated, receivedAt })).status);
  }
});
