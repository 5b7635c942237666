import { z } from 'zod';
import type { Queryable } from './pool.js';

/** A question asked under an Idempotency-Key: hashes only. */
export interface AskedQuestion {
  readonly keyHash: string;
  readonly bodyHash: string;
  readonly caseId: string;
}

export interface RememberedQuestion {
  readonly bodyHash: string;
  /** What was answered before, if the answer was given. */
  readonly answer: unknown;
}

export interface QuestionStore {
  /** Keeps the question unless its key is known, and says what is kept under the key. */
  remember(question: AskedQuestion): Promise<RememberedQuestion>;
  answered(keyHash: string, answer: object): Promise<void>;
  /** Keys are remembered 30 days; the caller names the day. */
  purgeBefore(before: Date): Promise<number>;
}

const remembered = z
  .object({ body_hash: z.string(), answer: z.unknown() })
  .transform((row) => ({ bodyHash: row.body_hash, answer: row.answer ?? undefined }));

export function createQuestionStore(db: Queryable): QuestionStore {
  return {
    async remember({ keyHash, bodyHash, caseId }) {
      await db.query(
        `INSERT INTO duly.idempotency (key_hash, body_hash, case_id) VALUES ($1, $2, $3)
         ON CONFLICT (key_hash) DO NOTHING`,
        [keyHash, bodyHash, caseId],
      );
      const { rows } = await db.query('SELECT body_hash, answer FROM duly.idempotency WHERE key_hash = $1', [keyHash]);
      return remembered.parse(rows[0]);
    },
    async answered(keyHash, answer) {
      await db.query('UPDATE duly.idempotency SET answer = $2 WHERE key_hash = $1 AND answer IS NULL', [
        keyHash,
        JSON.stringify(answer),
      ]);
    },
    async purgeBefore(before) {
      const { rowCount } = await db.query('DELETE FROM duly.idempotency WHERE created_at < $1', [before]);
      return rowCount ?? 0;
    },
  };
}
