import { generateKeyPairSync } from 'node:crypto';
import { createCaseRecords } from '../database/case-records.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { createKeys } from '../database/keys.js';
import type { CaseKeys } from '../database/keys.js';
import { treeHead, inclusionProof, subtreeHashes } from '../database/ledger.js';
import { startSequencer } from '../database/ledger-sequencer.js';
import { createPool, inTransaction } from '../database/pool.js';
import type { Pool, Transaction } from '../database/pool.js';
import type { FactBody } from '../domain/decider.js';
import type { CaseRecords } from '../domain/ports/case-records.js';
import type { Transition } from '../domain/transition.js';
import { signCheckpoint } from '../ledger/checkpoint.js';
import { grow } from '../ledger/grow.js';
import type { Node } from '../ledger/tree.js';
import { leafHash } from '../ledger/hash.js';
import { noteSigner } from '../ledger/note.js';
import type { NoteSigner } from '../ledger/note.js';
import { subtreesOf } from '../ledger/tree.js';
import { provesInclusion } from '../ledger/verify.js';
import { newCaseId } from './requests.js';

export interface LedgerBench {
  /** One fact per transaction with its board row, outbox row and leaf, until the last leaf has its place. */
  readonly factsPerSecond: number;
  /** From the last commit to the last place. */
  readonly placedAfterMs: number;
  readonly treeSize: number;
  readonly proofP50Ms: number;
  readonly proofP99Ms: number;
}

const WRITERS = 8;
const FACTS_PER_CASE = 20;
const PROOFS = 1_000;
const LOAD = 50_000;
const NOTE = 'She called: the copy may come by letter, to the address that we already have. '.repeat(3);

/** `url`: of duly_app, to an empty, migrated database with the durability of production. */
export async function benchLedger(url: string, seconds = 5, treeSize = 1_000_000): Promise<LedgerBench> {
  const failures: unknown[] = [];
  const pool = createPool(url, (error) => failures.push(error), WRITERS + 2);
  const signer = benchSigner();
  try {
    await appendFor(pool, signer, 1, failures);
    const appended = await appendFor(pool, signer, seconds, failures);
    await fillTree(pool, signer, treeSize);
    const proofs = await timeProofs(pool);
    if (failures.length > 0) throw new AggregateError(failures, 'the ledger failed under load');
    return { ...appended, ...proofs };
  } finally {
    await pool.end();
  }
}

async function appendFor(
  pool: Pool,
  signer: NoteSigner,
  seconds: number,
  failures: unknown[],
): Promise<Pick<LedgerBench, 'factsPerSecond' | 'placedAfterMs'>> {
  const keks = parseKeyEncryptionKeys(mintKeyEncryptionKey('2026-11'));
  const keys = createKeys({ pool, keks, now: () => new Date().toISOString() });
  const records = createCaseRecords({ pool, keys });
  const sequencer = startSequencer({ pool, signer, report: (error) => failures.push(error) });
  const before = (await treeHead(pool))?.size ?? 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  const counts = await Promise.all(Array.from({ length: WRITERS }, () => writeUntil(records, keys, pool, end)));
  const facts = counts.reduce((sum, count) => sum + count, 0);
  const committed = performance.now();
  while (((await treeHead(pool))?.size ?? 0) < before + facts && failures.length === 0);
  const placed = performance.now();
  await sequencer.stop();
  return { factsPerSecond: (facts * 1_000) / (placed - start), placedAfterMs: placed - committed };
}

/** What the workers do, and nothing less: sealed facts, board row, outbox row and leaf in one transaction. */
async function writeUntil(records: CaseRecords, keys: CaseKeys, pool: Pool, end: number): Promise<number> {
  let written = 0;
  while (performance.now() < end) {
    const caseId = newCaseId();
    await inTransaction(pool, (transaction) => keys.create(transaction, caseId));
    for (let position = 0; position < FACTS_PER_CASE; position += 1) {
      const answer = await records.record(caseId, transitionAt(caseId, position));
      if ('onRecord' in answer || answer.length > 0) throw new Error('somebody else wrote facts of this case');
      written += 1;
    }
  }
  return written;
}

function transitionAt(caseId: string, position: number): Transition<FactBody, unknown> {
  const at = new Date().toISOString();
  const fact = { type: 'noteTaken', by: { role: 'operator', id: 'r-visser' }, at, text: NOTE } as const;
  return {
    run: caseId,
    firstPosition: position,
    entries: [{ fact, cause: `update ${String(position)}` }],
    due: [{ key: `${String(position)}.0`, effect: { type: 'sendLetter' } }],
    row: {
      ...{ kind: 'subject-request', reference: caseId, what: 'access', phase: 'open', waitingFor: 'operator' },
      ...{ controller: 'college', dueAt: at, overdue: false, drill: false, closed: false },
    },
  };
}

/** Hashes alone: what the leaves say makes no difference to a proof. */
async function fillTree(pool: Pool, signer: NoteSigner, treeSize: number): Promise<void> {
  const start = (await treeHead(pool))?.size ?? 0;
  for (let size = start; size < treeSize; size += LOAD) {
    const leaves = Array.from({ length: Math.min(LOAD, treeSize - size) }, (_, n) =>
      leafHash(Buffer.from(`${size + n}`)),
    );
    const grown = grow(size, await subtreeHashes(pool, subtreesOf({ from: 0, to: size })), leaves);
    await inTransaction(pool, async (transaction) => {
      await insertNodes(transaction, grown.nodes);
      await transaction.query('INSERT INTO duly.ledger_checkpoint (size, root, note) VALUES ($1, $2, $3)', [
        grown.size,
        grown.root,
        signCheckpoint(signer, grown),
      ]);
    });
  }
}

async function insertNodes(transaction: Transaction, nodes: readonly Node[]): Promise<void> {
  await transaction.query(
    `INSERT INTO duly.ledger_hash (level, index, hash)
     SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
  );
}

async function timeProofs(pool: Pool): Promise<Pick<LedgerBench, 'treeSize' | 'proofP50Ms' | 'proofP99Ms'>> {
  const head = await treeHead(pool);
  if (head === undefined) throw new Error('no tree was signed');
  const times: number[] = [];
  for (let n = 0; n < PROOFS; n += 1) {
    const index = Math.floor(Math.random() * head.size);
    const [leaf] = await subtreeHashes(pool, [{ level: 0, index }]);
    const start = performance.now();
    const proof = await inclusionProof(pool, index, head.size);
    times.push(performance.now() - start);
    if (leaf === undefined || !provesInclusion(leaf, index, proof, head))
      throw new Error(`leaf ${index} is not proved`);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (PROOFS - 1))] ?? Number.NaN;
  return { treeSize: head.size, proofP50Ms: at(0.5), proofP99Ms: at(0.99) };
}

function benchSigner(): NoteSigner {
  const { privateKey } = generateKeyPairSync('ed25519');
  return noteSigner('bench.example/ledger', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
