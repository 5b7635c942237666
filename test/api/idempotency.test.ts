import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { caseIdFor, createQuestions, repeatAnswer, updateIdFor } from '../../api/idempotency.js';
import type { Step } from '../../api/idempotency.js';
import { resource } from '../../api/route.js';
import { questionsInMemory, startApi, testServerKey } from '../support/api.js';
import type { Asking, TestApi } from '../support/api.js';

let api: TestApi;
let carriedOut = 0;

beforeAll(async () => {
  const questions = createQuestions(questionsInMemory(), testServerKey);
  const probe = resource('/v1/probe');
  const contract = {
    action: 'subject-request.note',
    summary: 'Probe.',
    body: z.strictObject({ text: z.string(), more: z.unknown().optional() }),
    answers: { 201: z.unknown() },
  } as const;
  for (const path of ['/', '/:caseId/notes']) {
    probe.route('post', path, contract, async ({ request, response }) => {
      const question = await questions.remember(request);
      if (question.earlierAnswer !== undefined) {
        repeatAnswer(response, question.earlierAnswer);
        return;
      }
      carriedOut += 1;
      const body = { caseId: question.caseId, updateId: question.updateId };
      await questions.answered(question, { status: 201, location: `/v1/probe/${question.caseId}`, body });
      response.status(201).location(`/v1/probe/${question.caseId}`).json(body);
    });
  }
  api = await startApi({ mounts: [probe] });
});
afterAll(() => api.close());

let used = 0;
function freshKey(): string {
  used += 1;
  return `key number ${String(used)}`;
}

function post(key: string, asking: Asking = {}, path = '/v1/probe'): Promise<Response> {
  return api.ask('POST', path, { as: 'operator', body: { text: 'a' }, headers: { 'idempotency-key': key }, ...asking });
}

describe('a step with an Idempotency-Key', () => {
  test('is carried out once, and its answer repeated word for word', async () => {
    const key = freshKey();
    const before = carriedOut;

    const first = await post(key);
    const second = await post(key);

    expect(carriedOut - before).toBe(1);
    expect(second.status).toBe(201);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(await second.text()).toBe(await first.text());
  });

  test('is the same step whatever the order of its fields', async () => {
    const key = freshKey();
    await post(key, { body: '{"text":"a","more":{"x":1,"y":[2]}}' });

    expect((await post(key, { body: '{"more":{"y":[2],"x":1},"text":"a"}' })).status).toBe(201);
  });

  test('with another body is refused', async () => {
    const key = freshKey();
    await post(key);

    const response = await post(key, { body: { text: 'b' } });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ type: 'urn:duly:problem:KeyReused' });
  });

  test('for another step or another case is refused', async () => {
    const key = freshKey();
    await post(key, {}, '/v1/probe/one/notes');

    expect((await post(key)).status).toBe(422);
    expect((await post(key, {}, '/v1/probe/two/notes')).status).toBe(422);
    expect((await post(key, {}, '/v1/probe/one/notes')).status).toBe(201);
  });

  test('of somebody else is another step, also with the same key', async () => {
    const key = freshKey();
    const mine = await post(key);
    const theirs = await post(key, { as: 'dpo' });

    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
    expect(await theirs.text()).not.toBe(await mine.text());
  });

  test('without a key is refused, and the header named', async () => {
    const response = await api.ask('POST', '/v1/probe', { as: 'operator', body: { text: 'a' } });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('Idempotency-Key') as string });
  });

  test.each([
    ['empty', ''],
    ['of 201 characters', 'k'.repeat(201)],
    ['with a character beyond ASCII', 'clé'],
    ['with a tab inside', 'a\tb'],
  ])('with a key that is %s is refused', async (_what, key) => {
    expect((await post(key)).status).toBe(400);
  });

  test('with a key of 200 characters is taken', async () => {
    expect((await post('k'.repeat(200))).status).toBe(201);
  });
});

describe('the ids that follow from a key', () => {
  const step: Step = { actor: { role: 'operator', id: 'r-visser' }, route: 'POST /v1/subject-requests', key: 'jan-1' };

  test('are the same for the same step and opaque', () => {
    expect(caseIdFor(testServerKey, step)).toBe(caseIdFor(testServerKey, { ...step }));
    expect(caseIdFor(testServerKey, step)).toMatch(/^[0-9a-z]{26}$/);
    expect(updateIdFor(testServerKey, step)).toMatch(/^[0-9a-z]{26}$/);
  });

  test('differ by server, person, route, key and purpose', () => {
    const ids = [
      caseIdFor(testServerKey, step),
      caseIdFor(Buffer.alloc(32, 8), step),
      caseIdFor(testServerKey, { ...step, actor: { role: 'operator', id: 'j-smit' } }),
      caseIdFor(testServerKey, { ...step, route: 'POST /v1/breaches' }),
      caseIdFor(testServerKey, { ...step, key: 'jan-2' }),
      caseIdFor(testServerKey, { ...step, route: 'POST /v1/subject-requestsj', key: 'an-1' }),
      updateIdFor(testServerKey, step),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('people who have not signed in share an actor, so their keys must be long', async () => {
    const questions = createQuestions(questionsInMemory(), testServerKey);
    const anonymous: Step = { actor: { role: 'data-subject', id: '' }, route: 'POST /portal', key: 'short' };

    await expect(questions.rememberStep(anonymous, {})).rejects.toThrow();
    await expect(questions.rememberStep({ ...anonymous, key: 'x'.repeat(16) }, {})).resolves.toBeDefined();
  });
});
