import { createHmac, randomBytes } from 'node:crypto';
import { raiseAlarmOnce } from '../database/alarms.js';
import { storeDocumentWith } from '../database/document-storing.js';
import { DocumentDamaged, readDocument, readWhole } from '../database/documents.js';
import { KeyUnavailable, KeyUnreadable } from '../database/keys.js';
import { beginMail, claimIdentity, finishMail, lockMail, takeMail, unprocessedMails } from '../database/mails.js';
import type { TakenMail } from '../database/mails.js';
import { inTransaction } from '../database/pool.js';
import type { Instant } from '../domain/time.js';
import { inLanes, lanesOf } from './lanes.js';
import type { Marked } from './lanes.js';
import { createMailDealing } from './mail-dealing.js';
import type { MailDealingOptions } from './mail-dealing.js';
import { mailIdentity } from './mail-identity.js';
import { threadMarks } from './message-headers.js';
import { readMessage } from './message.js';
import type { ReceivedMail } from './smtp-receiver.js';

export interface MailIntakeOptions extends MailDealingOptions {
  readonly serverKey: Uint8Array;
  readonly authenticationServer?: string | undefined;
  readonly now: () => Instant;
}

export interface MailIntake {
  /** The raw message, encrypted, before anything else. Resolves once it is committed: then the sender may hear 250. */
  take(mail: ReceivedMail): Promise<void>;
  /** Makes of every mail that was taken what it is. Answers how many it dealt with. */
  process(): Promise<number>;
}

/** Then a person looks, while it is tried again. */
const ATTEMPTS_BEFORE_ALARM = 5;
const BATCH = 50;
/** Each takes two connections of the pool, and most of its time it waits for its case. */
const AT_ONCE = 8;

export function createMailIntake(options: MailIntakeOptions): MailIntake {
  const { pool, keys } = options;
  const deal = createMailDealing(options);
  let underway: Promise<number> | undefined;

  return {
    async take({ envelopeFrom, raw }) {
      const mailId = newMailId();
      await inTransaction(pool, async (transaction) => {
        const key = await keys.create(transaction, mailId);
        const document = { key, kind: 'mail', name: 'message.eml', contentType: 'message/rfc822', bytes: raw };
        const { documentId } = await storeDocumentWith(transaction, document);
        const receivedAt = options.now();
        await takeMail(transaction, { mailId, documentId, receivedAt, hasNullSender: envelopeFrom === '' });
      });
    },
    process() {
      underway ??= processAll().finally(() => (underway = undefined));
      return underway;
    },
  };

  /** A burst is dealt with at once, not fifty a turn. */
  async function processAll(): Promise<number> {
    let found = 0;
    for (;;) {
      const mails = await unprocessedMails(pool, BATCH);
      found += mails.length;
      const marked: Marked<TakenMail>[] = [];
      for (const mail of mails) marked.push({ item: mail, marks: await threadsOf(mail) });
      let dealtWith = 0;
      await inLanes(AT_ONCE, lanesOf(marked), async (mail) => {
        if (await processAlone(mail)) dealtWith += 1;
      });
      if (mails.length < BATCH || dealtWith === 0) return found;
    }
  }

  /** Two processes at the same mail would file the same reply twice. False: another one is at it. */
  function processAlone(mail: TakenMail): Promise<boolean> {
    return inTransaction(pool, async (transaction) => {
      if (!(await lockMail(transaction, mail.mailId))) return false;
      const attempts = await beginMail(pool, mail.mailId);
      if (attempts === undefined) return false;
      if (attempts > ATTEMPTS_BEFORE_ALARM) await raiseAlarmOnce(pool, 'MailUnreadable', [mail.mailId]);
      await processOne(mail);
      return true;
    });
  }

  async function processOne(mail: TakenMail): Promise<void> {
    const key = await keys.ofCase(mail.mailId);
    const raw = await readWhole(pool, key, mail.documentId);
    const message = await readMessage(raw, readingOptions(mail));
    if (await claimIdentity(pool, mail.mailId, keyed('identity', mailIdentity(message)))) await deal(mail, message);
    else await finishMail(pool, mail.mailId, 'duplicate');
  }

  /** What a mail has in common with those that must not overtake it: its sender, and the messages it belongs to. */
  async function threadsOf({ mailId, documentId }: TakenMail): Promise<readonly string[]> {
    try {
      for await (const start of readDocument(pool, await keys.ofCase(mailId), documentId)) return threadMarks(start);
    } catch (error) {
      // Its own turn tells what is wrong with it; the others do not wait for that.
      if (!isItsOwn(error)) throw error;
    }
    return [];
  }

  function readingOptions({ hasNullSender }: TakenMail) {
    const { authenticationServer } = options;
    return {
      ...(authenticationServer !== undefined && { authenticationServer }),
      ...(hasNullSender && { envelopeFrom: '' }),
    };
  }

  function keyed(purpose: string, text: string): string {
    return createHmac('sha256', options.serverKey)
      .update(JSON.stringify(['mail', purpose, text]))
      .digest('base64url');
  }
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Opaque, of the same form as every case id. */
function newMailId(): string {
  return [...randomBytes(26)].map((byte) => alphabet.charAt(byte % 32)).join('');
}

/** Whether it is this mail alone that cannot be read. */
const isItsOwn = (error: unknown): boolean =>
  [DocumentDamaged, KeyUnavailable, KeyUnreadable].some((known) => error instanceof known);
