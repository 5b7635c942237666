import { z } from 'zod';
import type { NoticesSummary } from '../domain/breach.js';
import type { NoticeStanding } from '../domain/board.js';
import type { FactBody } from '../domain/decider.js';
import type { Transition } from '../domain/transition.js';
import type { Queryable, Statement } from './pool.js';

/** Where one notice stands, as lists show it. */
export interface ListedNotice extends NoticeStanding {
  readonly caseId: string;
  readonly reference: string;
  readonly phase: string;
}

/** In the transaction of the facts; an older transition, recorded late, does not turn it back. */
export function noticeRow(
  caseId: string,
  { firstPosition, entries, row }: Transition<FactBody, unknown>,
): Statement | undefined {
  if (row?.notice === undefined) return undefined;
  const { breach, addressee, dueAt, toldAt, acknowledgedAt, rungsPassed } = row.notice;
  return {
    name: 'controller-notice',
    text: `INSERT INTO duly.controller_notice AS known
             (case_id, breach_id, addressee, due_at, told_at, acknowledged_at, rungs_passed, position)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (case_id) DO UPDATE SET
             told_at = excluded.told_at, acknowledged_at = excluded.acknowledged_at,
             rungs_passed = excluded.rungs_passed, position = excluded.position
           WHERE known.position < excluded.position`,
    values: [
      ...[caseId, breach, addressee, dueAt, toldAt ?? null, acknowledgedAt ?? null, rungsPassed],
      firstPosition + entries.length,
    ],
  };
}

const moment = z
  .date()
  .nullable()
  .transform((at) => at?.toISOString());
const listed = z.object({
  ...{ caseId: z.string(), breach: z.string(), addressee: z.string(), reference: z.string(), phase: z.string() },
  dueAt: z.date().transform((at) => at.toISOString()),
  ...{ toldAt: moment, acknowledgedAt: moment, rungsPassed: z.number() },
});

/** The notices of a breach, in the order of their controllers. */
export async function noticesOf(db: Queryable, breachId: string): Promise<readonly ListedNotice[]> {
  const { rows } = await db.query(
    `SELECT notice.case_id AS "caseId", breach_id AS breach, addressee, reference, phase, notice.due_at AS "dueAt",
            told_at AS "toldAt", acknowledged_at AS "acknowledgedAt", rungs_passed AS "rungsPassed"
     FROM duly.controller_notice notice JOIN duly.board USING (case_id) WHERE breach_id = $1 ORDER BY addressee`,
    [breachId],
  );
  return rows.map((row) => listed.parse(row));
}

/** So that nobody sums up while some are still to be opened. */
export async function noteBatch(db: Queryable, breachId: string, batch: number, expected: number): Promise<void> {
  await db.query(
    'INSERT INTO duly.notice_batch (breach_id, batch, expected) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [breachId, batch, expected],
  );
}

const summary = z.object({
  ...{ breachId: z.string(), of: z.number(), told: z.number(), acknowledged: z.number(), lastToldAt: moment },
});

/** Open breaches whose notices have all been told or acknowledged, or no longer, since they last heard. */
export async function changedSummaries(
  db: Queryable,
): Promise<readonly { readonly breachId: string; readonly summary: NoticesSummary }[]> {
  const { rows } = await db.query(
    `WITH expected AS (SELECT breach_id, sum(expected)::int AS expected FROM duly.notice_batch
                       JOIN duly.board ON case_id = breach_id AND NOT closed GROUP BY breach_id),
          counted AS (SELECT breach_id, count(*)::int AS of, count(told_at)::int AS told,
                             count(acknowledged_at)::int AS acknowledged, max(told_at) AS last_told_at
                      FROM duly.controller_notice JOIN expected USING (breach_id) GROUP BY breach_id)
     SELECT breach_id AS "breachId", expected.expected AS of, told, acknowledged, last_told_at AS "lastToldAt"
     FROM counted JOIN expected USING (breach_id) LEFT JOIN duly.notice_summary known USING (breach_id)
     WHERE expected.expected <> coalesce(known.expected, 0) AND told = expected.expected
        OR (told = expected.expected) <> coalesce(is_told, false)
        OR (acknowledged = expected.expected) <> coalesce(is_acknowledged, false)`,
  );
  return rows.map((row) => {
    const { breachId, ...counted } = summary.parse(row);
    return { breachId, summary: counted };
  });
}

export async function noteSummary(
  db: Queryable,
  breachId: string,
  { of, told, acknowledged }: NoticesSummary,
): Promise<void> {
  await db.query(
    `INSERT INTO duly.notice_summary (breach_id, expected, is_told, is_acknowledged) VALUES ($1, $2, $3, $4)
     ON CONFLICT (breach_id) DO UPDATE SET expected = excluded.expected, is_told = excluded.is_told, is_acknowledged = excluded.is_acknowledged`,
    [breachId, of, told === of, acknowledged === of],
  );
}
