import type { Instant } from '../domain/time.js';
import type { Pool, Queryable, Transaction } from './pool.js';

export type MailState = 'received' | 'opened' | 'filed' | 'set-aside' | 'duplicate';

export interface TakenMail {
  readonly mailId: string;
  readonly documentId: string;
  readonly receivedAt: Instant;
  readonly hasNullSender: boolean;
  readonly filedDocumentId: string | null;
}

export interface MailFindings {
  readonly kind: string;
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
}

export async function takeMail(
  transaction: Transaction,
  mail: Pick<TakenMail, 'mailId' | 'documentId' | 'receivedAt' | 'hasNullSender'>,
): Promise<void> {
  await transaction.query(
    'INSERT INTO duly.mail (mail_id, document_id, received_at, has_null_sender) VALUES ($1, $2, $3, $4)',
    [mail.mailId, mail.documentId, mail.receivedAt, mail.hasNullSender],
  );
}

/** Mails that nobody has dealt with yet; one that failed often waits longer each time, and lets others go before it. */
export async function unprocessedMails(db: Queryable, limit = 50): Promise<readonly TakenMail[]> {
  const { rows } = await db.query<TakenMail & { readonly receivedAt: Date }>(
    `SELECT mail_id AS "mailId", document_id AS "documentId", received_at AS "receivedAt",
            has_null_sender AS "hasNullSender", filed_document_id AS "filedDocumentId"
     FROM duly.mail
     WHERE state = 'received'
       AND (processed_at IS NULL OR processed_at < now() - make_interval(secs => least(300, attempts * attempts)))
     ORDER BY attempts, received_at LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ ...row, receivedAt: (row.receivedAt as unknown as Date).toISOString() }));
}

/** How often it was begun, this time included. Undefined: somebody else has dealt with it meanwhile. */
export async function beginMail(db: Queryable, mailId: string): Promise<number | undefined> {
  const { rows } = await db.query<{ attempts: number }>(
    `UPDATE duly.mail SET attempts = attempts + 1, processed_at = now()
     WHERE mail_id = $1 AND state = 'received' RETURNING attempts`,
    [mailId],
  );
  return rows[0]?.attempts;
}

/** Ends with the transaction; false where another process is at it. */
export async function lockMail(transaction: Transaction, mailId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked',
    [mailId],
  );
  return rows[0]?.locked === true;
}

/** False: another mail has this identity, so this one is the same message again. */
export async function claimIdentity(pool: Pool, mailId: string, identity: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE duly.mail SET identity = $2
     WHERE mail_id = $1 AND NOT EXISTS (SELECT 1 FROM duly.mail WHERE identity = $2 AND mail_id <> $1)`,
    [mailId, identity],
  );
  return rowCount === 1;
}

export async function noteFindings(db: Queryable, mailId: string, findings: MailFindings): Promise<void> {
  const { kind, spf, dkim, dmarc } = findings;
  await db.query('UPDATE duly.mail SET kind = $2, spf = $3, dkim = $4, dmarc = $5 WHERE mail_id = $1', [
    mailId,
    kind,
    spf,
    dkim,
    dmarc,
  ]);
}

export async function finishMail(db: Queryable, mailId: string, state: MailState, caseId?: string): Promise<void> {
  await db.query('UPDATE duly.mail SET state = $2, case_id = $3, processed_at = now() WHERE mail_id = $1', [
    mailId,
    state,
    caseId ?? null,
  ]);
}

export async function noteFiled(db: Queryable, mailId: string, documentId: string): Promise<void> {
  await db.query('UPDATE duly.mail SET filed_document_id = $2 WHERE mail_id = $1', [mailId, documentId]);
}

/** What came in since then, by what became of it: for the sources of the operations room. */
export async function mailCounts(db: Queryable, since: Instant): Promise<ReadonlyMap<MailState, number>> {
  const { rows } = await db.query<{ state: MailState; count: number }>(
    'SELECT state, count(*)::int AS count FROM duly.mail WHERE received_at >= $1 GROUP BY state',
    [since],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}
