import { forgetAcknowledgements } from './acknowledgements.js';
import { createQuestionStore } from './idempotency.js';
import type { Pool } from './pool.js';
import { inTransaction } from './pool.js';
import { createSignInStore } from './sessions.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Keys of questions, and mails that became no case: thirty days, in which somebody may still ask. */
const KEPT_DAYS = 30;

/** GDPR Art. 5(1)(e): what is needed no longer goes by itself. Cases are never purged: their end is proposed and approved. */
export async function purge(pool: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await createQuestionStore(pool).purgeBefore(before);
  await createSignInStore(pool).purge(now);
  await forgetAcknowledgements(pool, now);
  await purgeMails(pool, before);
}

/** The raw message of a mail that opened no case has a key of its own, and ends with it. */
async function purgeMails(pool: Pool, before: Date): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    const { rows } = await transaction.query<{ mail_id: string }>(
      `DELETE FROM duly.mail WHERE state IN ('filed', 'set-aside', 'duplicate') AND processed_at < $1 RETURNING mail_id`,
      [before],
    );
    const ids = rows.map(({ mail_id: id }) => id);
    await transaction.query(
      'DELETE FROM duly.document_chunk WHERE document_id IN (SELECT document_id FROM duly.document WHERE case_id = ANY($1))',
      [ids],
    );
    await transaction.query('DELETE FROM duly.document WHERE case_id = ANY($1)', [ids]);
    await transaction.query(
      `UPDATE duly.case_key SET wrapped_key = NULL, destroyed_at = now()
       WHERE case_id = ANY($1) AND wrapped_key IS NOT NULL`,
      [ids],
    );
  });
}
