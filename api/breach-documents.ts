import { storeDocumentsWith } from '../database/document-storing.js';
import type { CaseKeys } from '../database/keys.js';
import { inTransaction } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import type { Actor } from '../domain/actor.js';
import type { Questions } from './idempotency.js';
import { marksOf } from './uploads.js';
import type { Upload } from './uploads.js';

export interface DocumentsAsk {
  readonly caseId: string;
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
  readonly files: readonly Upload[];
}

interface Stores {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly questions: Questions;
}

/** Files that a form adds to a case: all of them or none, and once however often it is sent. */
export async function addAskedDocuments(
  { pool, keys, questions }: Stores,
  { caseId, actor, nonce, files }: DocumentsAsk,
): Promise<void> {
  const route = `POST /operations/breaches/${caseId}/documents`;
  const question = await questions.rememberStep({ actor, route, key: nonce }, marksOf(files));
  if (question.earlierAnswer !== undefined) return;
  const key = await keys.ofCase(caseId);
  const told = files.map((file) => ({ ...file, kind: 'evidence' }));
  await inTransaction(pool, (transaction) => storeDocumentsWith(transaction, key, question.updateId, told));
  await questions.answered(question, { status: 201, body: null });
}
