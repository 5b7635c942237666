import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
let caseId: string;
beforeAll(async () => {
  system = await startSystem();
  const request = {
    right: 'access',
    channel: 'letter',
    receivedOn: '2026-11-20',
    contact: { phone: '+31 20 555' },
    text: 'My data, please.',
  };
  ({ caseId } = (await system.json(201, 'POST', '/v1/subject-requests', { as: 'r-visser', body: request })) as {
    caseId: string;
  });
});
afterAll(() => system.close());

function upload(key: string, text: string, { name = 'copy.txt', type = 'text/plain' } = {}): Promise<Response> {
  const query = new URLSearchParams({ caseId, kind: 'answer', name });
  const headers = { 'content-type': type };
  return system.ask('POST', `/v1/documents?${query.toString()}`, { as: 'r-visser', body: text, key, headers });
}

const documentIn = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { documentId: string }).documentId;

async function read(documentId: string): Promise<string> {
  return (await system.ask('GET', `/v1/documents/${documentId}?caseId=${caseId}`, { as: 'r-visser' })).text();
}

async function documentsKept(): Promise<number> {
  const { rows } = await system.database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM duly.document WHERE case_id = $1',
    [caseId],
  );
  return rows[0]?.count ?? 0;
}

/** How often it is on record that this person added a document. */
async function added(): Promise<number> {
  const { rows } = await system.database.pool.query<{ count: number }>(
    "SELECT coalesce(sum(count), 0)::int AS count FROM duly.access_record WHERE case_id = $1 AND access = 'document-added'",
    [caseId],
  );
  return rows[0]?.count ?? 0;
}

describe('a file that is sent again under its Idempotency-Key', () => {
  test('is the same document, and the answer is repeated word for word', async () => {
    const key = randomUUID();
    const first = await upload(key, 'All that we hold.');
    const before = await documentsKept();
    const again = await upload(key, 'All that we hold.');

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect(await documentsKept()).toBe(before);
  });

  test.each([
    { how: 'other bytes', other: (key: string) => upload(key, 'All that we held.') },
    { how: 'fewer bytes', other: (key: string) => upload(key, 'All that') },
    { how: 'another name', other: (key: string) => upload(key, 'All that we hold.', { name: 'other.txt' }) },
    { how: 'another media type', other: (key: string) => upload(key, 'All that we hold.', { type: 'text/csv' }) },
  ])('with $how is refused, and what was kept stands', async ({ other }) => {
    const key = randomUUID();
    const documentId = await documentIn(await upload(key, 'All that we hold.'));
    const before = await documentsKept();

    const refused = await other(key);

    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ type: 'urn:duly:problem:KeyReused' });
    expect(await documentsKept()).toBe(before);
    expect(await read(documentId)).toBe('All that we hold.');
  });

  test('is the same document also where the process died before it answered', async () => {
    const key = randomUUID();
    const documentId = await documentIn(await upload(key, 'All that we hold.'));
    await system.database.pool.query('UPDATE duly.idempotency SET answer = NULL');

    expect((await upload(key, 'Something else.')).status).toBe(422);
    expect(await documentIn(await upload(key, 'All that we hold.'))).toBe(documentId);
  });

  test('many times at once is one document', async () => {
    const key = randomUUID();
    const before = await documentsKept();
    const addedBefore = await added();

    const answers = await Promise.all(Array.from({ length: 10 }, () => upload(key, 'All that we hold.')));

    expect(new Set(await Promise.all(answers.map(documentIn))).size).toBe(1);
    expect(await documentsKept()).toBe(before + 1);
    expect(await added()).toBe(addedBefore + 1);
  });
});

test('an empty file is refused, nothing of it is kept, and the same key takes its bytes', async () => {
  const key = randomUUID();
  const before = await documentsKept();
  const empty = await upload(key, '');

  expect(empty.status).toBe(400);
  expect(await empty.json()).toMatchObject({ type: 'urn:duly:problem:FileEmpty' });
  expect(await documentsKept()).toBe(before);
  expect((await upload(key, 'All that we hold.')).status).toBe(201);
});
