import type { Access, KeptAccess } from '../domain/access.js';
import type { Actor, Role } from '../domain/actor.js';
import type { Queryable } from './pool.js';

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

interface Row {
  readonly accessId: string;
  readonly access: Access;
  readonly role: Role;
  readonly id: string;
  readonly minute: Date;
  readonly count: number;
}

/** Who looked at a case, the newest first; `before` is where the page before ended. */
export async function accessesOf(
  db: Queryable,
  caseId: string,
  limit: number,
  before?: string,
): Promise<readonly KeptAccess[]> {
  const { rows } = await db.query<Row>(
    `SELECT access_id AS "accessId", access, actor_role AS role, actor_id AS id, minute, count
     FROM duly.access_record WHERE case_id = $1 AND access_id < coalesce($3::bigint, 9223372036854775807)
     ORDER BY access_id DESC LIMIT $2`,
    [caseId, limit, before ?? null],
  );
  return rows.map(({ role, id, minute, ...row }) => ({ ...row, actor: { role, id }, minute: minute.toISOString() }));
}
