import { documentIdFrom, DocumentDiffers, storeDocument } from '../../database/document-storing.js';
import { documentOf, readWhole } from '../../database/documents.js';
import type { DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';

export interface Paper {
  readonly documentId: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Blank {
  readonly source: string;
  readonly name: string;
  readonly contentType: string;
  readonly write: () => Promise<Uint8Array> | Uint8Array;
}

/** Written once; every later attempt sends the copy that stands, whichever attempt wrote it. */
export async function paperOf(pool: Pool, key: DataKey, { source, name, contentType, write }: Blank): Promise<Paper> {
  const documentId = documentIdFrom(key, source);
  if ((await documentOf(pool, key, documentId)) === undefined) {
    const document = { key, source, kind: 'evidence', name, contentType, bytes: await write() };
    await storeDocument(pool, document).catch((error: unknown) => {
      if (!(error instanceof DocumentDiffers)) throw error;
    });
  }
  return { documentId, name, contentType, bytes: await readWhole(pool, key, documentId) };
}
