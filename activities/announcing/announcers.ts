import type { Organisation } from '../../domain/organisation.js';
import type { AnnouncerFor } from '../../domain/ports/announcer.js';
import type { Post } from '../letters/post.js';
import { mailAnnouncer } from './mail.js';

interface Posts {
  readonly post: Post;
  /** Reaches nobody. */
  readonly drillPost: Post;
}

/** Each place by its own adapter; for now every one of them takes mail. */
export function createAnnouncers(organisation: Organisation, { post, drillPost }: Posts): AnnouncerFor {
  const { announcements = [], contact } = organisation;
  const from = { name: organisation.organisation.name, address: contact.privacyMailbox };
  const language = organisation.organisation.languages[0] ?? 'en';
  return (place, drill) => {
    const target = announcements.find((known) => known.place === place);
    if (target === undefined) return undefined;
    return mailAnnouncer({ place, to: { address: target.mail }, from, language, post: drill ? drillPost : post });
  };
}
