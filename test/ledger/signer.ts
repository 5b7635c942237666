import { generateKeyPairSync } from 'node:crypto';
import { noteSigner } from '../../ledger/note.js';
import type { NoteSigner } from '../../ledger/note.js';

/** A log of the tests, under a fresh key. */
export function aSigner(name = 'example-cloud.example/ledger'): NoteSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  return noteSigner(name, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
