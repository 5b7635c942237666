import type { Alarm, AlarmCode } from '../domain/alarm.js';
import type { Queryable } from './pool.js';

/** Kept for the operations room, and told to whoever listens. */
export async function raiseAlarm(db: Queryable, code: AlarmCode, caseIds: readonly string[] = []): Promise<void> {
  await db.query('INSERT INTO duly.alarm (code, case_ids) VALUES ($1, $2)', [code, caseIds]);
}

/** For what is looked at again and again: one alarm per case and day is enough to call a person, one for all that are new. */
export async function raiseAlarmOnce(db: Queryable, code: AlarmCode, caseIds: readonly string[]): Promise<void> {
  await db.query(
    `INSERT INTO duly.alarm (code, case_ids)
     SELECT $1, array_agg(about.id ORDER BY place) FROM unnest($2::text[]) WITH ORDINALITY AS about (id, place)
     WHERE NOT EXISTS (SELECT 1 FROM duly.alarm WHERE code = $1 AND about.id = ANY(case_ids)
                        AND raised_at > now() - interval '1 day')
     HAVING count(*) > 0`,
    [code, caseIds],
  );
}

const CASES_NAMED = 20;

/** The newest first; `before` is the last of the page before. */
export async function listAlarms(db: Queryable, limit: number, before?: string): Promise<readonly Alarm[]> {
  const { rows } = await db.query<StoredAlarm>(
    `SELECT ${columns} FROM duly.alarm WHERE $2::bigint IS NULL OR alarm_id < $2 ORDER BY alarm_id DESC LIMIT $1`,
    [limit, before ?? null],
  );
  return rows.map(alarmFrom);
}

/** Those for which the bell is due, whoever has waited longest first. */
export async function alarmsToRing(db: Queryable, limit = 20): Promise<readonly Alarm[]> {
  const { rows } = await db.query<StoredAlarm>(
    `SELECT ${columns} FROM duly.alarm WHERE ring_at <= now() ORDER BY ring_at LIMIT $1`,
    [limit],
  );
  return rows.map(alarmFrom);
}

/** Whom nobody reached is tried again, at first after a minute, then ever more seldom, for as long as it takes. */
export async function noteRing(
  db: Queryable,
  alarmId: string,
  { isHeard, isOver }: { readonly isHeard: boolean; readonly isOver: boolean },
): Promise<void> {
  await db.query(
    `UPDATE duly.alarm SET
       told_at = coalesce(told_at, CASE WHEN $2 THEN now() END),
       ring_at = CASE WHEN NOT $3 THEN now() + greatest('1 minute', least('6 hours', (now() - raised_at) / 2)) END
     WHERE alarm_id = $1`,
    [alarmId, isHeard, isOver],
  );
}

const columns = `alarm_id::text AS "alarmId", code, raised_at AS "raisedAt", told_at AS "toldAt", ring_at AS "ringAt",
  cardinality(case_ids) AS count,
  (SELECT coalesce(json_agg(json_build_object('caseId', about.id, 'reference', board.reference) ORDER BY place), '[]')
   FROM unnest(case_ids[1:${CASES_NAMED}]) WITH ORDINALITY AS about (id, place)
   LEFT JOIN duly.board ON board.case_id = about.id) AS cases`;

type StoredAlarm = Omit<Alarm, 'raisedAt' | 'toldAt' | 'ringAt'> & {
  readonly raisedAt: Date;
  readonly toldAt: Date | null;
  readonly ringAt: Date | null;
};

function alarmFrom({ raisedAt, toldAt, ringAt, ...alarm }: StoredAlarm): Alarm {
  return {
    ...alarm,
    raisedAt: raisedAt.toISOString(),
    toldAt: toldAt?.toISOString() ?? null,
    ringAt: ringAt?.toISOString() ?? null,
  };
}
