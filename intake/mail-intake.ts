import { createHmac, randomBytes } from 'node:crypto';
import { raiseAlarmOnce } from '../database/alarms.js';
import { boardRowOf } from '../database/board.js';
import { storeDocumentWith } from '../database/document-storing.js';
import type { NewDocument } from '../database/document-storing.js';
import { readWhole } from '../database/documents.js';
import { KeyUnavailable } from '../database/keys.js';
import type { CaseKeys } from '../database/keys.js';
import {
  beginMail,
  claimIdentity,
  finishMail,
  lockMail,
  noteFiled,
  noteFindings,
  takeMail,
  unprocessedMails,
} from '../database/mails.js';
import type { TakenMail } from '../database/mails.js';
import type { Outbox } from '../database/outbox.js';
import { inTransaction } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import { subjectOf } from '../database/subjects.js';
import { dataSubject } from '../domain/actor.js';
import type { BoardRow } from '../domain/board.js';
import { controllerOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import { isAtItsEnd } from '../domain/subject-request.messages.js';
import type { Instant } from '../domain/time.js';
import { letterBounced, messageReceived } from '../workflows/subject-request.contract.js';
import type { CaseDesk } from './case-desk.js';
import { classifyMail, mayAcknowledge, mentionedMessageIds } from './classify-mail.js';
import type { ClassifiedMail, OurLetter } from './classify-mail.js';
import { inTurn } from './in-turn.js';
import { mailIdentity } from './mail-identity.js';
import { readMessage } from './message.js';
import type { ReadMessage, Unreadable } from './message.js';
import type { Registrar } from './registrar.js';
import type { ReceivedMail } from './smtp-receiver.js';

export interface MailIntakeOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: CaseDesk;
  readonly registrar: Registrar;
  readonly outbox: Outbox;
  readonly organisation: Organisation;
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
const TEXT_NAME = 'message.txt';

type Message = ReadMessage | Unreadable;
type Classified<Kind extends ClassifiedMail['kind']> = Extract<ClassifiedMail, { kind: Kind }>;

export function createMailIntake(options: MailIntakeOptions): MailIntake {
  const { pool, keys, desk, outbox } = options;
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

  async function processAll(): Promise<number> {
    const mails = await unprocessedMails(pool);
    await inTurn(mails, processAlone);
    return mails.length;
  }

  /** Two processes at the same mail would file the same reply twice. */
  async function processAlone(mail: TakenMail): Promise<void> {
    await inTransaction(pool, async (transaction) => {
      if (!(await lockMail(transaction, mail.mailId))) return;
      const attempts = await beginMail(pool, mail.mailId);
      if (attempts === undefined) return;
      if (attempts > ATTEMPTS_BEFORE_ALARM) await raiseAlarmOnce(pool, 'MailUnreadable', mail.mailId);
      await processOne(mail);
    });
  }

  async function processOne(mail: TakenMail): Promise<void> {
    const key = await keys.ofCase(mail.mailId);
    const raw = await readWhole(pool, key, mail.documentId);
    const message = await readMessage(raw, readingOptions(mail));
    if (!(await claimIdentity(pool, mail.mailId, keyed('identity', mailIdentity(message))))) {
      await finishMail(pool, mail.mailId, 'duplicate');
      return;
    }
    const ourLetters = await lettersMentioned(message);
    const classified = classifyMail(message, { ourLetters });
    const { spf, dkim, dmarc } = message.authentication;
    await noteFindings(pool, mail.mailId, { kind: classified.kind, spf, dkim, dmarc });
    await deal(mail, message, classified);
  }

  async function deal(mail: TakenMail, message: Message, classified: ClassifiedMail): Promise<void> {
    switch (classified.kind) {
      case 'request':
      case 'unreadable':
        return openCase(mail, message, classified);
      case 'reply':
        return takeReply(mail, message, classified);
      case 'bounce':
        return fileBounce(mail, classified);
      case 'auto-reply':
        return finishMail(pool, mail.mailId, 'set-aside', classified.caseId);
    }
  }

  /** GDPR Art. 12(3): after the end of its case a reply stands for itself, and has a month of its own (ADR 0012). */
  async function takeReply(mail: TakenMail, message: Message, reply: Classified<'reply'>): Promise<void> {
    const earlier = await boardRowOf(pool, reply.caseId);
    const isBegun = mail.filedDocumentId !== null;
    if (earlier === undefined || isBegun || !isAtItsEnd(earlier.phase)) return fileReply(mail, message, reply.caseId);
    return openCase(mail, message, reply, earlier);
  }

  async function openCase(
    { mailId, receivedAt, documentId }: TakenMail,
    message: Message,
    classified: Classified<'request' | 'unreadable' | 'reply'>,
    earlier?: BoardRow,
  ): Promise<void> {
    const { organisation, registrar } = options;
    const controller = controllerOf(organisation, earlier?.controller ?? organisation.controllersInHouse[0]?.id ?? '');
    if (controller === undefined) throw new Error('The organisation file has no controller');
    const isReadable = message.kind === 'message';
    const command = await registrar.prepare({
      caseId: mailId,
      by: dataSubject,
      channel: 'mail',
      receivedAt,
      controller,
      language: isReadable ? message.language : (organisation.organisation.languages[0] ?? 'en'),
      contact: { name: message.from?.name, mail: message.from?.address, inReplyTo: message.messageId },
      suggestedRights: classified.kind === 'unreadable' ? [] : classified.suggestedRights,
      documents: isReadable ? partsOf(message) : [],
      keptDocuments: [documentId],
      earlierCase: classified.kind === 'reply' ? classified.caseId : classified.mayBelongTo,
      owner: earlier?.owner,
      acknowledge: isReadable && mayAcknowledge(message),
      readable: isReadable,
    });
    await desk.open(mailId, command);
    await finishMail(pool, mailId, 'opened', mailId);
  }

  /** The words of a reply go over to the key of the case that they belong to. */
  async function fileReply(
    { mailId, receivedAt, filedDocumentId }: TakenMail,
    message: Message,
    caseId: string,
  ): Promise<void> {
    const documentId = filedDocumentId ?? (await copyTo(caseId, mailId, message));
    await desk.tell(caseId, messageReceived, { by: dataSubject, documentId, receivedAt });
    await finishMail(pool, mailId, 'filed', caseId);
  }

  async function copyTo(caseId: string, mailId: string, message: Message): Promise<string> {
    const key = await keys.ofCase(caseId);
    return inTransaction(pool, async (transaction) => {
      const stored: string[] = [];
      for (const part of message.kind === 'message' ? partsOf(message) : []) {
        stored.push((await storeDocumentWith(transaction, { ...part, key })).documentId);
      }
      const [documentId] = stored;
      if (documentId === undefined) throw new Error('A reply has words');
      await noteFiled(transaction, mailId, documentId);
      return documentId;
    });
  }

  /** A bounce of our own letter is a fact of its case; a stranger's is nobody's. */
  async function fileBounce({ mailId }: TakenMail, { report, caseId }: Classified<'bounce'>): Promise<void> {
    const letter = await outbox.findByMessageId(report.originalMessageId ?? '');
    if (letter === undefined || caseId === undefined || report.action !== 'failed') {
      return finishMail(pool, mailId, 'set-aside', caseId);
    }
    await desk.tell(caseId, letterBounced, { by: dataSubject, effect: letter.key, status: report.status ?? 'unknown' });
    await finishMail(pool, mailId, 'filed', caseId);
  }

  async function lettersMentioned(message: Message): Promise<ReadonlyMap<string, OurLetter>> {
    const letters = new Map<string, OurLetter>();
    for (const messageId of mentionedMessageIds(message)) {
      const letter = await outbox.findByMessageId(messageId);
      const to = letter && (await addresseeOf(letter.caseId));
      if (letter !== undefined && to !== undefined) letters.set(messageId, { caseId: letter.caseId, to });
    }
    return letters;
  }

  /** Of a case that is gone, or of an alarm of our own, nobody knows any more: the mail stands for itself. */
  async function addresseeOf(caseId: string): Promise<string | undefined> {
    try {
      return (await subjectOf(pool, await keys.ofCase(caseId)))?.mail ?? '';
    } catch (error) {
      if (error instanceof KeyUnavailable) return undefined;
      throw error;
    }
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

/** The words and the attachments, as documents of a case. */
function partsOf(message: ReadMessage): readonly Omit<NewDocument, 'key'>[] {
  const words = `${message.subject}\n\n${message.text}`;
  return [
    { kind: 'request', name: TEXT_NAME, contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(words) },
    ...message.attachments.map(({ filename, contentType, bytes }) => ({
      kind: 'request',
      name: filename,
      contentType,
      bytes,
    })),
  ];
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Opaque, of the same form as every case id. */
function newMailId(): string {
  return [...randomBytes(26)].map((byte) => alphabet.charAt(byte % 32)).join('');
}
