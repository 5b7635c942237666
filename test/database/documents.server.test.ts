import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeDocument, storeDocumentWith, type NewDocument } from '../../database/document-storing.js';
import { deleteDocument, documentOf, documentsOf, readWhole } from '../../database/documents.js';
import type { DataKey } from '../../database/keys.js';
import { inTransaction, type Pool } from '../../database/pool.js';
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

const document = (bytes: Buffer, changes: Partial<NewDocument> = {}): NewDocument => ({
  key,
  kind: 'request',
  name: 'brief.pdf',
  contentType: 'application/pdf',
  bytes: Readable.from(inPieces(bytes, 64 * 1024)),
  ...changes,
});

function* inPieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const read = (documentId: string, by: DataKey = key): Promise<Buffer> => readWhole(pool, by, documentId);

const rows = async (): Promise<{ documents: string; chunks: string } | undefined> =>
  (
    await pool.query<{ documents: string; chunks: string }>(
      'SELECT (SELECT count(*) FROM duly.document) AS documents, (SELECT count(*) FROM duly.document_chunk) AS chunks',
    )
  ).rows[0];

describe('documents', () => {
  test.each([0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 3 * MEGABYTE, 3 * MEGABYTE + 17])(
    'a document of %i bytes comes back as it was',
    async (size) => {
      const bytes = randomBytes(size);

      const { documentId, size: stored } = await storeDocument(pool, document(bytes));

      expect(stored).toBe(size);
      expect(Buffer.compare(await read(documentId), bytes)).toBe(0);
    },
  );

  test('neither content nor name nor type of a document can be read in the database', async () => {
    const planted = `planted-${randomUUID()}`;

    await storeDocument(
      pool,
      document(Buffer.from(planted), { name: `${planted}.pdf`, contentType: `application/${planted}` }),
    );

    for (const table of ['document', 'document_chunk']) {
      const found = await pool.query<{ text: string }>(`SELECT t::text AS text FROM duly.${table} t`);
      const all = found.rows.map(({ text }) => text).join('\n');
      expect(all).not.toContain(planted);
      expect(all).not.toContain(Buffer.from(planted).toString('hex'));
    }
  });

  test('a case lists its documents with clean names, and only its own', async () => {
    const other = await aCase(pool, someKeys(pool));

    const { documentId } = await storeDocument(
      pool,
      document(Buffer.from('x'), { key: other, name: '../a\u202Eb.pdf' }),
    );

    const expected = { documentId, kind: 'request', name: 'ab.pdf', contentType: 'application/pdf', size: 1 };
    expect(await documentsOf(pool, other)).toEqual([expected]);
    expect(await documentOf(pool, other, documentId)).toEqual(expected);
    expect(await documentOf(pool, key, documentId)).toBeUndefined();
    await expect(read(documentId)).rejects.toMatchObject({ name: 'DocumentDamaged' });
  });

  test('a document over the limit leaves nothing behind, and the rest of its transaction stands', async () => {
    const before = await rows();
    const big = document(randomBytes(2 * MEGABYTE + 1), { limit: 2 * MEGABYTE });
    const caseId = randomUUID();

    await expect(storeDocument(pool, big)).rejects.toMatchObject({ name: 'DocumentTooLarge', limit: 2 * MEGABYTE });
    await inTransaction(pool, async (transaction) => {
      await transaction.query('INSERT INTO duly.subject (case_id, contact) VALUES ($1, $2)', [caseId, Buffer.of(1)]);
      const again = document(randomBytes(2 * MEGABYTE + 1), { limit: 2 * MEGABYTE });
      await expect(storeDocumentWith(transaction, again)).rejects.toMatchObject({ name: 'DocumentTooLarge' });
    });

    expect(await rows()).toEqual(before);
    const kept = await pool.query('SELECT 1 FROM duly.subject WHERE case_id = $1', [caseId]);
    expect(kept.rowCount).toBe(1);
  });

  test('a document at exactly the limit is kept', async () => {
    const { size } = await storeDocument(pool, document(randomBytes(MEGABYTE), { limit: MEGABYTE }));

    expect(size).toBe(MEGABYTE);
  });

  test('an upload that breaks off leaves nothing behind', async () => {
    const before = await rows();
    const breaking = async function* (): AsyncGenerator<Buffer> {
      yield await Promise.resolve(randomBytes(2 * MEGABYTE));
      throw new Error('connection reset');
    };

    await expect(storeDocument(pool, document(Buffer.alloc(0), { bytes: breaking() }))).rejects.toThrow(
      'connection reset',
    );

    expect(await rows()).toEqual(before);
  });

  test('a document is gone after its deletion, chunks included, and other cases cannot delete it', async () => {
    const before = await rows();
    const { documentId } = await storeDocument(pool, document(randomBytes(2 * MEGABYTE)));

    expect(await deleteDocument(pool, randomUUID(), documentId)).toBe(false);
    expect(await deleteDocument(pool, key.caseId, documentId)).toBe(true);
    expect(await deleteDocument(pool, key.caseId, documentId)).toBe(false);

    expect(await rows()).toEqual(before);
  });

  test('nothing is stored under a destroyed key', async () => {
    const gone = await aCase(pool, someKeys(pool));
    await pool.query('UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = now() WHERE case_id = $1', [
      gone.caseId,
    ]);

    await expect(storeDocument(pool, document(Buffer.from('x'), { key: gone }))).rejects.toThrow(/destroyed/);
  });
});

