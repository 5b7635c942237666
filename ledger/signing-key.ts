import { createPrivateKey, hkdfSync } from 'node:crypto';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The log's signing key, for who keeps one secret: derived, so that every process of ours has the same. PEM. */
export function signingKeyFrom(serverKey: Uint8Array): string {
  const seed = Buffer.from(hkdfSync('sha256', serverKey, '', 'duly/1/ledger', 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}
