import { nodeHash } from './hash.js';
import { rangeHash, subtreesOf } from './tree.js';
import type { Node } from './tree.js';

export interface Growth {
  /** Every subtree that became complete, leaves included, in the order in which it did. */
  readonly nodes: readonly Node[];
  readonly size: number;
  readonly root: Buffer;
}

/** Appends leaves; `edge` holds the hashes of the complete subtrees of the tree so far, left to right. */
export function grow(size: number, edge: readonly Buffer[], leaves: readonly Buffer[]): Growth {
  const open = edgeNodes(size, edge);
  const nodes: Node[] = [];
  leaves.forEach((hash, offset) => {
    let node: Node = { level: 0, index: size + offset, hash };
    nodes.push(node);
    for (let left = open.at(-1); left?.level === node.level; left = open.at(-1)) {
      open.pop();
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left.hash, node.hash) };
      nodes.push(node);
    }
    open.push(node);
  });
  return { nodes, size: size + leaves.length, root: rangeHash(open.map(({ hash }) => hash)) };
}

function edgeNodes(size: number, edge: readonly Buffer[]): Node[] {
  const places = subtreesOf({ from: 0, to: size });
  if (places.length !== edge.length)
    throw new RangeError(`${edge.length} hashes are not the edge of a tree of ${size}`);
  return places.flatMap((place, n) => {
    const hash = edge[n];
    return hash === undefined ? [] : [{ ...place, hash }];
  });
}
