import { documentOf, readDocument } from '../database/documents.js';
import type { StoredDocument } from '../database/documents.js';
import type { CaseKeys, DataKey } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { KeptWords } from '../pages/message.view.js';

/** What doors call the words of a message. */
const names = ['message.txt', 'request.txt'];

/** What the data subject wrote; undefined where nothing could read it, or nobody took it down. */
export async function messageWords(
  pool: Pool,
  keys: CaseKeys,
  caseId: string,
  { documents }: KnownRequest,
): Promise<KeptWords | undefined> {
  const key = await keys.ofCase(caseId);
  for (const documentId of documents) {
    const found = await documentOf(pool, key, documentId);
    if (found !== undefined && isWords(found)) return { documentId, text: await beginningOf(pool, key, documentId) };
  }
  return undefined;
}

function isWords({ kind, name, contentType }: StoredDocument): boolean {
  return kind === 'request' && names.includes(name) && contentType.startsWith('text/plain');
}

/** Its first chunk is far more than a page shows. */
async function beginningOf(pool: Pool, key: DataKey, documentId: string): Promise<string> {
  for await (const chunk of readDocument(pool, key, documentId)) return chunk.toString('utf8');
  return '';
}
