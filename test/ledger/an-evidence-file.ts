import { canonicalJson } from '../../ledger/canonical.js';
import { signCheckpoint } from '../../ledger/checkpoint.js';
import type { EvidenceFile } from '../../ledger/evidence.js';
import { commitmentOf, encodeLeaf } from '../../ledger/leaf.js';
import type { NoteSigner } from '../../ledger/note.js';
import { aFactLeaf } from './leaves.js';
import { someEntries, storedTree } from './stored-tree.js';

export const factKey = Buffer.alloc(32, 7);
const kinds = ['requestRegistered', 'identityConfirmed', 'answerSent'];

/** Three facts of one case in a ledger that holds other leaves too. */
export function anEvidenceFile(signer: NoteSigner): EvidenceFile {
  const facts = kinds.map((type, position) =>
    canonicalJson({ type, position, at: at(position), by: { role: 'operator', id: 'r-visser' } }),
  );
  const leaves = facts.map((fact, position) =>
    encodeLeaf(
      aFactLeaf({
        fact: kinds[position] ?? '',
        position,
        at: at(position),
        commitment: commitmentOf(factKey, fact).toString('base64'),
      }),
    ),
  );
  const tree = storedTree([...someEntries(5), ...leaves, ...someEntries(4)]);
  return {
    v: 1,
    caseId: 'case-1',
    log: { name: signer.name, vkey: signer.vkey },
    checkpoint: signCheckpoint(signer, tree.head(12)),
    facts: leaves.map((leaf, position) => ({
      position,
      fact: kinds[position] ?? '',
      leaf: leaf.toString(),
      proof: { index: 5 + position, hashes: tree.inclusion(5 + position, 12).map((hash) => hash.toString('base64')) },
      opening: { key: factKey.toString('base64'), fact: facts[position] ?? '' },
    })),
  };
}

function at(position: number): string {
  return `2026-03-0${position + 3}T09:00:00.000Z`;
}
