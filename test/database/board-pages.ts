import type { Pool } from '../../database/pool.js';
import { listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter } from '../../database/board.js';

/** So many cases: one in ten closed, one in twenty late, spread over forty days and twenty owners. */
export async function fillBoard(pool: Pool, rows: number): Promise<void> {
  await pool.query(
    `INSERT INTO duly.board (case_id, kind, reference, what, phase, waiting_for, owner, controller, due_at, overdue, drill,
                             closed, position, last_fact, last_fact_at)
     SELECT 'case-' || n, 'subject-request', 'S-2026-' || n, (ARRAY['access', 'erasure', 'rectification'])[1 + n % 3],
            (ARRAY['deciding', 'gathering', 'toClassify', 'settled'])[1 + n % 4], 'a decision', 'owner-' || n % 20, 'acme',
            CASE WHEN n % 10 = 0 THEN NULL ELSE date_trunc('second', now()) + make_interval(hours => (n * 7919) % 960) END, n % 20 = 1, false,
            n % 10 = 0, 5, 'requestRegistered', now()
     FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
  await pool.query('ANALYZE duly.board');
}

const PAGE = 50;

/** Milliseconds that 95 of 100 pages stayed under: first pages, pages far down, and filtered ones. */
export async function pageTimeOf(pool: Pool, rows: number, samples = 100): Promise<number> {
  const filters: readonly BoardFilter[] = [
    { closed: false },
    { closed: false, phase: 'gathering' },
    { closed: false, owner: 'owner-7' },
    { closed: false, reference: String(rows - 3) },
    { closed: true },
    {},
  ];
  const times: number[] = [];
  let after: BoardCursor | undefined;
  for (let sample = 0; sample < samples; sample += 1) {
    const filter = filters[sample % filters.length] ?? {};
    const deep = sample % filters.length === 0 ? after : undefined;
    const from = performance.now();
    const page = await listBoard(pool, filter, PAGE, deep);
    times.push(performance.now() - from);
    const last = page.at(-1);
    if (sample % filters.length === 0 && last !== undefined)
      after = { dueAt: last.dueAt ?? null, reference: last.reference };
  }
  return times.sort((one, other) => one - other)[Math.floor(samples * 0.95)] ?? Infinity;
}
