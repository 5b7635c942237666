import { createHash } from 'node:crypto';

/** The namespace of our letters' UUIDs: any constant will do, as long as it never changes. */
const namespace = Buffer.from('6f1f3f0c2b7d5c0e9a4e5d1b8c7a9e02', 'hex');

/** RFC 9562 version 5: the same key always gives the same UUID, and nobody can read the key from it. */
export function letterUuid(key: string): string {
  const digest = createHash('sha1').update(namespace).update(key).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The Message-ID of the letter with this key. Retries carry the same one, which is how a sent letter is found again. */
export function messageIdFor(key: string, domain: string): string {
  return `<${letterUuid(key)}@${domain}>`;
}
