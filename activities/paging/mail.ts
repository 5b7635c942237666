import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import type { Paged, Pager } from '../../domain/ports/pager.js';
import type { Post } from '../letters/post.js';

/** The call as a letter: for everybody, and the only one for whoever has no pager. Its key is that of the letter. */
export function byMail(post: Post, letter: OutgoingLetter): Pager {
  return {
    async page(_page, signal): Promise<Paged> {
      const outcome = await post(letter, signal);
      return { outcome: outcome === 'sent' ? 'accepted' : outcome };
    },
  };
}
