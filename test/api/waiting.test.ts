import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerOnce, createQuestions } from '../../api/idempotency.js';
import type { KeptAnswer } from '../../api/idempotency.js';
import { Refused } from '../../api/problem.js';
import { resource } from '../../api/route.js';
import { waitIn } from '../../api/waiting.js';
import { deferred } from '../support/deferred.js';
import { questionsInMemory, testServerKey, withApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

const done: KeptAnswer = { status: 200, body: { position: 3 } };
const key = { 'idempotency-key': 'one step' };

/** A case that answers when the test says so. */
async function withCase(answerOf: () => Promise<KeptAnswer>, use: (api: TestApi) => Promise<void>): Promise<void> {
  const questions = createQuestions(questionsInMemory(), testServerKey);
  const steps = resource('/v1/probe');
  const contract = { action: 'subject-request.note', summary: 'Probe.', answers: { 200: z.unknown() } } as const;
  steps.route('post', '/', contract, ({ request, response }) =>
    answerOnce(questions, request, response, () => Promise.resolve({ caseId: 'c1', answer: answerOf() })),
  );
  await withApi({ mounts: [steps] }, use);
}

function ask(api: TestApi, prefer?: string): Promise<Response> {
  return api.ask('POST', '/v1/probe', { as: 'operator', headers: { ...key, ...(prefer && { prefer }) } });
}

describe('Prefer: wait', () => {
  test('who does not wait is told of which case the answer comes, and gets it under the same key', async () => {
    const answer = deferred<KeptAnswer>();
    await withCase(
      () => answer.promise,
      async (api) => {
        const early = await ask(api, 'wait=0');
        answer.resolve(done);
        const late = await ask(api);

        expect(early.status).toBe(202);
        expect(early.headers.get('location')).toBe('/v1/probe/c1');
        expect(early.headers.get('preference-applied')).toBe('wait=0');
        expect(await early.json()).toEqual({ caseId: 'c1' });
        expect([late.status, await late.json()]).toEqual([200, done.body]);
      },
    );
  });

  test('an answer that comes in time is the answer, and a refusal is', async () => {
    await withCase(
      () => Promise.resolve(done),
      async (api) => {
        const answer = await ask(api, 'respond-async, wait=10');

        expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'wait=10']);
      },
    );
    await withCase(
      () => Promise.reject(new Refused({ type: 'CaseNotOpen', message: 'Not now.' })),
      async (api) => {
        expect((await ask(api, 'wait=10')).status).toBe(409);
      },
    );
  });

  test('a defect that nobody waited for is heard of, a refusal is not', async () => {
    const failing = deferred<Error>();
    await withCase(
      async () => {
        throw await failing.promise;
      },
      async (api) => {
        await ask(api, 'wait=0');
        failing.resolve(new Error('a table is missing'));
        await ask(api);

        expect(api.logged.filter((line) => line.includes('that nobody waited for'))).toHaveLength(1);
      },
    );
    const refused = deferred<Error>();
    await withCase(
      async () => {
        throw await refused.promise;
      },
      async (api) => {
        await ask(api, 'wait=0');
        refused.resolve(new Refused({ type: 'CaseNotOpen', message: 'Not now.' }));
        await ask(api);

        expect(api.logged.filter((line) => line.includes('that nobody waited for'))).toEqual([]);
      },
    );
  });
});

test.each([
  [undefined, undefined],
  ['respond-async', undefined],
  ['wait=7', 7],
  ['Wait = "7"', 7],
  ['return=minimal, wait=7; x=y', 7],
  ['wait=7, wait=9', 7],
  ['wait=60', undefined],
  ['wait=-1', undefined],
  ['wait=soon', undefined],
  ['await=7', undefined],
])('RFC 7240: %j is read as a wait of %j seconds', (header, seconds) => {
  expect(waitIn({ get: () => header } as unknown as Parameters<typeof waitIn>[0])).toBe(seconds);
});
