import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { mintKeyEncryptionKey } from '../database/key-encryption.js';

/** What the embedded mode keeps in `.duly/`; production is given each of them by its own means. */
const kept = z.object({
  serverKey: z.string().min(43),
  /** One per month in which Duly was started, the current one first: `2026-11:…,2026-10:…`. */
  keyEncryptionKeys: z.string().min(43),
  duly_owner: z.string().min(43),
  duly_app: z.string().min(43),
  duly_pruner: z.string().min(43),
  duly_vault: z.string().min(43),
});

export type Secrets = Readonly<z.infer<typeof kept>>;

const newSecret = (): string => randomBytes(32).toString('base64url');

/** Read, or made on the first start; `month` is `2026-11`. A key that something is encrypted under is never replaced. */
export function keepSecrets(directory: string, month: string): Secrets {
  const file = path.join(directory, 'secrets.json');
  const before = fs.existsSync(file) ? read(file) : fresh(month);
  const keys = before.keyEncryptionKeys.split(',');
  const isCurrent = keys.some((key) => key.startsWith(`${month}:`));
  const after = isCurrent ? before : { ...before, keyEncryptionKeys: [mintKeyEncryptionKey(month), ...keys].join(',') };
  if (!isCurrent || !fs.existsSync(file)) writeWhole(file, JSON.stringify(after, null, 2));
  return after;
}

function fresh(month: string): Secrets {
  return {
    serverKey: newSecret(),
    keyEncryptionKeys: mintKeyEncryptionKey(month),
    duly_owner: newSecret(),
    duly_app: newSecret(),
    duly_pruner: newSecret(),
    duly_vault: newSecret(),
  };
}

function read(file: string): Secrets {
  try {
    return kept.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    // A new set in its place would make every stored case unreadable for good.
    throw new Error(`${file} cannot be read as Duly's secrets: restore it from a backup, or move its folder away.`);
  }
}

/** On the disk before it is used: data encrypted under a lost key is lost. */
function writeWhole(file: string, text: string): void {
  const half = `${file}.new`;
  const descriptor = fs.openSync(half, 'w', 0o600);
  fs.writeSync(descriptor, `${text}\n`);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
  fs.renameSync(half, file);
}
