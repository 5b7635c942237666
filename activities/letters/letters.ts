import type { AlertOrder } from '../../domain/alert.js';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { NoticeOrder } from '../../domain/controller-notice.js';
import type { ComposedLetter, LetterDesk } from '../../domain/ports/letter-desk.js';
import type { LetterOrder, LetterOutcome } from '../../domain/subject-request.js';
import type { CalledPagers, Paged, Page, Pager } from '../../domain/ports/pager.js';
import { beating } from '../beating.js';
import { byMail } from '../paging/mail.js';
import type { Post } from './post.js';

export interface LetterActivitiesOptions {
  readonly desk: LetterDesk;
  readonly post: Post;
  /** Reaches nobody: letters of drills end here. */
  readonly drillPost: Post;
  readonly pager: Pager;
  /** Wakes nobody. */
  readonly drillPager: Pager;
}

export function createLetterActivities({ desk, post, drillPost, pager, drillPager }: LetterActivitiesOptions) {
  const postFor = ({ drill }: { readonly drill: boolean }): Post => {
    const own = drill ? drillPost : post;
    return (letter) => beating((signal) => own(letter, signal));
  };

  /** GDPR Art. 12(1), 12(3), 12(4): what a data subject must be told, and proof that it left. */
  async function sendLetter(caseId: string, key: string, order: LetterOrder): Promise<LetterOutcome> {
    return posted(await desk.compose(caseId, key, order), order);
  }

  /** GDPR Art. 33(2): what a controller must be told, and proof that it left. */
  async function sendNotice(caseId: string, key: string, order: NoticeOrder): Promise<LetterOutcome> {
    return posted(await desk.composeNotice(caseId, key, order), order);
  }

  async function posted(
    { letter, documentId }: ComposedLetter,
    order: LetterOrder | NoticeOrder,
  ): Promise<LetterOutcome> {
    if (letter === undefined) return { outcome: 'trouble', reason: 'no-mail-address', documentId };
    const outcome = await postFor(order)(letter);
    if (outcome === 'refused') return { outcome: 'trouble', reason: 'refused', documentId };
    if (outcome === 'unknown') return { outcome: 'trouble', reason: 'unknown-outcome', documentId };
    return { outcome: 'sent', reportedAt: new Date().toISOString(), messageId: letter.messageId, documentId };
  }

  /** One that cannot be reached keeps nobody else from hearing; an alert that reached nobody has failed. */
  async function alertStaff(caseId: string, key: string, order: AlertOrder): Promise<CalledPagers | undefined> {
    const alerts = await desk.composeAlert(caseId, key, order);
    const signal = Context.current().cancellationSignal;
    const own = order.drill ? drillPager : pager;
    const called = alerts.flatMap(({ rings, page }) => (rings ? [page] : []));
    const pages = called.map((page) => own.page(page, signal));
    const mails = alerts.map(({ letter, page }) => byMail(postFor(order), letter).page(page, signal));
    const [paged, mailed] = await Promise.all([Promise.allSettled(pages), Promise.allSettled(mails)]);
    // Who took a page is not woken again for a pager that is away; a mail alone wakes nobody at night.
    const trouble = (paged.some(isAccepted) ? mailed : [...paged, ...mailed]).find(
      ({ status }) => status === 'rejected',
    );
    if (trouble?.status === 'rejected') throw trouble.reason as Error;
    if (![...paged, ...mailed].some(isAccepted))
      throw ApplicationFailure.nonRetryable('the alert reached nobody', 'AlertUnheard');
    return pages.length === 0 ? undefined : pagersIn(called, paged);
  }

  return { sendLetter, sendNotice, alertStaff };
}

function isAccepted(attempt: PromiseSettledResult<Paged>): boolean {
  return attempt.status === 'fulfilled' && attempt.value.outcome === 'accepted';
}

function pagersIn(called: readonly Page[], paged: readonly PromiseSettledResult<Paged>[]): CalledPagers {
  const answered = (outcome: Paged['outcome']) =>
    called.flatMap(({ person }, index) => {
      const one = paged[index];
      return one?.status === 'fulfilled' && one.value.outcome === outcome ? [person] : [];
    });
  return { took: answered('accepted'), refused: answered('refused') };
}

export type LetterActivities = ReturnType<typeof createLetterActivities>;
