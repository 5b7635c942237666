import { createHash } from 'node:crypto';
import { uuidFrom } from '../../database/uuid.js';

/** The namespace of our letters' UUIDs: any constant will do, as long as it never changes. */
const namespace = Buffer.from('6f1f3f0c2b7d5c0e9a4e5d1b8c7a9e02', 'hex');

/** RFC 9562 version 5: the same key always gives the same UUID, and nobody can read the key from it. */
export function letterUuid(key: string): string {
  return uuidFrom(createHash('sha1').update(namespace).update(key).digest(), 5);
}

/** The Message-ID of the letter with this key. Retries carry the same one, which is how a sent letter is found again. */
export function messageIdFor(key: string, domain: string): string {
  return `<${letterUuid(key)}@${domain}>`;
}
