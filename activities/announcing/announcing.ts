import { announcementKey } from '../../domain/breach.announcing.js';
import type { AnnouncementOrder } from '../../domain/breach.announcing.js';
import type { Announced, AnnouncerFor, EarlierWords } from '../../domain/ports/announcer.js';
import { beating } from '../beating.js';

export function createAnnouncingActivities(announcerFor: AnnouncerFor) {
  /** What everybody who asks is told, where others look first. */
  async function announce(
    caseId: string,
    { statement, place, follows, reference, text, at, drill }: AnnouncementOrder,
  ): Promise<Announced & { readonly earlier?: EarlierWords }> {
    const announcer = announcerFor(place, drill);
    // This process may have read another organisation file than the one that was asked.
    if (announcer === undefined) return { outcome: 'refused' };
    const announcement = {
      ...{
        caseId,
        dedupKey: announcementKey(caseId, statement),
        title: drill ? `DRILL: ${reference}` : reference,
        text,
        at,
      },
      ...(follows !== undefined && { follows: announcementKey(caseId, follows) }),
    };
    const announced = await beating((signal) => announcer.announce(announcement, signal));
    if (announced.outcome !== 'accepted' || follows === undefined) return announced;
    return { ...announced, earlier: announcer.capabilities.earlier };
  }

  return { announce };
}

export type AnnouncingActivities = ReturnType<typeof createAnnouncingActivities>;
