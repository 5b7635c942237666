import type { Queryable } from './pool.js';

/** What a person must see because no law of the case expects it. */
export const alarmCodes = [
  'FactsTakenOver',
  'MessageForged',
  'RegistrationStuck',
  'MailUnreadable',
  'WorkflowMissing',
] as const;
export type AlarmCode = (typeof alarmCodes)[number];

/** Kept for the operations room, and told to whoever listens. */
export async function raiseAlarm(db: Queryable, code: AlarmCode, caseId?: string): Promise<void> {
  await db.query('INSERT INTO duly.alarm (code, case_id) VALUES ($1, $2)', [code, caseId ?? null]);
}

/** For what is looked at again and again: one alarm per case is enough to call a person. */
export async function raiseAlarmOnce(db: Queryable, code: AlarmCode, caseId: string): Promise<void> {
  await db.query(
    `INSERT INTO duly.alarm (code, case_id)
     SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM duly.alarm WHERE code = $1 AND case_id = $2)`,
    [code, caseId],
  );
}

export interface Alarm {
  readonly code: AlarmCode;
  readonly caseId: string | null;
  readonly raisedAt: string;
}

export async function alarmsSince(db: Queryable, since: string): Promise<readonly Alarm[]> {
  const { rows } = await db.query<Alarm>(
    `SELECT code, case_id AS "caseId", to_json(raised_at) #>> '{}' AS "raisedAt" FROM duly.alarm
     WHERE raised_at >= $1 ORDER BY alarm_id DESC LIMIT 100`,
    [since],
  );
  return rows;
}
