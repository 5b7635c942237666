import { openCheckpoint } from './checkpoint.js';
import { countFrom, hashFromBase64, LedgerFormatError } from './format.js';
import { leafHash } from './hash.js';
import type { NoteVerifier } from './note.js';
import { provesInclusion } from './verify.js';
import type { TreeHead } from './verify.js';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

export interface Receipt {
  readonly index: number;
  readonly proof: readonly Buffer[];
  readonly checkpoint: string;
}

/** C2SP tlog-proof: all that an outsider needs, beside the leaf and the log's public key. */
export function receiptText({ index, proof, checkpoint }: Receipt): string {
  const lines = [FIRST_LINE, `index ${index}`, ...proof.map((hash) => hash.toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

export function readReceipt(text: string): Receipt {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  if (first !== FIRST_LINE) throw new LedgerFormatError(`a receipt begins with ${FIRST_LINE}`);
  // The optional `extra` line is not covered by any signature, so it is read past.
  const [index = '', ...hashes] = lines[0]?.startsWith('extra ') === true ? lines.slice(1) : lines;
  if (!index.startsWith('index ')) throw new LedgerFormatError('a receipt names the index of its leaf');
  return {
    index: countFrom(index.slice('index '.length)),
    proof: hashes.map(hashFromBase64),
    checkpoint: text.slice(end + 2),
  };
}

/** The signed tree in which the leaf stands; throws when the receipt does not show that it does. */
export function openReceipt(text: string, leaf: Uint8Array, verifier: NoteVerifier): TreeHead {
  const { index, proof, checkpoint } = readReceipt(text);
  const head = openCheckpoint(checkpoint, verifier);
  if (!provesInclusion(leafHash(leaf), index, proof, head)) {
    throw new LedgerFormatError(`the leaf does not stand at ${index} in the signed tree`);
  }
  return head;
}
