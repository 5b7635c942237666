import { randomUUID } from 'node:crypto';
import { chunked } from './chunks.js';
import { sanitiseFileName } from './file-name.js';
import type { DataKey } from './keys.js';
import { inTransaction, type Pool, type Queryable, type Transaction } from './pool.js';
import { commitment, isSameBytes, open, seal, SealBroken, type Belonging } from './sealing.js';

/** Each chunk is sealed alone, so a document of any size needs little memory. */
const CHUNK_BYTES = 1024 * 1024;
export const DOCUMENT_LIMIT = 50 * CHUNK_BYTES;

export class DocumentTooLarge extends Error {
  override readonly name = 'DocumentTooLarge';
  readonly limit: number;
  constructor(limit: number) {
    super(`a document has at most ${limit} bytes`);
    this.limit = limit;
  }
}

/** Missing, cut short, put together from others, or of another case: it must not be shown as if it were whole. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
  readonly documentId: string;
  constructor(documentId: string) {
    super(`document ${documentId} is not as it was stored`);
    this.documentId = documentId;
  }
}

export interface NewDocument {
  readonly key: DataKey;
  /** One of a closed set: `request`, `answer`, `letter` … */
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly limit?: number;
}

export interface StoredDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/** Whole or not at all. */
export function storeDocument(pool: Pool, document: NewDocument): Promise<StoredDocument> {
  return inTransaction(pool, (transaction) => storeDocumentWith(transaction, document));
}

/** The same within what the caller writes anyway; a document that fails leaves the rest of the transaction usable. */
export async function storeDocumentWith(transaction: Transaction, document: NewDocument): Promise<StoredDocument> {
  await transaction.query('SAVEPOINT document');
  try {
    const stored = await write(transaction, document);
    await transaction.query('RELEASE SAVEPOINT document');
    return stored;
  } catch (error) {
    await transaction.query('ROLLBACK TO SAVEPOINT document');
    throw error;
  }
}

async function write(transaction: Transaction, document: NewDocument): Promise<StoredDocument> {
  const { key, kind, contentType, bytes, limit = DOCUMENT_LIMIT } = document;
  await keepKey(transaction, key);
  const documentId = randomUUID();
  const label = { name: sanitiseFileName(document.name), contentType };
  const hash = commitment(key.commit, ['document', documentId]);
  let size = 0;
  for await (const { chunk, number, isLast } of chunked(bytes, CHUNK_BYTES)) {
    size += chunk.length;
    if (size > limit) throw new DocumentTooLarge(limit);
    hash.update(chunk);
    const data = seal(key.document, chunk, chunkPlace(documentId, number, isLast));
    await transaction.query('INSERT INTO duly.document_chunk (document_id, number, data) VALUES ($1, $2, $3)', [
      documentId,
      number,
      data,
    ]);
  }
  const sealedLabel = seal(key.document, Buffer.from(JSON.stringify(label)), labelPlace(documentId));
  await transaction.query(
    'INSERT INTO duly.document (document_id, case_id, kind, label, size, hash) VALUES ($1, $2, $3, $4, $5, $6)',
    [documentId, key.caseId, kind, sealedLabel, size, hash.digest()],
  );
  return { documentId, kind, ...label, size };
}

/** Nothing is sealed under a key that is being destroyed at this moment. */
async function keepKey(transaction: Transaction, { keyId, caseId }: DataKey): Promise<void> {
  const living = await transaction.query(
    'SELECT 1 FROM duly.case_key WHERE key_id = $1 AND wrapped_key IS NOT NULL FOR SHARE',
    [keyId],
  );
  if (living.rowCount === 0) throw new Error(`the key of case ${caseId} is destroyed`);
}

interface DocumentRow {
  readonly document_id: string;
  readonly kind: string;
  readonly label: Buffer;
  readonly size: string;
  readonly hash: Buffer;
}

