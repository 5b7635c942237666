import type { z } from 'zod';
import type { EvidencedFact, EvidenceFile, Opening } from '../ledger/evidence.js';
import { openCheckpoint } from '../ledger/checkpoint.js';
import { fromBase64, hashFromBase64, LedgerFormatError } from '../ledger/format.js';
import { leafHash } from '../ledger/hash.js';
import { commitmentOf } from '../ledger/leaf.js';
import { noteVerifier } from '../ledger/note.js';
import { provesInclusion } from '../ledger/verify.js';
import type { TreeHead } from '../ledger/verify.js';
import { committedFactSchema, evidenceSchema, leafSchema } from './evidence-schema.js';

export interface Check {
  /** A sentence that is true when the check passed. */
  readonly says: string;
  /** Of the fact that was checked; absent for what concerns the whole file. */
  readonly position?: number;
}

export interface Verdict {
  readonly ok: boolean;
  readonly passed: readonly Check[];
  /** Each says what should have been true. */
  readonly failed: readonly Check[];
  /** What the file alone cannot show. */
  readonly open: readonly string[];
}

type Leaf = z.infer<typeof leafSchema>;
type Result = Check & { readonly ok: boolean };

/** Checks an evidence file without any server. `trustedKey` is the log's public key, from somewhere else than the file. */
export function verifyEvidence(text: string, trustedKey?: string): Verdict {
  const file = evidenceSchema.safeParse(parsedJson(text));
  if (!file.success) return verdict([{ says: 'The file is an evidence file of version 1.', ok: false }], []);
  const { facts, log } = file.data;
  const head = signedHead(file.data, trustedKey ?? log.vkey);
  const results = [
    { says: `The checkpoint is signed by ${log.name}.`, ok: head !== undefined },
    { says: 'The facts follow each other from the first one on, none left out.', ok: areGapless(facts) },
    ...facts.flatMap((fact) => factChecks(file.data.caseId, fact, head)),
  ];
  return verdict(results, openQuestions(trustedKey, facts));
}

function verdict(results: readonly Result[], open: readonly string[]): Verdict {
  const those = (wanted: boolean): readonly Check[] =>
    results.filter(({ ok }) => ok === wanted).map(({ ok: _, ...check }) => check);
  return { ok: results.every(({ ok }) => ok), passed: those(true), failed: those(false), open };
}

function openQuestions(trustedKey: string | undefined, facts: readonly EvidencedFact[]): readonly string[] {
  const closed = facts.filter(({ opening }) => opening === undefined).length;
  return [
    ...(trustedKey === undefined ? ['The key of the log comes from the file: compare it with the published one.'] : []),
    ...(closed > 0 ? [`${closed} of ${facts.length} facts are not disclosed: what they say was not compared.`] : []),
    'Facts that followed after this file was made are not in it.',
  ];
}

function signedHead({ checkpoint, log }: EvidenceFile, vkey: string): TreeHead | undefined {
  return attempt(() => {
    const verifier = noteVerifier(vkey);
    return verifier.name === log.name ? openCheckpoint(checkpoint, verifier) : undefined;
  });
}

/** In the ledger, too, each fact of a case stands after the one before it. */
function areGapless(facts: readonly EvidencedFact[]): boolean {
  return (
    facts.length > 0 &&
    facts.every(({ position, proof }, n) => {
      const before = facts[n - 1];
      return position === n && (before === undefined || before.proof.index < proof.index);
    })
  );
}

function factChecks(caseId: string, fact: EvidencedFact, head: TreeHead | undefined): readonly Result[] {
  const { position, opening } = fact;
  const parsed = leafSchema.safeParse(parsedJson(fact.leaf));
  const leaf = parsed.success ? parsed.data : undefined;
  const isOfTheCase = leaf?.caseId === caseId && leaf.position === position && leaf.fact === fact.fact;
  return [
    { position, says: 'Its leaf stands in the signed ledger.', ok: head !== undefined && isIncluded(fact, head) },
    { position, says: `Its leaf speaks of this case, this position and ${fact.fact}.`, ok: isOfTheCase },
    ...(opening === undefined ? [] : openingChecks(position, opening, leaf)),
  ];
}

function isIncluded({ leaf, proof }: EvidencedFact, head: TreeHead): boolean {
  const hashes = attempt(() => proof.hashes.map(hashFromBase64));
  return hashes !== undefined && provesInclusion(leafHash(Buffer.from(leaf)), proof.index, hashes, head);
}

function openingChecks(position: number, opening: Opening, leaf: Leaf | undefined): readonly Result[] {
  const key = attempt(() => fromBase64(opening.key));
  const isCommitted = key !== undefined && commitmentOf(key, opening.fact).toString('base64') === leaf?.commitment;
  return [
    { position, says: 'What it says is what the ledger committed to.', ok: isCommitted },
    { position, says: 'Kind, instant and actor are those of its leaf.', ok: agrees(opening, leaf) },
  ];
}

function agrees(opening: Opening, leaf: Leaf | undefined): boolean {
  const { data: fact } = committedFactSchema.safeParse(parsedJson(opening.fact));
  if (fact === undefined || leaf === undefined) return false;
  const isSameActor = fact.by.role === leaf.actor.role && fact.by.id === leaf.actor.id;
  return fact.type === leaf.fact && fact.at === leaf.at && isSameActor;
}

/** Undefined for what has the wrong form: a failed check, not the end of the checking. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof LedgerFormatError) return undefined;
    throw error;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
