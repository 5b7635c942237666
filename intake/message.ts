import type { Language } from '../domain/letter.js';
import { createHash } from 'node:crypto';
import { simpleParser, type ParsedMail } from 'mailparser';
import { visibleText } from '../domain/mail.js';
import { attachmentName, attachmentType, type MailAttachment } from './attachment.js';
import { deliveryReport, type DeliveryReport } from './delivery-report.js';
import { textOfHtml } from './html-text.js';
import { guessLanguage } from './language.js';
import { headOf, type MessageHead, type ReadingOptions } from './message-head.js';
import { bodyOffset, rawHeaders } from './message-headers.js';
import { exceededLimit, mailLimits, type ExceededLimit } from './mime-limits.js';

export interface ReadMessage extends MessageHead {
  readonly kind: 'message';
  readonly text: string;
  /** The text is longer than what is kept here; all of it is in the raw message. */
  readonly isTextCut: boolean;
  readonly attachments: readonly MailAttachment[];
  readonly language: Language;
  readonly bounce?: DeliveryReport;
}

export type UnreadableReason = ExceededLimit | 'broken' | 'no-content' | 'characters' | 'too-slow';

/** A mail that no program should guess at: a person reads the raw message. */
export interface Unreadable extends MessageHead {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
}

const longestText = 200_000;
/** Of what the parser gives: markup takes more room than what it shows. */
const longestPart = 1_000_000;
const parserOptions = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
  keepDeliveryStatus: true,
  // An attached message stays an attachment: its words are not the sender's.
  ignoreEmbedded: true,
  maxChildNodes: mailLimits.parts,
  maxHeadSize: mailLimits.headerBytes,
};

/** Reads any bytes: whatever they are, the answer is a message or a reason why a person must look. Never throws. */
export async function readMessage(raw: Buffer, options: ReadingOptions = {}): Promise<ReadMessage | Unreadable> {
  const exceeded = exceededLimit(raw);
  if (exceeded !== undefined) return unreadable(raw, exceeded, options);
  const parsed = await parse(raw, options.timeLimitMs ?? 30_000);
  if (typeof parsed === 'string') return unreadable(raw, parsed, options);
  try {
    return await readParsed(raw, parsed, options);
  } catch {
    // Whatever no one foresaw in a mail must not keep it from the person who can read it.
    return unreadable(raw, 'broken', options);
  }
}

async function parse(raw: Buffer, timeLimitMs: number): Promise<ParsedMail | 'broken' | 'too-slow'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(resolve, timeLimitMs, 'too-slow');
  });
  try {
    return await Promise.race([simpleParser(raw, parserOptions), limit]);
  } catch {
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
}

async function readParsed(raw: Buffer, parsed: ParsedMail, options: ReadingOptions): Promise<ReadMessage | Unreadable> {
  const headers = rawHeaders(raw);
  const plain = parsed.text ?? '';
  const html = typeof parsed.html === 'string' ? parsed.html : '';
  const whole = joined(visibleText(plain.slice(0, longestPart)).trim(), textOfHtml(html.slice(0, longestPart)));
  const attachments = parsed.attachments.filter(({ content }) => Buffer.isBuffer(content)).map(readAttachment);
  if (whole === '' && attachments.length === 0 && hasContent(raw)) return unreadable(raw, 'no-content', options);
  if (isGarbled(whole)) return unreadable(raw, 'characters', options);
  const bounce = deliveryReport(headers, attachments);
  const text = whole.slice(0, longestText);
  return {
    kind: 'message',
    ...headOf(headers, parsed, digestOf([plain, html], attachments), options),
    text,
    isTextCut: text.length < whole.length || Math.max(plain.length, html.length) > longestPart,
    attachments,
    language: guessLanguage(text),
    ...(bounce === undefined ? {} : { bounce }),
  };
}

async function unreadable(raw: Buffer, reason: UnreadableReason, options: ReadingOptions): Promise<Unreadable> {
  const isHuge = reason === 'headers-too-large' || reason === 'too-many-headers';
  const top = raw.subarray(0, Math.min(bodyOffset(raw), isHuge ? 16 * 1024 : mailLimits.headerBytes));
  const parsed = await parse(Buffer.concat([withoutStructure(top), Buffer.from('\r\n\r\n')]), 5_000);
  const bodyDigest = createHash('sha256')
    .update(raw.subarray(bodyOffset(raw)))
    .digest('hex');
  const known = typeof parsed === 'string' ? undefined : parsed;
  return { kind: 'unreadable', reason, ...headOf(rawHeaders(raw), known, bodyDigest, options) };
}

/** Headers alone, to be parsed without the body that they announce. */
function withoutStructure(top: Buffer): Buffer {
  return Buffer.from(
    top
      .toString('latin1')
      .replace(/^content-/gim, 'X-Content-')
      .trimEnd(),
    'latin1',
  );
}

function readAttachment(attachment: ParsedMail['attachments'][number], index: number): MailAttachment {
  return {
    filename: attachmentName(attachment.filename, index),
    contentType: attachmentType(attachment.contentType),
    bytes: attachment.content,
  };
}

/** Both versions of a text where they differ: who writes one thing in plain and another in HTML, says both. */
function joined(text: string, html: string): string {
  if (text === '' || html === '') return text === '' ? html : text;
  const plain = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const shown = html.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const added = shown.filter((word) => !plain.has(word)).length;
  if (added <= shown.length / 5) return text;
  return html.length > text.length ? `${html}\n\n${text}` : `${text}\n\n${html}`;
}

function hasContent(raw: Buffer): boolean {
  return raw.subarray(bodyOffset(raw)).some((byte) => byte > 0x20);
}

/** Decoded with the wrong table: one character in ten is the sign for "no character". */
function isGarbled(text: string): boolean {
  return (text.match(/\ufffd/g) ?? []).length * 10 > text.replace(/\s/g, '').length;
}

/** Line ends and trailing spaces are what relays change. */
function digestOf(texts: readonly string[], attachments: readonly MailAttachment[]): string {
  const hash = createHash('sha256');
  for (const text of texts) {
    for (const line of text.trim().split('\n')) hash.update(`${line.trimEnd()}\n`);
    hash.update('\0');
  }
  for (const { bytes } of attachments) hash.update(createHash('sha256').update(bytes).digest());
  return hash.digest('hex');
}
