import { createHash } from 'node:crypto';
import type { ReadMessage, Unreadable } from './message.js';

/**
 * The same for every copy of one message, whichever way it came: of the headers only those that relays leave alone,
 * and the content as decoded. Two messages that differ in any of it are two.
 */
export function mailIdentity(message: ReadMessage | Unreadable): string {
  const parts = [
    message.from?.address.toLowerCase(),
    message.date,
    message.messageId,
    message.subject,
    message.bodyDigest,
  ];
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex');
}
