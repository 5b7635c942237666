import { describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import type { Verdict } from '../../cli/verify.js';
import type { EvidencedFact, EvidenceFile } from '../../ledger/evidence.js';
import { anEvidenceFile, factKey } from './an-evidence-file.js';
import { aSigner } from './signer.js';

const signer = aSigner();

function withFact(position: number, change: (fact: EvidencedFact) => EvidencedFact): EvidenceFile {
  const file = anEvidenceFile(signer);
  return { ...file, facts: file.facts.map((fact) => (fact.position === position ? change(fact) : fact)) };
}

function check(file: EvidenceFile, trustedKey: string | undefined = signer.vkey): Verdict {
  return verifyEvidence(JSON.stringify(file), trustedKey);
}

function failures(file: EvidenceFile): readonly string[] {
  return check(file).failed.map(({ says, position }) => `${position ?? 'file'}: ${says}`);
}

const notIncluded = '1: Its leaf stands in the signed ledger.';
const notCommitted = '1: What it says is what the ledger committed to.';
const notAgreeing = '1: Kind, instant and actor are those of its leaf.';
const gap = 'file: The facts follow each other from the first one on, none left out.';

describe('an evidence file', () => {
  test('an honest file passes every check, offline', () => {
    const verdict = check(anEvidenceFile(signer));

    expect(verdict.failed).toEqual([]);
    expect(verdict.ok).toBe(true);
    expect(verdict.passed).toHaveLength(2 + 3 * 4);
    expect(verdict.open).toEqual(['Facts that followed after this file was made are not in it.']);
  });

  test('without a key from elsewhere the reader is told to compare the one in the file', () => {
    expect(verifyEvidence(JSON.stringify(anEvidenceFile(signer))).open[0]).toContain(
      'compare it with the published one',
    );
  });

  test('undisclosed facts are still proved to stand in the ledger, and named as not compared', () => {
    const file = withFact(1, ({ opening: _, ...fact }) => fact);

    expect(check(file).ok).toBe(true);
    expect(check(file).open).toContain('1 of 3 facts are not disclosed: what they say was not compared.');
  });

  test('a leaf that was edited is found', () => {
    const file = withFact(1, (fact) => ({ ...fact, leaf: fact.leaf.replace('r-visser', 'j-smit') }));

    expect(failures(file)).toEqual([notIncluded, notAgreeing]);
  });

  test('a disclosed fact that was edited is found', () => {
    const file = withFact(1, (fact) => ({
      ...fact,
      opening: { key: factKey.toString('base64'), fact: fact.opening?.fact.replace('}', ',"x":1}') ?? '' },
    }));

    expect(failures(file)).toContain(notCommitted);
  });

  test('a commitment key of another case opens nothing', () => {
    const file = withFact(1, (fact) => ({
      ...fact,
      opening: { key: Buffer.alloc(32).toString('base64'), fact: fact.opening?.fact ?? '' },
    }));

    expect(failures(file)).toEqual([notCommitted]);
  });

  test('a fact that was left out is missed', () => {
    const file = anEvidenceFile(signer);

    expect(failures({ ...file, facts: file.facts.filter(({ position }) => position !== 1) })).toEqual([gap]);
    expect(failures({ ...file, facts: file.facts.slice(1) })).toEqual([gap]);
    expect(failures({ ...file, facts: [] })).toEqual([gap]);
  });

  test('facts that changed places are found', () => {
    const file = anEvidenceFile(signer);

    expect(failures({ ...file, facts: file.facts.toReversed() })).toEqual([gap]);
  });

  test('a fact of another case is found', () => {
    expect(failures({ ...anEvidenceFile(signer), caseId: 'case-2' })).toHaveLength(3);
  });

  test('a fact under another name is found', () => {
    expect(failures(withFact(1, (fact) => ({ ...fact, fact: 'requestRefused' })))).toHaveLength(1);
  });

  test.each<[string, (fact: EvidencedFact) => EvidencedFact]>([
    ['another index', (fact) => ({ ...fact, proof: { ...fact.proof, index: 0 } })],
    ['a hash too few', (fact) => ({ ...fact, proof: { ...fact.proof, hashes: fact.proof.hashes.slice(1) } })],
    ['a hash that is none', (fact) => ({ ...fact, proof: { ...fact.proof, hashes: ['not base64!'] } })],
  ])('a proof with %s is found', (_what, change) => {
    expect(failures(withFact(1, change))).toContain(notIncluded);
  });

  test('a checkpoint under a key that is not trusted carries nothing', () => {
    const impostor = aSigner();
    const verdict = check(anEvidenceFile(signer), impostor.vkey);

    expect(verdict.failed.map(({ says }) => says)).toContain(`The checkpoint is signed by ${signer.name}.`);
    expect(verdict.failed.filter(({ says }) => says.includes('signed ledger'))).toHaveLength(3);
  });

  test('a checkpoint that was edited carries nothing', () => {
    const file = anEvidenceFile(signer);

    expect(failures({ ...file, checkpoint: file.checkpoint.replace('\n12\n', '\n13\n') })).toHaveLength(4);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'PDF-1.7'],
    ['another version', JSON.stringify({ ...anEvidenceFile(signer), v: 2 })],
    ['a field that nobody knows', JSON.stringify({ ...anEvidenceFile(signer), verified: true })],
    ['a list', '[]'],
  ])('a file with %s in it is no evidence file', (_what, text) => {
    expect(verifyEvidence(text).failed).toEqual([{ says: 'The file is an evidence file of version 1.' }]);
  });
});
