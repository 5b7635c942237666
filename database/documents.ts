import type { DataKey } from './keys.js';
import type { Queryable } from './pool.js';
import { commitment, isSameBytes, open, SealBroken, type Belonging } from './sealing.js';

/** Each chunk is sealed alone, so a document of any size needs little memory. */
export const CHUNK_BYTES = 1024 * 1024;

/** Missing, cut short, put together from others, or of another case: it must not be shown as if it were whole. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
  readonly documentId: string;
  constructor(documentId: string) {
    super(`document ${documentId} is not as it was stored`);
    this.documentId = documentId;
  }
}

export interface StoredDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

export interface DocumentRow {
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
  const row = await documentRow(database, key, documentId);
  return row && describe(key, row);
}

/** Chunk by chunk, each checked before it is given out; throws `DocumentDamaged` where it is not what was stored. */
export async function* readDocument(database: Queryable, key: DataKey, documentId: string): AsyncGenerator<Buffer> {
  const row = await documentRow(database, key, documentId);
  if (row === undefined) throw new DocumentDamaged(documentId);
  const last = Math.max(1, Math.ceil(Number(row.size) / CHUNK_BYTES)) - 1;
  const hash = documentHash(key, documentId);
  for (let number = 0; number <= last; number += 1) {
    const chunk = await readChunk(database, key, documentId, number, number === last);
    hash.update(chunk);
    yield chunk;
  }
  if (!isSameBytes(hash.digest(), row.hash)) throw new DocumentDamaged(documentId);
}

/** All of it at once, for what is small. */
export async function readWhole(database: Queryable, key: DataKey, documentId: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readDocument(database, key, documentId)) chunks.push(chunk);
  return Buffer.concat(chunks);
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

export async function documentRow(
  database: Queryable,
  key: DataKey,
  documentId: string,
): Promise<DocumentRow | undefined> {
  const found = await database.query<DocumentRow>(
    'SELECT * FROM duly.document WHERE case_id = $1 AND document_id = $2',
    [key.caseId, documentId],
  );
  return found.rows[0];
}

export function describe(key: DataKey, { document_id: documentId, kind, label, size }: DocumentRow): StoredDocument {
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

/** Over the plain bytes, in the order in which they come. */
export function documentHash(key: DataKey, documentId: string): ReturnType<typeof commitment> {
  return commitment(key.commit, ['document', documentId]);
}

export const chunkPlace = (documentId: string, number: number, isLast: boolean): Belonging => [
  'document',
  documentId,
  number,
  isLast ? 'last' : 'more',
];
export const labelPlace = (documentId: string): Belonging => ['document-label', documentId];
