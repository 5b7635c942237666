import type { Leaf } from '../domain/ledger.js';
import { encodeLeaf } from '../ledger/leaf.js';
import { consistencyRanges, inclusionRanges, rangeHash, subtreesOf } from '../ledger/tree.js';
import type { Place, Range } from '../ledger/tree.js';
import type { TreeHead } from '../ledger/verify.js';
import type { Queryable, Statement } from './pool.js';

export interface SignedHead extends TreeHead {
  /** The signed note over size and root. */
  readonly checkpoint: string;
}

export interface PlacedLeaf {
  readonly index: number;
  readonly position: number;
  readonly body: Buffer;
}

/** Part of the transaction that writes what the leaves record: one insert, no lock; the sequencer gives them places. */
export async function stageLeaves(transaction: Queryable, leaves: readonly Leaf[]): Promise<void> {
  if (leaves.length > 0) await transaction.query(stagedLeaves(leaves));
}

export function stagedLeaves(leaves: readonly Leaf[]): Statement {
  return {
    name: 'leaf',
    text: `INSERT INTO duly.ledger_staged (case_id, position, body)
           SELECT case_id, position, body
           FROM unnest($1::text[], $2::integer[], $3::bytea[]) WITH ORDINALITY AS leaf (case_id, position, body, n)
           ORDER BY n`,
    values: [
      leaves.map(({ caseId }) => caseId ?? null),
      leaves.map((leaf) => ('position' in leaf ? leaf.position : null)),
      leaves.map(encodeLeaf),
    ],
  };
}

/** The newest signed head, or the one of exactly this size; undefined where none was signed. */
export async function treeHead(db: Queryable, size?: number): Promise<SignedHead | undefined> {
  const { rows } = await db.query<{ size: string; root: Buffer; note: string }>({
    name: 'ledger-head',
    text: `SELECT size, root, note FROM duly.ledger_checkpoint
           WHERE size = coalesce($1::bigint, (SELECT max(size) FROM duly.ledger_checkpoint))`,
    values: [size ?? null],
  });
  const [row] = rows;
  return row && { size: Number(row.size), root: row.root, checkpoint: row.note };
}

/** That leaf `index` stands in the tree of the first `size` leaves. */
export async function inclusionProof(db: Queryable, index: number, size: number): Promise<readonly Buffer[]> {
  return hashesOver(db, inclusionRanges(index, size));
}

/** That the tree of `size` leaves begins with the tree of `oldSize` leaves. */
export async function consistencyProof(db: Queryable, oldSize: number, size: number): Promise<readonly Buffer[]> {
  return hashesOver(db, consistencyRanges(oldSize, size));
}

/** Where a fact stands in the tree; undefined until the sequencer has been there, and once the body is pruned. */
export async function leafOf(db: Queryable, caseId: string, position: number): Promise<PlacedLeaf | undefined> {
  const { rows } = await db.query<{ index: string; body: Buffer }>({
    name: 'ledger-leaf',
    text: 'SELECT index, body FROM duly.ledger_body WHERE case_id = $1 AND position = $2 ORDER BY index LIMIT 1',
    values: [caseId, position],
  });
  const [row] = rows;
  return row && { index: Number(row.index), position, body: row.body };
}

/** Every fact of a case that has its place in the tree, in the order of the case. */
export async function leavesOf(db: Queryable, caseId: string): Promise<readonly PlacedLeaf[]> {
  const { rows } = await db.query<{ index: string; position: number; body: Buffer }>({
    name: 'ledger-leaves',
    text: `SELECT index, position, body FROM duly.ledger_body
           WHERE case_id = $1 AND position IS NOT NULL ORDER BY position, index`,
    values: [caseId],
  });
  return rows.map(({ index, position, body }) => ({ index: Number(index), position, body }));
}

/** All that a proof needs is asked for at once. */
async function hashesOver(db: Queryable, ranges: readonly Range[]): Promise<readonly Buffer[]> {
  const parts = ranges.map(subtreesOf);
  const hashes = await subtreeHashes(db, parts.flat());
  let start = 0;
  return parts.map(({ length }) => rangeHash(hashes.slice(start, (start += length))));
}

export async function subtreeHashes(db: Queryable, places: readonly Place[]): Promise<readonly Buffer[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<{ hash: Buffer }>({
    name: 'ledger-hashes',
    text: `SELECT kept.hash
           FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS wanted (level, index, n)
           JOIN duly.ledger_hash kept USING (level, index) ORDER BY n`,
    values: [places.map(({ level }) => level), places.map(({ index }) => index)],
  });
  if (rows.length !== places.length) throw new Error(`the ledger lacks ${places.length - rows.length} of its hashes`);
  return rows.map(({ hash }) => hash);
}
