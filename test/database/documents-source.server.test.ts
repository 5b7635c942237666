import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentIdFrom, storeDocument, type NewDocument } from '../../database/document-storing.js';
import { readWhole } from '../../database/documents.js';
import type { DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { aCase, someKeys } from './support/keys.js';

const MEGABYTE = 1024 * 1024;
let database: TestDatabase;
let pool: Pool;
let key: DataKey;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  key = await aCase(pool, someKeys(pool));
});
afterAll(() => database.drop());

const from = (source: string, bytes: Buffer, changes: Partial<NewDocument> = {}) =>
  storeDocument(pool, {
    key,
    kind: 'request',
    name: 'a.pdf',
    contentType: 'application/pdf',
    bytes,
    source,
    ...changes,
  });
const read = (documentId: string): Promise<Buffer> => readWhole(pool, key, documentId);
const rows = async (): Promise<{ documents: number; chunks: number } | undefined> =>
  (
    await pool.query<{ documents: number; chunks: number }>(
      'SELECT (SELECT count(*)::int FROM duly.document) AS documents, (SELECT count(*)::int FROM duly.document_chunk) AS chunks',
    )
  ).rows[0];

test.each([0, 3, 2 * MEGABYTE + 9])('%i bytes told twice are one document, and its id was known', async (size) => {
  const bytes = randomBytes(size);
  const source = `step ${String(size)}`;
  const first = await from(source, bytes);
  const before = await rows();

  expect(await from(source, bytes)).toEqual(first);

  expect(first.documentId).toBe(documentIdFrom(key, source));
  expect(first.documentId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await rows()).toEqual(before);
  expect(Buffer.compare(await read(first.documentId), bytes)).toBe(0);
});

test.each([
  { how: 'one bit', other: (bytes: Buffer) => Buffer.concat([bytes.subarray(1), Buffer.of(1)]) },
  { how: 'a longer end', other: (bytes: Buffer) => Buffer.concat([bytes, randomBytes(MEGABYTE)]) },
  { how: 'no bytes at all', other: () => Buffer.alloc(0) },
])('the same source with $how is refused, and the first document stands', async ({ how, other }) => {
  const bytes = Buffer.concat([Buffer.of(2), randomBytes(MEGABYTE)]);
  const { documentId } = await from(how, bytes);
  const before = await rows();

  await expect(from(how, other(bytes))).rejects.toMatchObject({ name: 'DocumentDiffers', documentId });

  expect(await rows()).toEqual(before);
  expect(Buffer.compare(await read(documentId), bytes)).toBe(0);
});

test('of twenty that store at once one is first, and the others find its document', async () => {
  const bytes = randomBytes(2 * MEGABYTE);
  const before = await rows();

  const stored = await Promise.all(Array.from({ length: 20 }, () => from('at once', bytes)));

  expect(new Set(stored.map(({ documentId }) => documentId)).size).toBe(1);
  const { documents = 0, chunks = 0 } = before ?? {};
  expect(await rows()).toEqual({ documents: documents + 1, chunks: chunks + 2 });
});

test('one that breaks off leaves its place to the next', async () => {
  await expect(from('broken', randomBytes(2 * MEGABYTE), { limit: MEGABYTE })).rejects.toThrow('at most');
  const bytes = randomBytes(7);

  const { documentId } = await from('broken', bytes);

  expect(Buffer.compare(await read(documentId), bytes)).toBe(0);
});

test('two cases have two documents of the same source', async () => {
  const other = await aCase(pool, someKeys(pool));

  const mine = await from('everywhere', Buffer.from('x'));
  const theirs = await from('everywhere', Buffer.from('x'), { key: other });

  expect(theirs.documentId).not.toBe(mine.documentId);
});
