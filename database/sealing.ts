import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

/** A key that neither a log line nor JSON can show. */
export type SecretKey = KeyObject;

/** What a sealed value is, and where it belongs. Its kind comes first, so no value passes for one of another kind. */
export type Belonging = readonly [kind: string, ...place: (string | number)[]];

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
export const SEAL_OVERHEAD = IV_BYTES + TAG_BYTES;

/** The key does not fit, the bytes were changed, or they belong elsewhere: which of them, AES-GCM cannot say. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor() {
    super('sealed bytes do not open under this key at this place');
  }
}

export function secretKey(bytes: Uint8Array): SecretKey {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  return createSecretKey(bytes);
}

export function newKeyBytes(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** One key per purpose, so that what is commited to and what is encrypted never share one. */
export function deriveKey(dataKey: SecretKey, purpose: string): SecretKey {
  return createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', `duly/1/${purpose}`, KEY_BYTES)));
}

/** iv (12) | tag (16) | ciphertext */
export function seal(key: SecretKey, plain: Uint8Array, belonging: Belonging): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(placeOf(belonging));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

export function open(key: SecretKey, sealed: Uint8Array, belonging: Belonging): Buffer {
  if (sealed.length < SEAL_OVERHEAD) throw new SealBroken();
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(placeOf(belonging))
    .setAuthTag(sealed.subarray(IV_BYTES, SEAL_OVERHEAD));
  const plain = decipher.update(sealed.subarray(SEAL_OVERHEAD));
  try {
    decipher.final();
  } catch {
    throw new SealBroken();
  }
  return plain;
}

/** Says that exactly these bytes existed, to whoever has the key, and nothing once the key is gone. */
export function commit(key: SecretKey, bytes: Uint8Array, belonging: Belonging): Buffer {
  return commitment(key, belonging).update(bytes).digest();
}

/** The same for bytes that come in pieces. */
export function commitment(key: SecretKey, belonging: Belonging): ReturnType<typeof createHmac> {
  const place = placeOf(belonging);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(place.length);
  return createHmac('sha256', key).update(length).update(place);
}

/** Takes as long for a near miss as for a wild one. */
export function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** JSON keeps the parts apart, whatever is in them. */
function placeOf(belonging: Belonging): Buffer {
  return Buffer.from(JSON.stringify(belonging));
}
