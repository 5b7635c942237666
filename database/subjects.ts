import { z } from 'zod';
import type { DataKey } from './keys.js';
import type { Queryable } from './pool.js';
import { open, seal } from './sealing.js';

/** How to reach the data subject, and who they say they are. The one place of it, under the case's key. */
export interface SubjectContact {
  readonly name?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly postalAddress?: string | undefined;
  /** Where the message asked for answers, if elsewhere than at the sender's: shown to people, written to by none of us. */
  readonly replyTo?: string | undefined;
  /** Message-ID of the mail that we answer. */
  readonly inReplyTo?: string | undefined;
}

const contact: z.ZodType<SubjectContact> = z.strictObject({
  name: z.string().optional(),
  mail: z.string().optional(),
  phone: z.string().optional(),
  postalAddress: z.string().optional(),
  replyTo: z.string().optional(),
  inReplyTo: z.string().optional(),
});

export async function putSubject(db: Queryable, key: DataKey, subject: SubjectContact): Promise<void> {
  const sealed = seal(key.encrypt, Buffer.from(JSON.stringify(subject)), ['subject', key.caseId]);
  await db.query(
    `INSERT INTO duly.subject (case_id, contact) VALUES ($1, $2)
     ON CONFLICT (case_id) DO UPDATE SET contact = excluded.contact`,
    [key.caseId, sealed],
  );
}

export async function subjectOf(db: Queryable, key: DataKey): Promise<SubjectContact | undefined> {
  const { rows } = await db.query<{ contact: Buffer }>('SELECT contact FROM duly.subject WHERE case_id = $1', [
    key.caseId,
  ]);
  if (rows[0] === undefined) return undefined;
  return contact.parse(JSON.parse(open(key.encrypt, rows[0].contact, ['subject', key.caseId]).toString('utf8')));
}
