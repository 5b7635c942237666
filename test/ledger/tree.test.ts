import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, leafHash } from '../../ledger/hash.js';
import { consistencyRanges, inclusionRanges, subtreesOf } from '../../ledger/tree.js';
import { provesConsistency, provesInclusion } from '../../ledger/verify.js';
import { naiveGrowth, naiveLeaf, naivePath, naiveRoot } from './naive-tree.js';
import { someEntries, storedTree, StoredTree } from './stored-tree.js';

const vectorEntries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const vectorRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree of RFC 6962', () => {
  test('a tree without leaves has the hash of nothing as its root', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(new StoredTree().head(0).root).toEqual(emptyRoot);
  });

  test.each(vectorRoots.map((root, n) => ({ size: n + 1, root })))(
    'the known tree of $size leaves has its published root',
    ({ size, root }) => {
      const entries = vectorEntries.slice(0, size).map((hex) => Buffer.from(hex, 'hex'));

      expect(storedTree(entries).head(size).root.toString('hex')).toBe(root);
    },
  );

  test('an inner node cannot be passed off as a leaf', () => {
    const tree = storedTree(someEntries(2));
    const inner = Buffer.concat(someEntries(2).map(leafHash));

    expect(leafHash(inner)).not.toEqual(tree.head(2).root);
  });
});

describe('every tree of up to 300 leaves', () => {
  const entries = someEntries(300);
  const leaves = entries.map(naiveLeaf);
  const tree = storedTree(entries);

  test('each leaf of each tree is proved, and its proof proves no other place', () => {
    let wrong = 0;
    for (let size = 1; size <= 300; size += 1) {
      const head = tree.head(size);
      leaves.slice(0, size).forEach((leaf, index) => {
        const proof = tree.inclusion(index, size);
        if (!provesInclusion(leaf, index, proof, head)) wrong += 1;
        if (provesInclusion(leaf, (index + 1) % size, proof, head) && size > 1) wrong += 1;
      });
    }
    expect(wrong).toBe(0);
  });

  test('each tree is shown to have grown from each smaller one', () => {
    let wrong = 0;
    const heads = Array.from({ length: 301 }, (_, size) => tree.head(size));
    heads.forEach((head, size) => {
      heads.slice(0, size + 1).forEach((old) => {
        const proof = tree.consistency(old.size, size);
        if (!provesConsistency(old, proof, head)) wrong += 1;
      });
    });
    expect(wrong).toBe(0);
  });

  test.each([1, 2, 3, 7, 8, 9, 100, 257])(
    'a tree of %i leaves has the roots and proofs that the definition gives',
    (size) => {
      const some = leaves.slice(0, size);

      expect(tree.head(size).root).toEqual(naiveRoot(some));
      some.forEach((_, index) => {
        expect(tree.inclusion(index, size)).toEqual(naivePath(index, some));
        expect(tree.consistency(index, size)).toEqual(naiveGrowth(index, some));
      });
    },
  );
});

describe('larger trees', () => {
  test('a tree grown in any batches is the tree grown at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 12 }), (batches) => {
        const leaves = someEntries(batches.reduce((sum, batch) => sum + batch, 0)).map(leafHash);
        const tree = new StoredTree();
        let start = 0;
        for (const batch of batches) tree.append(leaves.slice(start, (start += batch)));

        expect(tree.head(tree.size).root).toEqual(naiveRoot(leaves));
      }),
      { numRuns: 60 },
    );
  });

  test('leaves and growth of a tree of 70,000 are proved wherever one looks', () => {
    const tree = storedTree(someEntries(70_000));
    const sizes = fc.integer({ min: 1, max: 70_000 });
    const twoSizes = fc.tuple(sizes, sizes).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(twoSizes, ([old, size]) => {
        const head = tree.head(size);
        const leaf = leafHash(Buffer.from(`entry ${old - 1}`));

        expect(provesInclusion(leaf, old - 1, tree.inclusion(old - 1, size), head)).toBe(true);
        expect(provesConsistency(tree.head(old), tree.consistency(old, size), head)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('a proof that was shortened, lengthened or bent anywhere proves nothing', () => {
    const tree = storedTree(someEntries(1_000));
    const head = tree.head(1_000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.nat(20), fc.nat(255), (index, at, bit) => {
        const leaf = leafHash(Buffer.from(`entry ${index}`));
        const proof = tree.inclusion(index, 1_000);
        const bent = proof.map((hash, n) => (n === at % proof.length ? flipped(hash, bit) : hash));

        expect(provesInclusion(leaf, index, bent, head)).toBe(false);
        expect(provesInclusion(leaf, index, proof.slice(1), head)).toBe(false);
        expect(provesInclusion(leaf, index, proof.slice(0, -1), head)).toBe(false);
        expect(provesInclusion(leaf, index, [...proof, head.root], head)).toBe(false);
      }),
    );
  });

  test('a tree with another past is not one that only grew', () => {
    const tree = storedTree(someEntries(1_000));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(255), (old, bit) => {
        const { root } = tree.head(old);
        const proof = tree.consistency(old, 1_000);

        expect(provesConsistency({ size: old, root: flipped(root, bit) }, proof, tree.head(1_000))).toBe(false);
        expect(provesConsistency({ size: old, root }, [...proof, root], tree.head(1_000))).toBe(false);
        expect(provesConsistency({ size: 1_001, root }, proof, tree.head(1_000))).toBe(false);
      }),
    );
  });

  test('what lies outside the tree is asked for in vain', () => {
    expect(() => inclusionRanges(5, 5)).toThrow(RangeError);
    expect(() => inclusionRanges(-1, 5)).toThrow(RangeError);
    expect(() => consistencyRanges(6, 5)).toThrow(RangeError);
  });

  test('a tree one leaf short of 2^48 is cut exactly', () => {
    const places = subtreesOf({ from: 0, to: 2 ** 48 - 1 });

    expect(places.map(({ level }) => level)).toEqual(Array.from({ length: 48 }, (_, n) => 47 - n));
  });
});

function flipped(hash: Buffer, bit: number): Buffer {
  const copy = Buffer.from(hash);
  const byte = bit >> 3;
  copy.writeUInt8(copy.readUInt8(byte) ^ (1 << (bit & 7)), byte);
  return copy;
}
