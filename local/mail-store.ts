import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

export interface MailEnvelope {
  readonly from: string;
  readonly to: readonly string[];
  readonly receivedAt: string;
  /** Handed on to Duly's intake; the others, Duly's own letters, just stay. */
  readonly handedOn: boolean;
}

export interface StoredMail extends MailEnvelope {
  readonly id: string;
  readonly raw: Buffer;
}

/** A mail on the disk, not yet in the mailbox. */
export interface Pending {
  readonly commit: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

export interface MailStore {
  readonly write: (envelope: MailEnvelope, raw: Buffer) => Promise<Pending>;
  /** Newest first. */
  readonly ids: () => readonly string[];
  readonly read: (id: string) => Promise<StoredMail | undefined>;
  readonly has: (messageId: string) => boolean;
}

const SUFFIX = '.eml';
const HALF = '.part';
const ENVELOPE = 'X-Local-Envelope: ';

/**
 * One file per mail: a first line with the envelope, then the mail byte by byte. The name carries the instant and a hash
 * of the Message-ID, so the folder's listing is the index, and renaming is what makes a mail appear, whole.
 */
export async function openMailStore(directory: string): Promise<MailStore> {
  await fs.mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await fs.readdir(directory);
  await Promise.all(names.filter((name) => name.endsWith(HALF)).map((name) => fs.rm(path.join(directory, name))));
  const known = new Set(names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length)));
  const hashes = new Set([...known].map(hashIn));
  const fileFor = (id: string): string => path.join(directory, `${id}${SUFFIX}`);
  return {
    write: async (envelope, raw) => {
      const instant = envelope.receivedAt.replaceAll(/[^\d]/g, '');
      const id = `${instant}-${randomUUID().slice(0, 8)}-${hashOf(messageIdOf(raw))}`;
      const half = `${fileFor(id)}${HALF}`;
      await writeToDisk(half, Buffer.concat([Buffer.from(`${ENVELOPE}${JSON.stringify(envelope)}\r\n`), raw]));
      return {
        commit: async () => {
          await fs.rename(half, fileFor(id));
          known.add(id);
          hashes.add(hashIn(id));
        },
        discard: () => fs.rm(half, { force: true }),
      };
    },
    ids: () => [...known].sort().reverse(),
    read: async (id) => (known.has(id) ? parseFile(id, await fs.readFile(fileFor(id))) : undefined),
    has: (messageId) => hashes.has(hashOf(messageId)),
  };
}

async function writeToDisk(file: string, content: Buffer): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseFile(id: string, content: Buffer): StoredMail {
  const end = content.indexOf('\r\n');
  const envelope = JSON.parse(content.subarray(ENVELOPE.length, end).toString('utf8')) as MailEnvelope;
  return { ...envelope, id, raw: content.subarray(end + 2) };
}

const hashIn = (id: string): string => id.slice(id.lastIndexOf('-') + 1);

function hashOf(messageId: string): string {
  return createHash('sha256')
    .update(messageId.replaceAll(/[<>\s]/g, ''))
    .digest('hex')
    .slice(0, 32);
}

function messageIdOf(raw: Buffer): string {
  const text = raw.subarray(0, 256 * 1024).toString('latin1');
  const headers = text.slice(0, /\r?\n\r?\n/.exec(text)?.index ?? text.length).replaceAll(/\r?\n[ \t]+/g, ' ');
  return /^message-id:(.*)$/im.exec(headers)?.[1] ?? '';
}
