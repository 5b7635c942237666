import { randomUUID } from 'node:crypto';
import type { Actor } from '../domain/actor.js';
import { recordAccess } from './access-records.js';
import { chunked } from './chunks.js';
import {
  CHUNK_BYTES,
  chunkPlace,
  describe,
  DocumentDamaged,
  documentHash,
  documentRow,
  labelPlace,
} from './documents.js';
import type { StoredDocument } from './documents.js';
import { sanitiseFileName } from './file-name.js';
import type { DataKey } from './keys.js';
import { inTransaction, type Pool, type Transaction } from './pool.js';
import { commit, isSameBytes, seal } from './sealing.js';
import { uuidFrom } from './uuid.js';

export const DOCUMENT_LIMIT = 50 * CHUNK_BYTES;

export class DocumentTooLarge extends Error {
  override readonly name = 'DocumentTooLarge';
  readonly limit: number;
  constructor(limit: number) {
    super(`a document has at most ${limit} bytes`);
    this.limit = limit;
  }
}

/** Its source has given a document before, of other bytes; that one stands. */
export class DocumentDiffers extends Error {
  override readonly name = 'DocumentDiffers';
  readonly documentId: string;
  constructor(documentId: string) {
    super(`document ${documentId} is kept with other bytes`);
    this.documentId = documentId;
  }
}

export interface NewDocument {
  readonly key: DataKey;
  /** What it comes from, such as a step and its place in it: one source gives one document of the case, however often. */
  readonly source?: string | undefined;
  /** One of a closed set: `request`, `answer`, `letter` … */
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** Who adds it of itself; of a file that comes with a step, its fact says so. */
  readonly added?: { readonly by: Actor; readonly at: Date } | undefined;
  readonly limit?: number;
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

/** Several of one source, in their order, under the key of one case; answers their ids. */
export async function storeDocumentsWith(
  transaction: Transaction,
  key: DataKey,
  source: string,
  documents: readonly Omit<NewDocument, 'key' | 'source'>[],
): Promise<readonly string[]> {
  const stored: string[] = [];
  for (const [index, document] of documents.entries()) {
    const { documentId } = await storeDocumentWith(transaction, { ...document, key, source: `${source} ${index}` });
    stored.push(documentId);
  }
  return stored;
}

/** Known before it is stored, and opaque. */
export function documentIdFrom(key: DataKey, source: string): string {
  return uuidFrom(commit(key.commit, Buffer.from(source), ['document-id']), 8);
}

/** The insertion itself decides which of two is first; the other one is read to its end and compared. */
async function write(transaction: Transaction, document: NewDocument): Promise<StoredDocument> {
  const { key, source, kind, contentType, bytes, added, limit = DOCUMENT_LIMIT } = document;
  await keepKey(transaction, key);
  const documentId = source === undefined ? randomUUID() : documentIdFrom(key, source);
  const label = { name: sanitiseFileName(document.name), contentType };
  const hash = documentHash(key, documentId);
  let size = 0;
  let isKnown = false;
  for await (const { chunk, number, isLast } of chunked(bytes, CHUNK_BYTES)) {
    size += chunk.length;
    if (size > limit) throw new DocumentTooLarge(limit);
    hash.update(chunk);
    if (isKnown) continue;
    const data = seal(key.document, chunk, chunkPlace(documentId, number, isLast));
    isKnown = !(await insertChunk(transaction, documentId, number, data));
  }
  if (isKnown) return same(transaction, key, documentId, hash.digest());
  const sealedLabel = seal(key.document, Buffer.from(JSON.stringify(label)), labelPlace(documentId));
  await transaction.query(
    'INSERT INTO duly.document (document_id, case_id, kind, label, size, hash) VALUES ($1, $2, $3, $4, $5, $6)',
    [documentId, key.caseId, kind, sealedLabel, size, hash.digest()],
  );
  if (added !== undefined) {
    const { by: actor, at } = added;
    await recordAccess(transaction, { access: 'document-added', actor, caseId: key.caseId, at });
  }
  return { documentId, kind, ...label, size };
}

/** False where the document is there already; one that is just being stored is waited for. */
async function insertChunk(
  transaction: Transaction,
  documentId: string,
  number: number,
  data: Buffer,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'INSERT INTO duly.document_chunk (document_id, number, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [documentId, number, data],
  );
  return rowCount === 1;
}

/** What stands, if these are its bytes. */
async function same(transaction: Transaction, key: DataKey, documentId: string, hash: Buffer): Promise<StoredDocument> {
  const row = await documentRow(transaction, key, documentId);
  if (row === undefined) throw new DocumentDamaged(documentId);
  if (!isSameBytes(row.hash, hash)) throw new DocumentDiffers(documentId);
  return describe(key, row);
}

/** Nothing is sealed under a key that is being destroyed at this moment. */
async function keepKey(transaction: Transaction, { keyId, caseId }: DataKey): Promise<void> {
  const living = await transaction.query(
    'SELECT 1 FROM duly.case_key WHERE key_id = $1 AND wrapped_key IS NOT NULL FOR SHARE',
    [keyId],
  );
  if (living.rowCount === 0) throw new Error(`the key of case ${caseId} is destroyed`);
}
