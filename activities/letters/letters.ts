import type { AlertOrder } from '../../domain/alert.js';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { z } from 'zod';
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
  /** To our own people: rather twice than not at all. */
  readonly staffPost: Post;
  /** Reaches nobody: letters of drills end here. */
  readonly drillPost: Post;
  readonly pager: Pager;
  /** Wakes nobody. */
  readonly drillPager: Pager;
}

export function createLetterActivities(options: LetterActivitiesOptions) {
  const { desk, post, staffPost, drillPost, pager, drillPager } = options;
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
    const [own, mail] = order.drill ? [drillPager, drillPost] : [pager, staffPost];
    const called = alerts.flatMap(({ rings, page }) => (rings ? [page] : []));
    // Who took a page is not woken again, neither for a pager nor for a mailbox that is away.
    const heardBefore = calledPagers.safeParse(Context.current().info.heartbeatDetails).data;
    let heard = heardBefore;
    return beating(
      async (signal) => {
        const mails = alerts.map(({ letter, page }) => byMail(mail, letter).page(page, signal));
        const mailing = Promise.allSettled(mails);
        const toCall = heardBefore === undefined ? called : [];
        const paged = await Promise.allSettled(toCall.map((page) => own.page(page, signal)));
        if (paged.some(isAccepted)) heard = pagersIn(called, paged);
        const mailed = await mailing;
        // A mail alone wakes nobody at night.
        const trouble = (heard === undefined ? [...paged, ...mailed] : mailed).find(isRejected);
        if (trouble !== undefined) throw trouble.reason as Error;
        if (heard === undefined && !mailed.some(isAccepted))
          throw ApplicationFailure.nonRetryable('the alert reached nobody', 'AlertUnheard');
        return called.length === 0 ? undefined : (heard ?? pagersIn(called, paged));
      },
      () => heard,
    );
  }

  return { sendLetter, sendNotice, alertStaff };
}

/** What an attempt hands on to the next one. */
const calledPagers = z.object({ took: z.array(z.string()).readonly(), refused: z.array(z.string()).readonly() });

function isRejected(attempt: PromiseSettledResult<Paged>): attempt is PromiseRejectedResult {
  return attempt.status === 'rejected';
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
