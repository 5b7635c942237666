import type { Actor } from '../domain/actor.js';
import type { Queryable } from './pool.js';

/** What of the reading, and of the refused, is kept. A closed list: the words become leaves of the ledger. */
export const accesses = [
  'case-opened',
  'cases-searched',
  'document-downloaded',
  'evidence-downloaded',
  'payload-decoded',
  'mail-read',
  'holds-read',
  'role-refused',
] as const;
export type Access = (typeof accesses)[number];

export interface AccessRecord {
  readonly access: Access;
  readonly actor: Actor;
  /** Of a case that exists. Never what a refused caller typed: that would let them fill the table. */
  readonly caseId?: string;
  readonly at: Date;
}

/** Who looked at what, counted per minute, so that nobody can flood the ledger by looking often. */
export async function recordAccess(db: Queryable, { access, actor, caseId, at }: AccessRecord): Promise<void> {
  await db.query(
    `INSERT INTO duly.access_record (minute, access, actor_role, actor_id, case_id)
     VALUES (date_trunc('minute', $1::timestamptz), $2, $3, $4, $5)
     ON CONFLICT (minute, access, actor_role, actor_id, case_id) WHERE staged_at IS NULL
     DO UPDATE SET count = duly.access_record.count + 1`,
    [at, access, actor.role, actor.id, caseId ?? ''],
  );
}
