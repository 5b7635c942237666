import type { Dispatch, SendingOutcome } from '../../domain/breach.sending.js';
import type { AuthorityNotifier } from '../../domain/ports/authority-notifier.js';
import { beating } from '../beating.js';

export function createNotificationActivities(notifier: AuthorityNotifier) {
  /** GDPR Art. 33(1): what the authority must be told, and its receipt. */
  function sendNotification(caseId: string, dispatch: Dispatch): Promise<SendingOutcome> {
    return beating((signal) => notifier.send(caseId, dispatch, signal));
  }

  return { sendNotification };
}

export type NotificationActivities = ReturnType<typeof createNotificationActivities>;
