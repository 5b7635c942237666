import { z } from 'zod';
import { caseKinds, isSilent } from '../domain/board.js';
import type { BoardRow, CaseKind } from '../domain/board.js';
import type { FactBody } from '../domain/decider.js';
import type { Instant } from '../domain/time.js';
import type { Transition } from '../domain/transition.js';
import type { Queryable, Statement } from './pool.js';

/** One line of the list of cases, as stored. */
export interface ListedCase extends BoardRow {
  readonly caseId: string;
  readonly position: number;
  readonly lastFact: string;
  readonly lastFactAt: Instant;
}

/** The row as the newest facts leave it; an older transition, recorded late, does not turn it back. */
export function boardRow(
  caseId: string,
  { firstPosition, entries, row }: Transition<FactBody, unknown>,
): Statement | undefined {
  const last = entries.at(-1)?.fact;
  if (row === undefined || last === undefined) return undefined;
  return {
    name: 'board',
    text: `INSERT INTO duly.board (case_id, kind, reference, what, phase, waiting_for, owner, controller, due_at, overdue,
                                   drill, closed, position, last_fact, last_fact_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           ON CONFLICT (case_id) DO UPDATE SET
             what = excluded.what, phase = excluded.phase, waiting_for = excluded.waiting_for, owner = excluded.owner,
             due_at = excluded.due_at, overdue = excluded.overdue, closed = excluded.closed,
             position = excluded.position, last_fact = excluded.last_fact, last_fact_at = excluded.last_fact_at
           WHERE board.position < excluded.position`,
    values: [
      caseId,
      row.kind,
      row.reference,
      row.what,
      row.phase,
      row.waitingFor,
      row.owner ?? null,
      row.controller,
      row.dueAt ?? null,
      row.overdue,
      row.drill,
      row.closed,
      firstPosition + entries.length,
      last.type,
      last.at,
    ],
  };
}

/** What the list may be narrowed to. */
export interface BoardFilter {
  readonly closed?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly what?: string | undefined;
  readonly phase?: string | undefined;
  readonly owner?: string | undefined;
  readonly controller?: string | undefined;
  readonly drill?: boolean | undefined;
  readonly reference?: string | undefined;
  /** Due before this instant; late ones included. */
  readonly dueBefore?: Instant | undefined;
  readonly waitingFor?: readonly string[] | undefined;
}

/** The place after which a page begins. */
export interface BoardCursor {
  readonly dueAt: Instant | null;
  readonly reference: string;
}

const stored = z.object({
  caseId: z.string(),
  kind: z.enum(caseKinds),
  reference: z.string(),
  what: z.string(),
  phase: z.string(),
  waitingFor: z.string(),
  owner: z
    .string()
    .nullable()
    .transform((owner) => owner ?? undefined),
  controller: z.string(),
  dueAt: z
    .date()
    .nullable()
    .transform((dueAt) => dueAt?.toISOString()),
  overdue: z.boolean(),
  drill: z.boolean(),
  closed: z.boolean(),
  position: z.number(),
  lastFact: z.string(),
  lastFactAt: z.date().transform((at) => at.toISOString()),
});

const COLUMNS = `case_id AS "caseId", kind, reference, what, phase, waiting_for AS "waitingFor", owner, controller,
  due_at AS "dueAt", overdue, drill, closed, position, last_fact AS "lastFact", last_fact_at AS "lastFactAt"`;

/** What is due next comes first, at the same instant by reference; what nothing is due for, last. */
export async function listBoard(
  db: Queryable,
  filter: BoardFilter,
  limit: number,
  after?: BoardCursor,
): Promise<readonly ListedCase[]> {
  const { rows } = await db.query(
    `SELECT ${COLUMNS} FROM duly.board WHERE ${conditions}
       AND ($11::text IS NULL OR (coalesce(due_at, 'infinity'), reference) > (coalesce($12::timestamptz, 'infinity'), $11))
     ORDER BY coalesce(due_at, 'infinity'), reference LIMIT $13`,
    [...valuesOf(filter), after?.reference ?? null, after?.dueAt ?? null, limit],
  );
  return rows.map((row) => stored.parse(row));
}

export async function countBoard(db: Queryable, filter: BoardFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM duly.board WHERE ${conditions}`,
    valuesOf(filter),
  );
  return rows[0]?.count ?? 0;
}

export async function boardRowOf(db: Queryable, caseId: string): Promise<ListedCase | undefined> {
  const { rows } = await db.query(`SELECT ${COLUMNS} FROM duly.board WHERE case_id = $1`, [caseId]);
  return rows[0] === undefined ? undefined : stored.parse(rows[0]);
}

/** Cases that must have a running workflow. */
export async function openCases(
  db: Queryable,
): Promise<readonly { readonly caseId: string; readonly kind: CaseKind }[]> {
  const { rows } = await db.query<{ caseId: string; kind: CaseKind }>(
    'SELECT case_id AS "caseId", kind FROM duly.board WHERE NOT closed ORDER BY due_at NULLS LAST',
  );
  return rows;
}

/** Cases whose clock passed without a word of theirs, whoever has waited longest first. */
export async function silentCases(db: Queryable, now: Instant): Promise<readonly string[]> {
  const { rows } = await db.query(
    `SELECT ${COLUMNS} FROM duly.board WHERE NOT closed AND coalesce(due_at, 'infinity') <= $1
     ORDER BY coalesce(due_at, 'infinity'), reference`,
    [now],
  );
  return rows.flatMap((row) => {
    const listed = stored.parse(row);
    return isSilent(listed, listed.lastFactAt, now) ? [listed.caseId] : [];
  });
}

/** Notices are shown with their breach: a thousand of them would hide every other case. */
const conditions = `($1::boolean IS NULL OR closed = $1) AND (kind = $2 OR $2::text IS NULL AND kind <> 'controller-notice')
  AND ($3::text IS NULL OR what = $3) AND ($4::text IS NULL OR phase = $4) AND ($5::text IS NULL OR owner = $5)
  AND ($6::text IS NULL OR controller = $6) AND ($7::boolean IS NULL OR drill = $7)
  AND ($8::text IS NULL OR reference ILIKE '%' || $8 || '%') AND ($9::timestamptz IS NULL OR coalesce(due_at, 'infinity') < $9)
  AND ($10::text[] IS NULL OR waiting_for = ANY($10))`;

function valuesOf(filter: BoardFilter): unknown[] {
  const { closed, kind, what, phase, owner, controller, drill, reference, dueBefore, waitingFor } = filter;
  const like = reference?.replaceAll(/[\\%_]/g, String.raw`\$&`);
  return [closed, kind, what, phase, owner, controller, drill, like, dueBefore, waitingFor].map(
    (value) => value ?? null,
  );
}
