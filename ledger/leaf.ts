import { createHmac } from 'node:crypto';
import type { Leaf } from '../domain/ledger.js';
import { canonicalJson } from './canonical.js';
import { MAX_ENTRY_BYTES } from './tile.js';

/** The bytes that stand in the tree. */
export function encodeLeaf(leaf: Leaf): Buffer {
  const bytes = Buffer.from(canonicalJson({ ...leaf, actor: { ...leaf.actor } }));
  if (bytes.length > MAX_ENTRY_BYTES) throw new RangeError(`a leaf has at most ${MAX_ENTRY_BYTES} bytes`);
  return bytes;
}

/** Keyed, because the plain hash of a short value is as good as the value: it can be guessed. */
export function commitmentOf(key: Uint8Array, fact: string): Buffer {
  return createHmac('sha256', key).update(fact).digest();
}
