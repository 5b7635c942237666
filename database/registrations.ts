import type { CaseKind } from '../domain/board.js';
import type { Instant } from '../domain/time.js';
import type { DataKey } from './keys.js';
import type { Queryable, Statement, Transaction } from './pool.js';
import { open, seal } from './sealing.js';

/** What was promised at the door: once it is kept here, the case will open, whatever dies meanwhile. */
export async function keepRegistration(
  transaction: Transaction,
  key: DataKey,
  kind: CaseKind,
  command: object,
): Promise<void> {
  const sealed = seal(key.encrypt, Buffer.from(JSON.stringify(command)), ['registration', key.caseId]);
  await transaction.query('INSERT INTO duly.registration (case_id, kind, command) VALUES ($1, $2, $3)', [
    key.caseId,
    kind,
    sealed,
  ]);
}

/** The `register` command as it was kept; undefined where there is none. */
export async function registrationOf(db: Queryable, key: DataKey): Promise<object | undefined> {
  const { rows } = await db.query<{ command: Buffer }>('SELECT command FROM duly.registration WHERE case_id = $1', [
    key.caseId,
  ]);
  if (rows[0] === undefined) return undefined;
  return JSON.parse(open(key.encrypt, rows[0].command, ['registration', key.caseId]).toString('utf8')) as object;
}

/** Registrations without a first fact, oldest first; `before` leaves those in peace that are just being answered. */
export async function unfinishedRegistrations(
  db: Queryable,
  before: Date,
  limit = 100,
): Promise<readonly { readonly caseId: string; readonly kind: CaseKind }[]> {
  const { rows } = await db.query<{ caseId: string; kind: CaseKind }>(
    `SELECT case_id AS "caseId", kind FROM duly.registration WHERE registered_at IS NULL AND created_at < $1
     ORDER BY created_at LIMIT $2`,
    [before, limit],
  );
  return rows;
}

/** The case has its first fact: whatever was promised at the door is kept. */
export function finishedRegistration(caseId: string, at: Instant): Statement {
  return {
    name: 'registration',
    text: 'UPDATE duly.registration SET registered_at = $2 WHERE case_id = $1 AND registered_at IS NULL',
    values: [caseId, at],
  };
}
