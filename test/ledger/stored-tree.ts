import { grow } from '../../ledger/grow.js';
import { leafHash } from '../../ledger/hash.js';
import { consistencyRanges, inclusionRanges, rangeHash, subtreesOf } from '../../ledger/tree.js';
import type { Range } from '../../ledger/tree.js';
import type { TreeHead } from '../../ledger/verify.js';

/** A tree kept in memory the way the database keeps it: the hashes of complete subtrees, by place. */
export class StoredTree {
  readonly kept = new Map<string, Buffer>();
  size = 0;

  append(leaves: readonly Buffer[]): void {
    const { nodes, size } = grow(this.size, this.edge(this.size), leaves);
    for (const { level, index, hash } of nodes) this.kept.set(`${level}/${index}`, hash);
    this.size = size;
  }

  edge(size: number): readonly Buffer[] {
    return this.hashes({ from: 0, to: size });
  }

  head(size: number): TreeHead {
    return { size, root: rangeHash(this.edge(size)) };
  }

  inclusion(index: number, size: number): readonly Buffer[] {
    return inclusionRanges(index, size).map((range) => rangeHash(this.hashes(range)));
  }

  consistency(old: number, size: number): readonly Buffer[] {
    return consistencyRanges(old, size).map((range) => rangeHash(this.hashes(range)));
  }

  private hashes(range: Range): readonly Buffer[] {
    return subtreesOf(range).map(({ level, index }) => {
      const hash = this.kept.get(`${level}/${index}`);
      if (hash === undefined) throw new Error(`nothing is kept at ${level}/${index}`);
      return hash;
    });
  }
}

export function storedTree(entries: readonly Uint8Array[]): StoredTree {
  const tree = new StoredTree();
  tree.append(entries.map(leafHash));
  return tree;
}

export function someEntries(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(`entry ${n}`));
}
