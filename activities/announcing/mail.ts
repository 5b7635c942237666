import { announcementMailKey } from '../../domain/breach.announcing.js';
import type { Language } from '../../domain/letter.js';
import type { Mailbox } from '../../domain/mail.js';
import type { AnnouncementPlace } from '../../domain/organisation.js';
import type { Announcer } from '../../domain/ports/announcer.js';
import { letterUuid, messageIdFor } from '../letters/message-id.js';
import type { Post } from '../letters/post.js';

export interface MailAnnouncerAt {
  readonly place: AnnouncementPlace;
  readonly to: Mailbox;
  readonly from: Mailbox;
  /** In which people of this house write. */
  readonly language: Language;
  readonly post: Post;
}

/** A help desk, a page or a room that takes mail. A mail cannot be taken back: the next one answers it. */
export function mailAnnouncer({ place, to, from, language, post }: MailAnnouncerAt): Announcer {
  const domain = from.address.slice(from.address.indexOf('@') + 1);
  return {
    capabilities: { earlier: 'answered' },
    async announce({ caseId, dedupKey, follows, title, text, at }, signal) {
      const key = announcementMailKey(place, dedupKey);
      const outcome = await post(
        {
          ...{ key, messageId: messageIdFor(key, domain), caseId, to, from, text, language },
          ...(follows !== undefined && { inReplyTo: messageIdFor(announcementMailKey(place, follows), domain) }),
          ...{ subject: follows === undefined ? title : `Re: ${title}`, date: at, boundary: letterUuid(key) },
        },
        signal,
      );
      return { outcome: outcome === 'sent' ? 'accepted' : outcome };
    },
  };
}
