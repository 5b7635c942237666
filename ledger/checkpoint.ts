import { countFrom, hashFromBase64, LedgerFormatError } from './format.js';
import { openNote } from './note.js';
import type { NoteSigner, NoteVerifier } from './note.js';
import type { TreeHead } from './verify.js';

/** C2SP tlog-checkpoint: the log's word that it holds these leaves and no others. */
export function signCheckpoint(signer: NoteSigner, { size, root }: TreeHead): string {
  return signer.sign(`${signer.name}\n${size}\n${root.toString('base64')}\n`);
}

export function openCheckpoint(checkpoint: string, verifier: NoteVerifier): TreeHead {
  const [origin, size = '', root = '', end, ...more] = openNote(checkpoint, verifier).split('\n');
  if (origin !== verifier.name) throw new LedgerFormatError(`not a checkpoint of ${verifier.name}`);
  // Extension lines are allowed by the format, but this log never writes any.
  if (end !== '' || more.length > 0) throw new LedgerFormatError('a checkpoint has three lines');
  return { size: countFrom(size), root: hashFromBase64(root) };
}
