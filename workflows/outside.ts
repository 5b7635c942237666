import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { AnnouncingActivities } from '../activities/announcing/announcing.js';
import type { LetterActivities } from '../activities/letters/letters.js';
import type { RecordActivities } from '../activities/records/records.js';
import type { NotificationActivities } from '../activities/notifications/notifications.js';
import type { NoticeActivities } from '../activities/notices/notices.js';
import type { WaveActivities } from '../activities/waves/waves.js';
import { bulkQueueOf, mailQueueOf } from '../domain/queues.js';

/** Every kind of case puts its facts on record in the same way. */
export const { recordTransition } = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '2 seconds', // Beyond it a timer waits instead of the task, so queries stay quick while the database is away.
  retry: { maximumInterval: '10 seconds' },
});

/** Many of a kind, worked off beside everything else; what is owed to somebody is never given up. */
export function bulk(): NoticeActivities & WaveActivities {
  return proxyActivities<NoticeActivities & WaveActivities>({
    taskQueue: bulkQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '2 hours',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '30 days',
    retry: { maximumInterval: '1 minute' },
  });
}

/** What leaves has a queue of its own, beside that of the case. */
export function post(): LetterActivities & NotificationActivities & AnnouncingActivities {
  return proxyActivities<LetterActivities & NotificationActivities & AnnouncingActivities>({
    taskQueue: mailQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '15 seconds', // A worker that died with a letter in its hands is noticed by its silence.
    scheduleToCloseTimeout: '1 day', // Then a person sees to it: a letter that quietly waits for weeks helps nobody.
    retry: { maximumInterval: '10 minutes' },
  });
}
