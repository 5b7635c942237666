import { changedSummaries, noteSummary } from '../database/controller-notices.js';
import type { Pool } from '../database/pool.js';
import { duly } from '../domain/actor.js';
import { noticesSummed } from '../workflows/breach.contract.js';
import type { BreachDesk } from './case-desk.js';
import { inTurn } from './in-turn.js';

/** Tells the case of a breach once all its controllers are told, or have acknowledged, or no longer. */
export async function sumUpNotices({
  pool,
  desk,
}: {
  readonly pool: Pool;
  readonly desk: BreachDesk;
}): Promise<number> {
  const changed = await changedSummaries(pool);
  await inTurn(changed, async ({ breachId, summary }) => {
    await desk.tell(breachId, noticesSummed, { by: duly, summary });
    await noteSummary(pool, breachId, summary);
  });
  return changed.length;
}
