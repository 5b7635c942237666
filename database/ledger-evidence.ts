import type { EvidencedFact, EvidenceFile, Opening } from '../ledger/evidence.js';
import { receiptText } from '../ledger/receipt.js';
import { inclusionProof, leavesOf, treeHead } from './ledger.js';
import type { PlacedLeaf, SignedHead } from './ledger.js';
import type { Queryable } from './pool.js';

/** A leaf's receipt under the newest checkpoint, or under the one of exactly this size; undefined where there is none. */
export async function receiptOf(db: Queryable, index: number, size?: number): Promise<string | undefined> {
  const head = await treeHead(db, size);
  if (head === undefined || index >= head.size) return undefined;
  return receiptText({ index, proof: await inclusionProof(db, index, head.size), checkpoint: head.checkpoint });
}

/**
 * Evidence of every fact of a case that stands in the tree, so of all but those of the last moment. `openings` are by
 * position, for what the holder may know. Undefined until something stands there.
 */
export async function evidenceOf(
  db: Queryable,
  log: EvidenceFile['log'],
  caseId: string,
  openings: ReadonlyMap<number, Opening> = new Map(),
): Promise<EvidenceFile | undefined> {
  const [leaves, types] = [await leavesOf(db, caseId), await factTypes(db, caseId)];
  const head = await treeHead(db);
  if (head === undefined || leaves.length === 0) return undefined;
  const facts: EvidencedFact[] = [];
  for (const leaf of leaves) {
    const opening = openings.get(leaf.position);
    const fact = await evidencedFact(db, head, leaf, types.get(leaf.position) ?? '');
    facts.push(opening === undefined ? fact : { ...fact, opening });
  }
  return { v: 1, caseId, log, checkpoint: head.checkpoint, facts };
}

async function evidencedFact(db: Queryable, head: SignedHead, leaf: PlacedLeaf, fact: string): Promise<EvidencedFact> {
  const proof = await inclusionProof(db, leaf.index, head.size);
  return {
    position: leaf.position,
    fact,
    leaf: leaf.body.toString('utf8'),
    proof: { index: leaf.index, hashes: proof.map((hash) => hash.toString('base64')) },
  };
}

/** From the facts themselves, so that the file shows where they and the ledger would disagree. */
async function factTypes(db: Queryable, caseId: string): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.query<{ position: number; type: string }>(
    'SELECT position, type FROM duly.fact WHERE case_id = $1',
    [caseId],
  );
  return new Map(rows.map(({ position, type }) => [position, type]));
}
