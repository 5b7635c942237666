import { isMailAddress } from '../domain/mail.js';
import { firstHeader, messageIds, rawHeaders, type RawHeader } from './message-headers.js';

export const reportActions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type ReportAction = (typeof reportActions)[number];

/** RFC 3464: what a mail server says became of a message. */
export interface DeliveryReport {
  /** Of the message it is about, where the report brought its headers along. */
  readonly originalMessageId?: string;
  readonly recipient?: string;
  /** RFC 3463, `5.1.1`. */
  readonly status?: string;
  readonly action: ReportAction;
}

interface Part {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The report in a message, if it is one; older servers have none and only name the address in a header. */
export function deliveryReport(headers: readonly RawHeader[], parts: readonly Part[]): DeliveryReport | undefined {
  const isReport = /^\s*multipart\/report\b/i.test(firstHeader(headers, 'content-type') ?? '');
  const status = parts.find(({ contentType }) => /^message\/(global-)?delivery-status$/.test(contentType));
  if (isReport && status !== undefined) return readReport(status.bytes, originalOf(headers, parts));
  const failed = firstHeader(headers, 'x-failed-recipients');
  if (failed === undefined) return undefined;
  return {
    action: 'failed',
    ...optional('recipient', address(failed)),
    ...optional('originalMessageId', originalOf(headers, parts)),
  };
}

function readReport(bytes: Buffer, original: string | undefined): DeliveryReport {
  const groups = bytes
    .subarray(0, 64 * 1024)
    .toString()
    .split(/\r?\n[ \t]*\r?\n/);
  const fields = groups
    .map((group) => rawHeaders(Buffer.from(group.trimStart())))
    .find((group) => group.some(({ name }) => name === 'final-recipient' || name === 'action'));
  const said = firstHeader(fields ?? [], 'action')
    ?.toLowerCase()
    .split(/[\s(;]/)[0];
  return {
    // A report that does not say is taken for the worst, so that a person looks.
    action: reportActions.find((known) => known === said) ?? 'failed',
    // The original recipient is the address that was written to; the final one may lie behind a forwarding.
    ...optional(
      'recipient',
      address(firstHeader(fields ?? [], 'original-recipient')) ?? address(firstHeader(fields ?? [], 'final-recipient')),
    ),
    ...optional('status', /^[245]\.\d{1,3}\.\d{1,3}\b/.exec(firstHeader(fields ?? [], 'status') ?? '')?.[0]),
    ...optional('originalMessageId', original),
  };
}

function originalOf(headers: readonly RawHeader[], parts: readonly Part[]): string | undefined {
  const returned = parts.find(({ contentType }) =>
    /^(message\/(rfc822|global)|text\/rfc822-headers)$/.test(contentType),
  );
  const told = returned === undefined ? undefined : firstHeader(rawHeaders(returned.bytes), 'message-id');
  return (
    messageIds(told)[0] ??
    messageIds(firstHeader(headers, 'in-reply-to'))[0] ??
    messageIds(firstHeader(headers, 'references'))[0]
  );
}

/** `rfc822; somebody@example.org`, or the bare address. */
function address(value: string | undefined): string | undefined {
  const bare =
    (value ?? '')
      .slice(0, 1000)
      .replace(/^[^;]*;/, '')
      .split(',')[0]
      ?.replace(/[<>]/g, '')
      .trim() ?? '';
  return isMailAddress(bare) ? bare : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
