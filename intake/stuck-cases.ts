import { raiseAlarmOnce } from '../database/alarms.js';
import { silentCases } from '../database/board.js';
import type { Pool } from '../database/pool.js';

const STUCK_MS = 10 * 60_000;

/**
 * Finds cases that hang: a run whose tasks fail again and again counts as running, so nobody revives it, and no clock
 * of it rings. The board says so without the engine. What passed while nobody ran, or nobody could write, has as long
 * as anything else from the first look on.
 */
export function watchForStuckCases({
  pool,
  now,
}: {
  readonly pool: Pool;
  readonly now: () => number;
}): () => Promise<readonly string[]> {
  const silentSince = new Map<string, number>();

  return async function look() {
    const before = new Map(silentSince);
    silentSince.clear(); // Where this look fails, the next one is a first one again.
    const lookedAt = now();
    for (const caseId of await silentCases(pool, new Date(lookedAt).toISOString()))
      silentSince.set(caseId, before.get(caseId) ?? lookedAt);
    const stuck = [...silentSince].flatMap(([caseId, since]) => (lookedAt - since >= STUCK_MS ? [caseId] : []));
    await raiseAlarmOnce(pool, 'CaseStuck', stuck);
    return stuck;
  };
}
