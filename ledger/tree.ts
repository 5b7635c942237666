import { emptyRoot, nodeHash } from './hash.js';

/** A complete subtree: `2 ** level` leaves, the first at `index * 2 ** level`. Its hash never changes again. */
export interface Place {
  readonly level: number;
  readonly index: number;
}

export interface Node extends Place {
  readonly hash: Buffer;
}

/** Leaves `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The complete subtrees that make up a range, left to right, each smaller than the one before. */
export function subtreesOf({ from, to }: Range): readonly Place[] {
  const places: Place[] = [];
  for (let start = from; start < to;) {
    const level = levelWithin(to - start);
    places.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return places;
}

/** The hash over a range, from the hashes of its complete subtrees. */
export function rangeHash(subtrees: readonly Buffer[]): Buffer {
  if (subtrees.length === 0) return emptyRoot;
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}

/** Of the largest complete subtree with at most `n` leaves. Counted, because `Math.log2` rounds up near large powers. */
function levelWithin(n: number): number {
  let level = 0;
  while (2 ** (level + 1) <= n) level += 1;
  return level;
}

/** Largest power of two below `n`: where RFC 6962 cuts a tree in two. */
function cut(n: number): number {
  return 2 ** levelWithin(n - 1);
}

/** RFC 6962, section 2.1.1: what stands beside the path from a leaf to the root, lowest first. */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  if (index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const beside: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + cut(to - from);
    if (index < middle) {
      beside.push({ from: middle, to });
      to = middle;
    } else {
      beside.push({ from, to: middle });
      from = middle;
    }
  }
  return beside.reverse();
}

/** RFC 6962, section 2.1.2: what shows that a tree only grew. */
export function consistencyRanges(oldSize: number, size: number): readonly Range[] {
  if (oldSize < 0 || oldSize > size) throw new RangeError(`a tree of ${size} did not grow from ${oldSize}`);
  if (oldSize === 0 || oldSize === size) return [];
  const beside: Range[] = [];
  let [from, to] = [0, size];
  while (to !== oldSize) {
    const middle = from + cut(to - from);
    if (oldSize <= middle) {
      beside.push({ from: middle, to });
      to = middle;
    } else {
      beside.push({ from, to: middle });
      from = middle;
    }
  }
  // Where the old tree is itself a complete subtree on the left, its root is known to whoever asks.
  if (from !== 0) beside.push({ from, to });
  return beside.reverse();
}
