import { CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** By then it was tried a good many times, and whoever waits for it has waited long enough. */
const STUCK_MS = 600_000;

/** Bulk work is never given up, so that nothing ends it that a person would hear of: `alarm` tells them, by the case. */
export function whenWorkIsStuck(
  alarm: (caseId: string) => Promise<void>,
  now: () => number = Date.now,
): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: async (input, next) => {
        try {
          return await next(input);
        } catch (error) {
          const isStuck = info.attempt > 1 && now() - info.scheduledTimestampMs >= STUCK_MS;
          if (isStuck && !(error instanceof CancelledFailure)) await alarm(info.workflowExecution?.workflowId ?? '');
          throw error;
        }
      },
    },
  });
}