describe('tampering with stored documents', () => {
  const tampering: [string, (documentId: string, otherId: string) => Promise<unknown>][] = [
    [
      'its last chunk removed',
      (id) => owner('DELETE FROM duly.document_chunk WHERE document_id = $1 AND number = 2', id),
    ],
    [
      'its last chunk removed and its size corrected',
      async (id) => {
        await owner('DELETE FROM duly.document_chunk WHERE document_id = $1 AND number = 2', id);
        await owner(`UPDATE duly.document SET size = ${2 * MEGABYTE} WHERE document_id = $1`, id);
      },
    ],
    [
      'two chunks exchanged',
      async (id) => {
        await owner('UPDATE duly.document_chunk SET number = -1 WHERE document_id = $1 AND number = 0', id);
        await owner('UPDATE duly.document_chunk SET number = 0 WHERE document_id = $1 AND number = 1', id);
        await owner('UPDATE duly.document_chunk SET number = 1 WHERE document_id = $1 AND number = -1', id);
      },
    ],
    [
      'a chunk of another document of the same case',
      (id, other) =>
        owner(
          `UPDATE duly.document_chunk SET data = (SELECT data FROM duly.document_chunk WHERE document_id = '${other}'
           AND number = 0) WHERE document_id = $1 AND number = 0`,
          id,
        ),
    ],
    [
      'one bit changed',
      (id) =>
        owner(
          'UPDATE duly.document_chunk SET data = set_bit(data, 250, 1 - get_bit(data, 250)) WHERE document_id = $1',
          id,
        ),
    ],
    [
      'its hash changed',
      (id) => owner(`UPDATE duly.document SET hash = decode(repeat('00', 32), 'hex') WHERE document_id = $1`, id),
    ],
  ];
  const owner = (statement: string, documentId: string): Promise<unknown> =>
    database.as('duly_owner').query(statement, [documentId]);

  test.each(tampering)('a document with %s is not given out as whole', async (_how, tamper) => {
    const { documentId } = await storeDocument(pool, document(randomBytes(2 * MEGABYTE + 5)));
    const { documentId: otherId } = await storeDocument(pool, document(randomBytes(2 * MEGABYTE + 5)));

    await tamper(documentId, otherId);

    await expect(read(documentId)).rejects.toMatchObject({ name: 'DocumentDamaged' });
  });
});
