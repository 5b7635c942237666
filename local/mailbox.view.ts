import { simpleParser } from 'mailparser';
import type { AddressObject, ParsedMail } from 'mailparser';
import type { StoredMail } from './mail-store.js';

/** One line of the list. */
export interface MailLine {
  readonly id: string;
  readonly who: string;
  readonly when: string;
  readonly subject: string;
  readonly what: string;
}

/** The mail that is open. */
export interface OpenMail extends MailLine {
  readonly from: string;
  readonly to: string;
  readonly attachments: readonly string[];
  readonly text: string;
  readonly raw: string;
}

/** Strangers choose how long a name is. */
const LONGEST_LINE = 120;
const LONGEST_TEXT = 100_000;
const TOO_LARGE_TO_PARSE = 5 * 1024 * 1024;
const unreadable = 'This mail cannot be read as text. See the raw message.';

/** A mail is shown as text only: whatever HTML it carries is turned into words, and nothing of it is fetched. */
export async function openMail(mail: StoredMail): Promise<OpenMail> {
  const parsed = await parse(mail.raw);
  const attachments = parsed?.attachments.map(
    ({ filename, size }) => `${shortened(filename ?? 'without a name')}, ${size} bytes`,
  );
  return {
    ...lineFrom(mail, parsed),
    from: shortened(addressText(parsed?.from) || mail.from),
    to: shortened(mail.to.join(', ')),
    attachments: attachments ?? [],
    text: (parsed?.text ?? unreadable).slice(0, LONGEST_TEXT),
    raw: mail.raw.subarray(0, LONGEST_TEXT).toString('utf8'),
  };
}

export async function lineOf(mail: StoredMail): Promise<MailLine> {
  return lineFrom(mail, await parse(headersOf(mail.raw)));
}

function lineFrom(mail: StoredMail, parsed: ParsedMail | undefined): MailLine {
  return {
    id: mail.id,
    who: shortened(mail.handedOn ? addressText(parsed?.from) || mail.from || 'no sender' : `to ${mail.to.join(', ')}`),
    when: `${mail.receivedAt.slice(0, 10)} ${mail.receivedAt.slice(11, 16)} UTC`,
    subject: shortened(parsed?.subject ?? '(no subject)'),
    what: mail.handedOn ? 'received, handed to Duly' : 'sent, stays here',
  };
}

async function parse(raw: Buffer): Promise<ParsedMail | undefined> {
  if (raw.length > TOO_LARGE_TO_PARSE) return undefined;
  try {
    return await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
  } catch {
    return undefined;
  }
}

function headersOf(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  return raw.subarray(0, end < 0 ? Math.min(raw.length, 65_536) : end + 4);
}

function shortened(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
}

const addressText = (address: AddressObject | undefined): string => address?.text ?? '';
