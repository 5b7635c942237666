import type { NumberRange, RepeatableLetters } from '../domain/breach.waves.js';
import type { Queryable } from './pool.js';
import type { Readers, WaveNumbers } from './wave-recipients.js';

const isMeant = `(($2 = 'corrected' AND is_corrected AND state IN ('refused', 'bounced', 'unknown'))
  OR ($2 <> 'corrected' AND state = $2))`;

/** Between which numbers such letters stand; undefined where there is none. */
export async function numbersToRepeat(
  db: Queryable,
  caseId: string,
  what: RepeatableLetters,
): Promise<NumberRange | undefined> {
  const { rows } = await db.query<{ from: number | null; to: number | null }>(
    `SELECT min(number) AS "from", max(number) AS "to" FROM duly.wave_recipient WHERE case_id = $1 AND ${isMeant}`,
    [caseId, what],
  );
  const { from, to } = rows[0] ?? {};
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

/** How many such letters there are, by the language of their readers; most first. */
export async function readersToRepeat(
  db: Queryable,
  caseId: string,
  what: RepeatableLetters,
): Promise<readonly Readers[]> {
  const { rows } = await db.query<Readers>(
    `SELECT language, count(*)::int AS recipients FROM duly.wave_recipient
     WHERE case_id = $1 AND ${isMeant} GROUP BY language ORDER BY recipients DESC, language`,
    [caseId, what],
  );
  return rows;
}

/**
 * Lets these letters wait anew, each once for an order, however often a worker is killed over it.
 * What comes back of the letter before says nothing of the one that follows it.
 */
export async function beginRepeat(db: Queryable, caseId: string, { from, to, repeat }: WaveNumbers): Promise<void> {
  if (repeat === undefined) return;
  await db.query(
    `UPDATE duly.wave_recipient
     SET state = 'waiting', edition = edition + 1, repeat_order = $5, is_corrected = false,
         earlier_message_ids = CASE WHEN message_id IS NOT NULL
           THEN array_append(earlier_message_ids, message_id) ELSE earlier_message_ids END,
         message_id = NULL, tried_at = NULL, changed_at = now()
     WHERE case_id = $1 AND ${isMeant} AND number BETWEEN $3 AND $4 AND repeat_order < $5`,
    [caseId, repeat.what, from, to, repeat.order],
  );
}
