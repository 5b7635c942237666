import { Context } from '@temporalio/activity';
import type { NoticesOrder } from '../../domain/breach.js';
import type { ControllerNotices } from '../../domain/ports/controller-notices.js';

/** Many of a kind are worked off here, so that the case of the breach holds one fact for all of them. */
export function createNoticeActivities(notices: ControllerNotices) {
  /** Says that somebody is at it; a worker that is to stop leaves the rest to another. */
  const beat = (): void => {
    const { cancellationSignal, heartbeat } = Context.current();
    cancellationSignal.throwIfAborted();
    heartbeat();
  };

  /** GDPR Art. 33(2): one notice for each controller that is concerned. */
  async function openNotices(caseId: string, order: NoticesOrder): Promise<number> {
    return notices.open(caseId, order, beat);
  }

  /** GDPR Art. 33(4): what became known later. */
  async function informControllers(caseId: string, key: string, text: string): Promise<number> {
    return notices.inform(caseId, key, text, beat);
  }

  async function closeNotices(caseId: string): Promise<number> {
    return notices.close(caseId, beat);
  }

  return { openNotices, informControllers, closeNotices };
}

export type NoticeActivities = ReturnType<typeof createNoticeActivities>;
