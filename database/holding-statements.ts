import type { KnownBreach } from '../domain/breach.js';
import { readBreach } from './case-reader.js';
import type { CaseKeys } from './keys.js';
import type { Pool } from './pool.js';

export interface StatedBreach {
  readonly caseId: string;
  readonly breach: KnownBreach;
}

/** Open breaches for which somebody said what may be said, by their references. */
export async function statedBreaches(pool: Pool, keys: CaseKeys): Promise<readonly StatedBreach[]> {
  const { rows } = await pool.query<{ caseId: string }>(
    `SELECT case_id AS "caseId" FROM duly.board WHERE kind = 'breach' AND NOT closed
       AND EXISTS (SELECT FROM duly.fact WHERE fact.case_id = board.case_id AND type = 'holdingStatementSet')
     ORDER BY reference`,
  );
  const stated: StatedBreach[] = [];
  for (const { caseId } of rows) {
    const state = (await readBreach(pool, keys, caseId))?.folded.state;
    if (state !== undefined && state.phase !== 'new') stated.push({ caseId, breach: state });
  }
  return stated;
}
