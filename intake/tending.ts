import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { raiseAlarm, raiseAlarmOnce } from '../database/alarms.js';
import { openCases } from '../database/board.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { registrationOf, unfinishedRegistrations } from '../database/registrations.js';
import { runningWorkflows } from '../temporal/running-workflows.js';
import { inTurn } from './in-turn.js';
import type { CaseDesk, CaseDesks } from './case-desk.js';

export interface TendingOptions {
  readonly pool: Pool;
  readonly client: Client;
  readonly keys: CaseKeys;
  readonly desks: CaseDesks;
  readonly now: () => number;
}

/** A registration this young is still being answered by whoever took it. */
const GRACE_MS = 10_000;
const STUCK_MS = 10 * 60_000;

/** Opens what was promised at a door whose process died before the case had its first fact. */
export async function finishRegistrations({ pool, keys, desks, now }: Omit<TendingOptions, 'client'>): Promise<number> {
  const waiting = await unfinishedRegistrations(pool, new Date(now() - GRACE_MS));
  try {
    await inTurn(waiting, async ({ caseId, kind }) => {
      const command = await registrationOf(pool, await keys.ofCase(caseId));
      // What was kept under a kind is what its desk wrote.
      if (command !== undefined) await (desks[kind] as CaseDesk<object>).open(caseId, command);
    });
  } finally {
    const stuck = await unfinishedRegistrations(pool, new Date(now() - STUCK_MS));
    await raiseAlarmOnce(
      pool,
      'RegistrationStuck',
      stuck.map(({ caseId }) => caseId),
    );
  }
  return waiting.length;
}

/** Starts every open case that has no run, from its facts: after a restore, a lost Temporal, a move to a cluster. */
export async function reviveMissing({
  pool,
  client,
  desks,
}: Pick<TendingOptions, 'pool' | 'client' | 'desks'>): Promise<number> {
  const running = new Set<string>();
  for await (const workflowId of runningWorkflows(client)) running.add(workflowId);
  const revived: string[] = [];
  try {
    await inTurn(await openCases(pool), async ({ caseId, kind }) => {
      if (!running.has(`${kind}/${caseId}`) && (await desks[kind].revive(caseId))) revived.push(caseId);
    });
  } finally {
    // One for all of them: after a restore nobody reads hundreds.
    if (revived.length > 0) await raiseAlarm(pool, 'WorkflowMissing', revived);
  }
  return revived.length;
}

export interface Tending {
  stop(): Promise<void>;
}

/** Does a piece of work again and again, one at a time; a failure is told and tried again at the next turn. */
export function tend(everyMs: number, work: () => Promise<unknown>, report: (error: unknown) => void): Tending {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (!signal.aborted) {
      await work().catch(report);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined); // Woken by `stop`.
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
