import { WorkflowUpdateFailedError } from '@temporalio/client';
import { storeDocumentsWith } from '../database/document-storing.js';
import { deleteDocument } from '../database/documents.js';
import type { CaseKeys } from '../database/keys.js';
import { inTransaction } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import { CaseClosed } from '../intake/case-desk.js';
import type { Upload } from './uploads.js';

interface SentFiles {
  readonly caseId: string;
  readonly updateId: string;
  readonly files: readonly Upload[];
  readonly kind: 'answer' | 'evidence';
  /** Documents that facts of the case name. */
  readonly named: () => Promise<readonly string[]>;
}

/** A step with the files of its form: whole, or not at all. */
export async function withFiles<Answer>(
  { pool, keys }: { readonly pool: Pool; readonly keys: CaseKeys },
  { caseId, updateId, files, kind, named }: SentFiles,
  ask: (documents: readonly string[]) => Promise<Answer>,
): Promise<Answer> {
  const key = await keys.ofCase(caseId);
  const told = files.map((file) => ({ ...file, kind }));
  const documents = await inTransaction(pool, (transaction) => storeDocumentsWith(transaction, key, updateId, told));
  try {
    return await ask(documents);
  } catch (error) {
    // Only a certain no: whoever heard nothing asks again, and finds their files.
    if (error instanceof WorkflowUpdateFailedError || error instanceof CaseClosed)
      await takeBack(pool, caseId, documents, await named());
    throw error;
  }
}

/** GDPR Art. 5(1)(e): files that the case refused are not kept. One that a fact names stays, whoever refuses it now. */
async function takeBack(
  pool: Pool,
  caseId: string,
  documents: readonly string[],
  named: readonly string[],
): Promise<void> {
  for (const documentId of documents) if (!named.includes(documentId)) await deleteDocument(pool, caseId, documentId);
}
