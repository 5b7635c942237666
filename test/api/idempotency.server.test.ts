import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQuestions } from '../../api/idempotency.js';
import type { Step } from '../../api/idempotency.js';
import { createQuestionStore } from '../../database/idempotency.js';
import { testServerKey } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const step: Step = { actor: { role: 'operator', id: 'r-visser' }, route: 'POST /v1/subject-requests', key: 'k' };
const answer = { status: 201, location: '/v1/subject-requests/x', body: { reference: 'S-2026-0001' } };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function questions() {
  return createQuestions(createQuestionStore(database.pool), testServerKey);
}

test('of many who ask the same at once all are told the same ids, and later the answer', async () => {
  const asked = await Promise.all(Array.from({ length: 20 }, () => questions().rememberStep(step, { a: 1 })));
  const [first] = asked;
  expect(new Set(asked.map(({ caseId, updateId }) => `${caseId} ${updateId}`)).size).toBe(1);
  expect(first?.earlierAnswer).toBeUndefined();

  if (first !== undefined) await questions().answered(first, answer);

  expect((await questions().rememberStep(step, { a: 1 })).earlierAnswer).toEqual(answer);
});

test('the first answer stays: a second one does not replace it', async () => {
  const question = await questions().rememberStep({ ...step, key: 'first answer' }, {});
  await questions().answered(question, answer);
  await questions().answered(question, { ...answer, status: 409 });

  expect((await questions().rememberStep({ ...step, key: 'first answer' }, {})).earlierAnswer).toEqual(answer);
});

test('another body under a kept key is refused, and nothing of either is kept in the clear', async () => {
  const named = { ...step, key: 'marker-key' };
  await questions().rememberStep(named, { name: 'marker-name' });

  await expect(questions().rememberStep(named, { name: 'other' })).rejects.toThrow('Key reused');
  const { rows } = await database.pool.query('SELECT i::text AS kept FROM duly.idempotency i');
  expect(JSON.stringify(rows)).not.toContain('marker');
});

test('keys are forgotten after the day that is named, not before', async () => {
  await questions().rememberStep({ ...step, key: 'old' }, {});
  const store = createQuestionStore(database.pool);

  expect(await store.purgeBefore(new Date(Date.now() - 3_600_000))).toBe(0);
  expect(await store.purgeBefore(new Date(Date.now() + 3_600_000))).toBeGreaterThan(0);
  await expect(questions().rememberStep({ ...step, key: 'old' }, { other: true })).resolves.toBeDefined();
});
