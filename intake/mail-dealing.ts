import { raiseAlarm, raiseAlarmOnce } from '../database/alarms.js';
import { boardRowOf } from '../database/board.js';
import { storeDocumentsWith } from '../database/document-storing.js';
import type { NewDocument } from '../database/document-storing.js';
import { KeyUnavailable } from '../database/keys.js';
import type { CaseKeys } from '../database/keys.js';
import { finishMail, noteFiled, noteFindings } from '../database/mails.js';
import type { TakenMail } from '../database/mails.js';
import type { Outbox } from '../database/outbox.js';
import { inTransaction } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import { subjectOf } from '../database/subjects.js';
import { noteBounce } from '../database/wave-recipients.js';
import type { SubjectContact } from '../database/subjects.js';
import { dataSubject, duly } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { announcementIn } from '../domain/breach.announcing.js';
import type { BoardRow, CaseKind } from '../domain/board.js';
import { isSameAddress } from '../domain/mail.js';
import { controllerOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import { isAtItsEnd } from '../domain/subject-request.messages.js';
import { announcementBounced } from '../workflows/breach.contract.js';
import { noticeBounced, replyReceived } from '../workflows/controller-notice.contract.js';
import { letterBounced, messageReceived } from '../workflows/subject-request.contract.js';
import type { BreachDesk, CaseDesk, NoticeDesk } from './case-desk.js';
import { addressDoubtOf, classifyMail, mayAcknowledge, mentionedMessageIds } from './classify-mail.js';
import type { ClassifiedMail, OurLetter } from './classify-mail.js';
import type { ReadMessage, Unreadable } from './message.js';
import type { Registrar } from './registrar.js';

export interface MailDealingOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: CaseDesk;
  readonly noticeDesk: NoticeDesk;
  readonly breachDesk: BreachDesk;
  readonly registrar: Registrar;
  readonly outbox: Outbox;
  readonly organisation: Organisation;
}

export type Message = ReadMessage | Unreadable;
type Classified<Kind extends ClassifiedMail['kind']> = Extract<ClassifiedMail, { kind: Kind }>;

/** Which of its people wrote is not known. */
const someController: Actor = { role: 'controller', id: '' };
const TEXT_NAME = 'message.txt';
/** The effect, and which of our people: what goes to a place or to an authority has a name of its own. */
const isAlert = /^[\d.]+$/;

