import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundleOption, WorkerOptions } from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { createAnnouncingActivities } from '../activities/announcing/announcing.js';
import { createIdentityActivities } from '../activities/identity/identity.js';
import { createLetterActivities } from '../activities/letters/letters.js';
import type { LetterActivitiesOptions } from '../activities/letters/letters.js';
import { createRecordActivities } from '../activities/records/records.js';
import { createNotificationActivities } from '../activities/notifications/notifications.js';
import { createNoticeActivities } from '../activities/notices/notices.js';
import { createWaveActivities } from '../activities/waves/waves.js';
import type { AnnouncerFor } from '../domain/ports/announcer.js';
import type { AuthorityNotifier } from '../domain/ports/authority-notifier.js';
import type { ControllerNotices } from '../domain/ports/controller-notices.js';
import type { CommunicationWaves } from '../domain/ports/communication-waves.js';
import type { CaseRecords } from '../domain/ports/case-records.js';
import type { IdentityResults } from '../domain/ports/identity-results.js';
import { bulkQueueOf, CASES_QUEUE, mailQueueOf } from '../domain/queues.js';
import { onlySealedInput } from '../temporal/sealed-input.js';
import { whenWorkIsStuck } from '../temporal/stuck-work.js';

/** The outside world as the cases see it; tests pass fakes, the process passes the real ones. */
export interface Outside extends LetterActivitiesOptions {
  readonly records: CaseRecords;
  readonly identityResults: IdentityResults;
  readonly controllerNotices: ControllerNotices;
  readonly waves: CommunicationWaves;
  readonly notifier: AuthorityNotifier;
  readonly announcerFor: AnnouncerFor;
}

export interface CaseWorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly dataConverter: DataConverter;
  readonly workflowBundle: WorkflowBundleOption;
  readonly outside: Outside;
  readonly casesQueue?: string;
  /** Tells a person, by the case, of bulk work that fails again and again. */
  readonly workStuck: (caseId: string) => Promise<void>;
}

/** Letters wait in a queue of their own, so that a mail server that hangs delays no clock. */
export async function createCaseWorkers(options: CaseWorkersOptions): Promise<readonly Worker[]> {
  const { workflowBundle, outside, workStuck, casesQueue = CASES_QUEUE } = options;
  const common = commonOptions(options);
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: casesQueue,
      workflowBundle,
      maxCachedWorkflows: 2_000,
      activities: {
        ...createRecordActivities(outside.records),
        ...createIdentityActivities(outside.identityResults),
      },
    }),
    Worker.create({
      ...common,
      taskQueue: mailQueueOf(casesQueue),
      maxConcurrentActivityTaskExecutions: 20,
      activities: {
        ...createLetterActivities(outside),
        ...createNotificationActivities(outside.notifier),
        ...createAnnouncingActivities(outside.announcerFor),
      },
    }),
    Worker.create({
      ...common,
      taskQueue: bulkQueueOf(casesQueue),
      interceptors: { activity: [onlySealedInput, whenWorkIsStuck(workStuck)] },
      maxConcurrentActivityTaskExecutions: 4,
      activities: { ...createNoticeActivities(outside.controllerNotices), ...createWaveActivities(outside.waves) },
    }),
  ]);
}

function commonOptions({ connection, namespace, dataConverter }: CaseWorkersOptions) {
  return {
    connection,
    namespace,
    dataConverter,
    interceptors: { activity: [onlySealedInput] },
    shutdownGraceTime: '20 seconds', // The default of zero would cancel a letter on its way.
    shutdownForceTime: '60 seconds',
  } satisfies Partial<WorkerOptions>;
}
