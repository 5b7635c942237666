import { storeDocumentsWith } from '../database/document-storing.js';
import type { CaseKeys } from '../database/keys.js';
import { inTransaction } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import type { Actor } from '../domain/actor.js';
import { newDocumentsPath } from '../pages/new-documents.view.js';
import type { FiledKind } from '../pages/new-documents.view.js';
import type { Questions } from './idempotency.js';
import { marksOf } from './uploads.js';
import type { Upload } from './uploads.js';

export interface DocumentsAsk {
  readonly caseId: string;
  readonly kind: FiledKind;
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
  readonly files: readonly Upload[];
}

interface Stores {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly questions: Questions;
  readonly now: () => Date;
}

/** Files that a form adds to a case: all of them or none, once however often it is sent, and with who added them. */
export async function addAskedDocuments(
  { pool, keys, questions, now }: Stores,
  { caseId, kind, actor, nonce, files }: DocumentsAsk,
): Promise<void> {
  const route = `POST ${newDocumentsPath(caseId, kind)}`;
  const question = await questions.rememberStep({ actor, route, key: nonce }, marksOf(files));
  if (question.earlierAnswer !== undefined) return;
  const key = await keys.ofCase(caseId);
  const told = files.map((file) => ({ ...file, kind: 'evidence', added: { by: actor, at: now() } }));
  await inTransaction(pool, (transaction) => storeDocumentsWith(transaction, key, question.updateId, told));
  await questions.answered(question, { status: 201, body: null });
}