/** Makes of a mail that was read what it is: a case, a message or a bounce of one, or nothing that anybody needs. */
export function createMailDealing(options: MailDealingOptions): (mail: TakenMail, message: Message) => Promise<void> {
  const { pool, keys, desk, noticeDesk, breachDesk, outbox } = options;

  return async (mail, message) => {
    const classified = classifyMail(message, { ourLetters: await lettersMentioned(message) });
    const { spf, dkim, dmarc } = message.authentication;
    await noteFindings(pool, mail.mailId, { kind: classified.kind, spf, dkim, dmarc });
    await deal(mail, message, classified);
  };

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
    if (earlier?.kind === 'controller-notice') return fileControllerReply(mail, message, reply.caseId);
    if (earlier?.kind === 'breach') return fileBreachReply(mail, message, reply.caseId);
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
      contact: contactIn(message),
      addressDoubt: addressDoubtOf(message),
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

  /** The words and files of a reply go over to the key of the case that they belong to; told again, they are the same. */
  async function fileReply({ mailId, receivedAt }: TakenMail, message: Message, caseId: string): Promise<void> {
    const { documentId, attachments } = await storeReply(mailId, message, caseId);
    await desk.tell(caseId, messageReceived, { by: dataSubject, documentId, attachments, receivedAt });
    await finishMail(pool, mailId, 'filed', caseId);
  }

  /** Whoever of them answers: it belongs to the notice, and is no request of a data subject. */
  async function fileControllerReply({ mailId }: TakenMail, message: Message, caseId: string): Promise<void> {
    const reply = await storeReply(mailId, message, caseId);
    await noticeDesk.tell(caseId, replyReceived, { by: someController, ...reply });
    await finishMail(pool, mailId, 'filed', caseId);
  }

  /** Of a help desk, an authority or a colleague: it lies with the documents of the breach, and somebody hears of it. */
  async function fileBreachReply({ mailId }: TakenMail, message: Message, caseId: string): Promise<void> {
    await storeReply(mailId, message, caseId);
    await raiseAlarmOnce(pool, 'BreachMailAnswered', [caseId]);
    await finishMail(pool, mailId, 'filed', caseId);
  }

  async function storeReply(mailId: string, message: Message, caseId: string) {
    const key = await keys.ofCase(caseId);
    const parts = message.kind === 'message' ? partsOf(message) : [];
    const [documentId, ...attachments] = await inTransaction(pool, async (transaction) => {
      const stored = await storeDocumentsWith(transaction, key, mailId, parts);
      await noteFiled(transaction, mailId, stored[0] ?? '');
      return stored;
    });
    if (documentId === undefined) throw new Error('A reply has words');
    return { documentId, attachments };
  }

  /** A bounce of our own letter is a fact of its case; a stranger's is nobody's. */
  async function fileBounce({ mailId }: TakenMail, { report, caseId }: Classified<'bounce'>): Promise<void> {
    const messageId = report.originalMessageId ?? '';
    if (report.action === 'failed' && (await noteBounce(pool, messageId))) return finishMail(pool, mailId, 'filed');
    const letter = await outbox.findByMessageId(messageId);
    if (letter === undefined || caseId === undefined || report.action !== 'failed') {
      return finishMail(pool, mailId, 'set-aside', caseId);
    }
    await tellBounce((await boardRowOf(pool, caseId))?.kind, caseId, letter.key, report.status ?? 'unknown');
    await finishMail(pool, mailId, 'filed', caseId);
  }

  async function tellBounce(kind: CaseKind | undefined, caseId: string, effect: string, status: string): Promise<void> {
    if (kind === 'subject-request') await desk.tell(caseId, letterBounced, { by: dataSubject, effect, status });
    else if (kind === 'controller-notice') await noticeDesk.tell(caseId, noticeBounced, { by: duly, effect });
    else await tellOtherBounce(kind, caseId, effect);
  }

  /** Whatever came back, somebody hears of it; of an announcement the page says so, too. */
  async function tellOtherBounce(kind: CaseKind | undefined, caseId: string, effect: string): Promise<void> {
    const announcement = kind === 'breach' ? announcementIn(effect) : undefined;
    if (announcement !== undefined) await breachDesk.tell(caseId, announcementBounced, { by: duly, ...announcement });
    await raiseAlarm(pool, isAlert.test(effect) ? 'AlertBounced' : 'BreachMailBounced', [caseId]);
  }

  async function lettersMentioned(message: Message): Promise<ReadonlyMap<string, OurLetter>> {
    const letters = new Map<string, OurLetter>();
    for (const messageId of mentionedMessageIds(message)) {
      const letter = await outbox.findByMessageId(messageId);
      const known = letter && (await ourLetterOf(letter.caseId, message));
      if (known !== undefined) letters.set(messageId, known);
    }
    return letters;
  }

  /** Of a case that is gone, or of an alarm of our own, nobody knows any more: the mail stands for itself. */
  async function ourLetterOf(caseId: string, { from }: Message): Promise<OurLetter | undefined> {
    try {
      const key = await keys.ofCase(caseId);
      const kind = (await boardRowOf(pool, caseId))?.kind;
      // A controller, a help desk and an authority have many people, and any of them may answer.
      if (kind === 'controller-notice') return { caseId, to: from?.address ?? '' };
      if (kind === 'breach') return { caseId, to: from?.address ?? '', isOfBreach: true };
      return { caseId, to: (await subjectOf(pool, key))?.mail ?? '' };
    } catch (error) {
      if (error instanceof KeyUnavailable) return undefined;
      throw error;
    }
  }
}

function contactIn({ from, replyTo, messageId }: Message): SubjectContact {
  const contact = { name: from?.name, mail: from?.address, inReplyTo: messageId };
  const isElsewhere = replyTo !== undefined && !isSameAddress(replyTo.address, from?.address ?? '');
  return isElsewhere ? { ...contact, replyTo: replyTo.address } : contact;
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
