import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { isMailAddress, visibleLine, type Mailbox } from '../../domain/mail.js';
import type { Carried, LetterCarrier, OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { outcomeOfFailure, withoutAddresses } from './smtp-outcome.js';

export interface SmtpCarrierOptions {
  readonly host: string;
  readonly port: number;
  /** `none` is for loopback only. There is no "if offered": whoever sits between could take the offer away. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly connectionTimeoutMs?: number;
  readonly socketTimeoutMs?: number;
}

export interface SmtpCarrier extends LetterCarrier {
  /** Ends idle connections at once, busy ones after their letter. */
  close(): void;
}

const messageIdShape = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/;

/**
 * Carries letters to one SMTP server. No error code tells whether a letter was taken, so the stage is watched: until
 * the last byte of the letter was read, nothing can have been accepted; after it, silence means that nobody knows.
 */
export function smtpCarrier(options: SmtpCarrierOptions): SmtpCarrier {
  const wholeOnTheLine = new Set<string>();
  const underway = new Set<string>();
  const transport = createTransport(poolOptions(options));
  transport.use('stream', (mail, done) => {
    const messageId = mail.data.messageId ?? '';
    // The last stream of the chain: earlier ones end while the server has not even answered MAIL.
    mail.message.processFunc((bytes) => bytes.once('end', () => wholeOnTheLine.add(messageId)));
    done();
  });

  async function send(letter: OutgoingLetter, signal: AbortSignal | undefined): Promise<Carried> {
    try {
      const info = await transport.sendMail({ ...toMessage(letter), signal });
      return { outcome: 'sent', response: withoutAddresses(info.response) };
    } catch (error) {
      return outcomeOfFailure(error as NodemailerError, wholeOnTheLine.has(letter.messageId));
    }
  }

  return {
    async carry(letter, signal) {
      if (!isCarriable(letter)) return { outcome: 'not-sent', temporary: false, reason: 'address' };
      if (underway.has(letter.messageId)) return { outcome: 'not-sent', temporary: true, reason: 'underway' };
      underway.add(letter.messageId);
      try {
        return await send(letter, signal);
      } finally {
        underway.delete(letter.messageId);
        wholeOnTheLine.delete(letter.messageId);
      }
    },
    close() {
      transport.close();
    },
  };
}

function poolOptions(options: SmtpCarrierOptions) {
  return {
    pool: true as const,
    maxConnections: 5,
    maxMessages: Infinity,
    // The pool repeats only what it has not read a byte of; twice is enough for connections that died while idle.
    maxRequeues: 2,
    host: options.host,
    port: options.port,
    secure: options.tls === 'implicit',
    requireTLS: options.tls === 'required',
    ignoreTLS: options.tls === 'none',
    ...(options.auth === undefined ? {} : { auth: { ...options.auth } }),
    connectionTimeout: options.connectionTimeoutMs ?? 10_000,
    greetingTimeout: options.connectionTimeoutMs ?? 10_000,
    // Nodemailer's own ten minutes would outlive the activity that waits for the answer.
    socketTimeout: options.socketTimeoutMs ?? 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isCarriable(letter: OutgoingLetter): boolean {
  const mailboxes = [letter.to, letter.from, ...(letter.replyTo === undefined ? [] : [letter.replyTo])];
  return mailboxes.every(({ address }) => isMailAddress(address)) && messageIdShape.test(letter.messageId);
}

function toMessage(letter: OutgoingLetter): SendMailOptions {
  const isReply = letter.inReplyTo !== undefined && messageIdShape.test(letter.inReplyTo);
  return {
    envelope: { from: letter.from.address, to: [letter.to.address] },
    from: toAddress(letter.from),
    to: toAddress(letter.to),
    ...(letter.replyTo === undefined ? {} : { replyTo: toAddress(letter.replyTo) }),
    ...(isReply ? { inReplyTo: letter.inReplyTo, references: letter.inReplyTo } : {}),
    subject: visibleLine(letter.subject, 300),
    text: letter.text,
    ...(letter.html === undefined ? {} : { html: letter.html }),
    attachments: (letter.attachments ?? []).map(({ name: filename, contentType, bytes }) => {
      return { filename, contentType, content: Buffer.from(bytes) };
    }),
    messageId: letter.messageId,
    date: new Date(letter.date),
    baseBoundary: letter.boundary,
    xMailer: false,
    headers: {
      // RFC 3834: tells vacation programs not to answer, so that no two machines write to each other.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': letter.language,
      // Some providers replace Message-ID and Date; this one they leave alone.
      'X-Case-Message': letter.messageId.slice(1, letter.messageId.indexOf('@')),
    },
  };
}

/** Never a string: parsed as one, a name could bring recipients of its own. */
function toAddress({ address, name }: Mailbox): { name: string; address: string } {
  return { name: visibleLine(name ?? ''), address };
}