/** The documents of the key's case, oldest first. */
export async function documentsOf(database: Queryable, key: DataKey): Promise<readonly StoredDocument[]> {
  const found = await database.query<DocumentRow>(
    'SELECT * FROM duly.document WHERE case_id = $1 ORDER BY created_at, document_id',
    [key.caseId],
  );
  return found.rows.map((row) => describe(key, row));
}

/** Undefined for a document that is not there or belongs to another case. */
export async function documentOf(
  database: Queryable,
  key: DataKey,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const row = await rowOf(database, key, documentId);
  return row && describe(key, row);
}

/** Chunk by chunk, each checked before it is given out; throws `DocumentDamaged` where it is not what was stored. */
export async function* readDocument(database: Queryable, key: DataKey, documentId: string): AsyncGenerator<Buffer> {
  const row = await rowOf(database, key, documentId);
  if (row === undefined) throw new DocumentDamaged(documentId);
  const last = Math.max(1, Math.ceil(Number(row.size) / CHUNK_BYTES)) - 1;
  const hash = commitment(key.commit, ['document', documentId]);
  for (let number = 0; number <= last; number += 1) {
    const chunk = await readChunk(database, key, documentId, number, number === last);
    hash.update(chunk);
    yield chunk;
  }
  if (!isSameBytes(hash.digest(), row.hash)) throw new DocumentDamaged(documentId);
}

async function readChunk(
  database: Queryable,
  key: DataKey,
  documentId: string,
  number: number,
  isLast: boolean,
): Promise<Buffer> {
  const found = await database.query<{ data: Buffer }>(
    'SELECT data FROM duly.document_chunk WHERE document_id = $1 AND number = $2',
    [documentId, number],
  );
  const [row] = found.rows;
  if (row === undefined) throw new DocumentDamaged(documentId);
  return openIn(documentId, () => open(key.document, row.data, chunkPlace(documentId, number, isLast)));
}

/** Whether there was one in this case. */
export async function deleteDocument(database: Queryable, caseId: string, documentId: string): Promise<boolean> {
  const gone = await database.query(
    `WITH gone AS (DELETE FROM duly.document WHERE case_id = $1 AND document_id = $2 RETURNING document_id),
     chunks AS (DELETE FROM duly.document_chunk USING gone WHERE document_chunk.document_id = gone.document_id)
     SELECT document_id FROM gone`,
    [caseId, documentId],
  );
  return gone.rowCount === 1;
}

/** How many there were. */
export async function deleteDocumentsOfCase(database: Queryable, caseId: string): Promise<number> {
  const gone = await database.query(
    `WITH gone AS (DELETE FROM duly.document WHERE case_id = $1 RETURNING document_id),
     chunks AS (DELETE FROM duly.document_chunk USING gone WHERE document_chunk.document_id = gone.document_id)
     SELECT document_id FROM gone`,
    [caseId],
  );
  return gone.rowCount ?? 0;
}

async function rowOf(database: Queryable, key: DataKey, documentId: string): Promise<DocumentRow | undefined> {
  const found = await database.query<DocumentRow>(
    'SELECT * FROM duly.document WHERE case_id = $1 AND document_id = $2',
    [key.caseId, documentId],
  );
  return found.rows[0];
}

function describe(key: DataKey, { document_id: documentId, kind, label, size }: DocumentRow): StoredDocument {
  const plain = openIn(documentId, () => open(key.document, label, labelPlace(documentId)));
  const { name, contentType } = JSON.parse(plain.toString()) as Pick<StoredDocument, 'name' | 'contentType'>;
  return { documentId, kind, name, contentType, size: Number(size) };
}

function openIn(documentId: string, work: () => Buffer): Buffer {
  try {
    return work();
  } catch (error) {
    throw error instanceof SealBroken ? new DocumentDamaged(documentId) : error;
  }
}

const chunkPlace = (documentId: string, number: number, isLast: boolean): Belonging => [
  'document',
  documentId,
  number,
  isLast ? 'last' : 'more',
];
const labelPlace = (documentId: string): Belonging => ['document-label', documentId];
