import { emptyRoot, nodeHash } from './hash.js';

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** RFC 9162, section 2.1.3.2. Climbs from the leaf; shares nothing with the code that makes proofs. */
export function provesInclusion(leaf: Buffer, index: number, proof: readonly Buffer[], head: TreeHead): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) return false;
  let [node, last] = [index, head.size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(head.root);
}

/** RFC 9162, section 2.1.4.2: the newer tree begins with every leaf of the older one, unchanged and in order. */
export function provesConsistency(old: TreeHead, proof: readonly Buffer[], head: TreeHead): boolean {
  if (old.size > head.size) return false;
  if (old.size === head.size) return proof.length === 0 && old.root.equals(head.root);
  if (old.size === 0) return proof.length === 0 && old.root.equals(emptyRoot);
  const [first, ...rest] = isPowerOfTwo(old.size) ? [old.root, ...proof] : proof;
  return first !== undefined && climbBoth(first, rest, old, head);
}

function climbBoth(first: Buffer, rest: readonly Buffer[], old: TreeHead, head: TreeHead): boolean {
  let [node, last] = [old.size - 1, head.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [oldHash, hash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && oldHash.equals(old.root) && hash.equals(head.root);
}

function isPowerOfTwo(n: number): boolean {
  return (BigInt(n) & BigInt(n - 1)) === 0n;
}

function half(n: number): number {
  return Math.floor(n / 2);
}
