import type { Instant } from '../domain/time.js';

/** One header as it stood in the message: name in lower case, value unfolded, nothing decoded. */
export interface RawHeader {
  readonly name: string;
  readonly value: string;
}

const longestBlock = 256 * 1024;

/** Where the body begins; the length of the message where no blank line ends the headers. */
export function bodyOffset(raw: Buffer): number {
  const ends = [raw.indexOf('\r\n\r\n') + 4, raw.indexOf('\n\n') + 2].filter((end) => end > 3 || end === 2);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}

export function rawHeaders(raw: Buffer): readonly RawHeader[] {
  const block = raw.subarray(0, Math.min(bodyOffset(raw), longestBlock)).toString();
  return block
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1
        ? []
        : [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
    });
}

export function headerValues(headers: readonly RawHeader[], name: string): readonly string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

export function firstHeader(headers: readonly RawHeader[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value;
}

/** The identifiers in Message-ID, In-Reply-To or References; what does not look like one is left out. */
export function messageIds(value: string | undefined): readonly string[] {
  return (value ?? '').match(/<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>/g) ?? [];
}

/** What a message shares with those that it must not overtake: senders, its own identifier, and those it refers to. */
export function threadMarks(raw: Buffer): readonly string[] {
  const headers = rawHeaders(raw);
  const valuesOf = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => headerValues(headers, name));
  const senders = valuesOf('from').flatMap(
    (value) => value.toLowerCase().match(/[^\s<>"(),;:]+@[^\s<>"(),;:]+/g) ?? [],
  );
  return [...senders, ...valuesOf('message-id', 'in-reply-to', 'references').flatMap(messageIds)];
}

/** What the sender's clock said, if that is a moment at all. It is a claim: receipt counts from our own clock. */
export function claimedDate(value: string | undefined): Instant | undefined {
  const time = Date.parse((value ?? '').slice(0, 100).replace(/\([^()]*\)/g, ' '));
  const isPlausible = time >= 0 && time < Date.parse('9999-01-01');
  return isPlausible ? new Date(time).toISOString() : undefined;
}

export const autoSubmissions = ['no', 'auto-generated', 'auto-replied', 'other'] as const;
export type AutoSubmission = (typeof autoSubmissions)[number];

/** RFC 3834: who or what sent it. */
export function autoSubmission(headers: readonly RawHeader[]): AutoSubmission {
  const said =
    firstHeader(headers, 'auto-submitted')
      ?.toLowerCase()
      .split(/[\s;(]/)[0] ?? 'no';
  return autoSubmissions.find((known) => known === said) ?? 'other';
}

/** An answer written by a program, as the program itself says; RFC 3834's header or its predecessors. */
export function declaresAutoReply(headers: readonly RawHeader[]): boolean {
  const precedence = firstHeader(headers, 'precedence')?.toLowerCase() ?? '';
  const isReadReceipt = /report-type="?disposition-notification/i.test(firstHeader(headers, 'content-type') ?? '');
  return (
    autoSubmission(headers) === 'auto-replied' ||
    /^auto[-_]?reply$/.test(precedence) ||
    headers.some(({ name }) => ['x-autoreply', 'x-autorespond', 'x-autoresponder'].includes(name)) ||
    isReadReceipt
  );
}

export function isFromList(headers: readonly RawHeader[]): boolean {
  return headers.some(({ name }) => ['list-id', 'list-post', 'list-unsubscribe'].includes(name));
}

export function isBulk(headers: readonly RawHeader[]): boolean {
  return headerValues(headers, 'precedence').some((value) => /^(bulk|junk|list)\b/i.test(value));
}
