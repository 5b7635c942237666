import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { caseOf } from './case-of.js';

/** By then it was tried a good many times, and whoever waits for it has waited long enough. */
const STUCK_MS = 600_000;
/** One failure, or one restart, is nothing that a person must hear of. */
const FAILURES = 2;

/**
 * Bulk work is never given up, so that nothing ends it that a person would hear of: `alarm` tells them, by the case.
 * Asked as an attempt begins, so that it does not matter how those before it ended: by an error, in silence, with their process.
 */
export function whenWorkIsStuck(
  alarm: (caseId: string) => Promise<void>,
  now: () => number = Date.now,
): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: async (input, next) => {
        const isStuck = info.attempt > FAILURES && now() - info.scheduledTimestampMs >= STUCK_MS;
        const caseId = caseOf(info.workflowExecution);
        // Where no alarm can be raised, the work itself is tried all the same.
        if (isStuck && caseId !== undefined) await alarm(caseId).catch(() => undefined);
        return next(input);
      },
    },
  });
}
