import { domainToASCII } from 'node:url';
import type { AddressObject, EmailAddress, ParsedMail } from 'mailparser';
import { visibleLine, type Mailbox } from '../domain/mail.js';
import type { Instant } from '../domain/time.js';
import { authenticationOf, type Authentication } from './authentication-results.js';
import {
  autoSubmission,
  claimedDate,
  declaresAutoReply,
  firstHeader,
  headerValues,
  isBulk,
  isFromList,
  messageIds,
  type AutoSubmission,
  type RawHeader,
} from './message-headers.js';

/** What the headers say, of every message, readable or not. All of it is the sender's claim. */
export interface MessageHead {
  /** Missing where there is none, or more than one. The address may be one that Duly does not write to. */
  readonly from?: Mailbox;
  readonly replyTo?: Mailbox;
  readonly to: readonly Mailbox[];
  readonly subject: string;
  readonly date?: Instant;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly autoSubmitted: AutoSubmission;
  /** A program says that it answered by itself. */
  readonly isAutoReply: boolean;
  readonly isList: boolean;
  readonly isBulk: boolean;
  /** Sent from `<>`: nobody wants an answer. */
  readonly hasNullSender: boolean;
  readonly authentication: Authentication;
  /** SHA-256 of the decoded content: the same however relays wrapped it. */
  readonly bodyDigest: string;
}

export interface ReadingOptions {
  /** The name under which our own mail server writes Authentication-Results; without it none are trusted. */
  readonly authenticationServer?: string;
  /** MAIL FROM, where the mail came over SMTP; empty for `<>`. */
  readonly envelopeFrom?: string;
  readonly timeLimitMs?: number;
}

const mostAddresses = 100;

export function headOf(
  headers: readonly RawHeader[],
  parsed: Pick<ParsedMail, 'from' | 'replyTo' | 'to' | 'subject'> | undefined,
  bodyDigest: string,
  options: ReadingOptions,
): MessageHead {
  const isAmbiguous = headerValues(headers, 'from').length !== 1;
  const from = isAmbiguous ? undefined : mailboxes(parsed?.from)[0];
  const replyTo = mailboxes(parsed?.replyTo)[0];
  const date = claimedDate(firstHeader(headers, 'date'));
  const messageId = messageIds(firstHeader(headers, 'message-id'))[0];
  const inReplyTo = messageIds(firstHeader(headers, 'in-reply-to'))[0];
  const sender = options.envelopeFrom ?? firstHeader(headers, 'return-path');
  return {
    ...(from === undefined ? {} : { from }),
    ...(replyTo === undefined ? {} : { replyTo }),
    to: mailboxes(parsed?.to),
    subject: visibleLine(typeof parsed?.subject === 'string' ? parsed.subject : '', 300),
    ...(date === undefined ? {} : { date }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: messageIds(firstHeader(headers, 'references')).slice(-50),
    autoSubmitted: autoSubmission(headers),
    isAutoReply: declaresAutoReply(headers),
    isList: isFromList(headers),
    isBulk: isBulk(headers),
    hasNullSender: sender === '' || sender === '<>',
    authentication: authenticationOf(headers, options.authenticationServer),
    bodyDigest,
  };
}

function mailboxes(header: AddressObject | AddressObject[] | undefined): readonly Mailbox[] {
  const entries = header === undefined ? [] : [header].flat().flatMap(({ value }) => value);
  return entries
    .slice(0, mostAddresses)
    .flatMap((entry) => [entry, ...(entry.group ?? []).slice(0, mostAddresses)])
    .map(toMailbox)
    .filter(({ address }) => address !== '');
}

function toMailbox({ address = '', name }: EmailAddress): Mailbox {
  const shown = visibleLine(name);
  const at = address.lastIndexOf('@');
  const host = at < 0 || address.length > 500 ? '' : domainToASCII(address.slice(at + 1));
  const written = visibleLine(host === '' ? address : `${address.slice(0, at)}@${host}`, 254);
  return { address: written, ...(shown === '' ? {} : { name: shown }) };
}
