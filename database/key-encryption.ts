import { newKeyBytes, open, seal, secretKey, type SecretKey } from './sealing.js';

export interface KeyEncryptionKey {
  /** The month it is used in: `2026-11`. */
  readonly id: string;
  readonly key: SecretKey;
}

/** Keys that wrap data keys. They live outside the database, so its backups alone open nothing. */
export interface KeyEncryptionKeys {
  readonly current: KeyEncryptionKey;
  readonly all: ReadonlyMap<string, SecretKey>;
}

export interface WrappedKey {
  readonly keyId: string;
  readonly caseId: string;
  readonly kekId: string;
  readonly wrapped: Uint8Array;
}

const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const BASE64URL_OF_32_BYTES = /^[A-Za-z0-9_-]{43}=?$/;

/** Reads `id:base64url,id:base64url`, the current key first. Its errors name ids and positions, never a key. */
export function parseKeyEncryptionKeys(text: string): KeyEncryptionKeys {
  const listed = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1));
  const all = new Map(listed.map(({ id, key }) => [id, key]));
  if (all.size !== listed.length) throw new Error('key-encryption keys: the same id stands there twice');
  const [current] = listed;
  if (current === undefined) throw new Error('key-encryption keys: none given');
  return { current, all };
}

function parseKey(entry: string, place: number): KeyEncryptionKey {
  const [id = '', material = '', ...rest] = entry.split(':');
  if (!KEY_ID.test(id))
    throw new Error(`key-encryption keys: entry ${place} needs an id such as 2026-11 before a colon`);
  if (rest.length > 0 || !BASE64URL_OF_32_BYTES.test(material)) {
    throw new Error(`key-encryption keys: key ${place} must be 32 bytes in base64url`);
  }
  return { id, key: secretKey(Buffer.from(material, 'base64url')) };
}

/** A new key in the form that `parseKeyEncryptionKeys` reads. */
export function mintKeyEncryptionKey(id: string): string {
  return `${id}:${newKeyBytes().toString('base64url')}`;
}

/** Bound to its key id and case: a wrapped key moved to another row does not open. */
export function wrapKey(keks: KeyEncryptionKeys, dataKey: Uint8Array, keyId: string, caseId: string): WrappedKey {
  const { id, key } = keks.current;
  return { keyId, caseId, kekId: id, wrapped: seal(key, dataKey, ['data-key', keyId, caseId]) };
}

export function unwrapKey(keks: KeyEncryptionKeys, { keyId, caseId, kekId, wrapped }: WrappedKey): Buffer {
  const key = keks.all.get(kekId);
  if (key === undefined) throw new Error(`key-encryption key ${kekId} is not configured`);
  return open(key, wrapped, ['data-key', keyId, caseId]);
}
