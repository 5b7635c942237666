import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fromBase64, LedgerFormatError } from './format.js';

/** C2SP signed-note with an Ed25519 key. */
export interface NoteSigner {
  /** `example-cloud.example/ledger`: names the log and its key, without a scheme. */
  readonly name: string;
  /** The public half in the form that verifiers ask for: `name+id+key`. */
  readonly vkey: string;
  /** `text` ends in a line feed. */
  sign(text: string): string;
}

export interface NoteVerifier {
  readonly name: string;
  readonly id: Buffer;
  readonly key: KeyObject;
}

const ED25519 = 1;

export function noteSigner(name: string, privateKeyPem: string): NoteSigner {
  if (!isKeyName(name)) throw new LedgerFormatError('the name of a log has neither spaces nor a plus');
  const privateKey = createPrivateKey(privateKeyPem);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) {
    throw new LedgerFormatError('the ledger is signed with an Ed25519 key');
  }
  const key = Buffer.concat([Buffer.of(ED25519), Buffer.from(x, 'base64url')]);
  const id = keyId(name, key);
  return {
    name,
    vkey: `${name}+${id.toString('hex')}+${key.toString('base64')}`,
    sign(text) {
      const signature = sign(null, Buffer.from(text), privateKey);
      return `${text}\n\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
    },
  };
}

export function noteVerifier(vkey: string): NoteVerifier {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/.exec(vkey) ?? [];
  const key = fromBase64(encoded);
  if (!isKeyName(name) || key.length !== 33 || key[0] !== ED25519) {
    throw new LedgerFormatError('not the public key of a log: name+id+key, Ed25519');
  }
  if (keyId(name, key).toString('hex') !== id) throw new LedgerFormatError('the id of the key belongs to another key');
  const x = key.subarray(1).toString('base64url');
  return {
    name,
    id: Buffer.from(id, 'hex'),
    key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  };
}

/** The text of a note, once the signature of this key over it is found good. Signatures of other keys are passed over. */
export function openNote(note: string, verifier: NoteVerifier): string {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new LedgerFormatError('not a signed note');
  const text = note.slice(0, end + 1);
  if (/[^\P{Cc}\n]/u.test(note)) throw new LedgerFormatError('a note has no control characters');
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(signatureFrom)
    .filter(({ name, id }) => name === verifier.name && id.equals(verifier.id));
  if (signatures.length === 0) throw new LedgerFormatError(`not signed by ${verifier.name}`);
  // One bad signature of a known key kills the note, whatever else stands beside it.
  const good = signatures.every(({ bytes }) => verify(null, Buffer.from(text), verifier.key, bytes));
  if (!good) throw new LedgerFormatError(`the signature of ${verifier.name} is not over this text`);
  return text;
}

function signatureFrom(line: string): { name: string; id: Buffer; bytes: Buffer } {
  const [, name = '', encoded = ''] = /^\u2014 ([^ +]+) ([^ ]+)$/.exec(line) ?? [];
  const signature = fromBase64(encoded);
  if (!isKeyName(name) || signature.length < 5) throw new LedgerFormatError('not a signature line');
  return { name, id: signature.subarray(0, 4), bytes: signature.subarray(4) };
}

function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name);
}

function keyId(name: string, key: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4);
}
