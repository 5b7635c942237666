import { setTimeout as sleep } from 'node:timers/promises';
import { openCheckpoint, signCheckpoint } from '../ledger/checkpoint.js';
import { grow } from '../ledger/grow.js';
import type { Growth } from '../ledger/grow.js';
import { leafHash } from '../ledger/hash.js';
import { noteVerifier } from '../ledger/note.js';
import type { NoteSigner } from '../ledger/note.js';
import { rangeHash, subtreesOf } from '../ledger/tree.js';
import { subtreeHashes, treeHead } from './ledger.js';
import { inTransaction } from './pool.js';
import type { Pool, Queryable } from './pool.js';

/** The stored tree is not the one that was last signed. Nothing more is signed until a person has looked. */
export class LedgerDiverged extends Error {
  override readonly name = 'LedgerDiverged';
}

export interface SequencerOptions {
  readonly pool: Pool;
  readonly signer: NoteSigner;
  /** Hears of every batch that failed; the next one tries again. */
  readonly report: (error: unknown) => void;
  readonly everyMs?: number;
}

export interface Sequencer {
  /** Lets the batch under way end. What has no place yet keeps waiting in the database. */
  stop(): Promise<void>;
}

const SEQUENCER_LOCK = 7_070_002;
const BATCH = 4_096;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Gives a batch of staged leaves their places, in one transaction with everything that follows from it, and says how
 * many. None while another sequencer is at work: there is one per log.
 */
export async function sequence(pool: Pool, signer: NoteSigner, limit = BATCH): Promise<number> {
  return inTransaction(pool, async (transaction) => {
    if (!(await isOurTurn(transaction))) return 0;
    const last = await treeHead(transaction);
    const size = last?.size ?? 0;
    const bodies = await placeStaged(transaction, size, limit);
    if (bodies.length === 0 && last !== undefined) return 0;

    const edge = await subtreeHashes(transaction, subtreesOf({ from: 0, to: size }));
    if (last !== undefined) {
      const signed = openCheckpoint(last.checkpoint, noteVerifier(signer.vkey));
      if (signed.size !== size || !signed.root.equals(rangeHash(edge))) {
        throw new LedgerDiverged(`the stored tree of ${size} leaves is not the one that was signed`);
      }
    }
    await append(transaction, grow(size, edge, bodies.map(leafHash)), signer);
    return bodies.length;
  });
}

/** Held to the end of the transaction, so a sequencer that is killed leaves no lock behind. */
async function isOurTurn(transaction: Queryable): Promise<boolean> {
  const { rows } = await transaction.query<{ ours: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS ours', [
    SEQUENCER_LOCK,
  ]);
  return rows[0]?.ours === true;
}

/**
 * What another transaction commits later gets a later place, whatever its number. Rows leave the stage in the statement
 * that gives them their place: none is placed twice, none is lost.
 */
async function placeStaged(transaction: Queryable, size: number, limit: number): Promise<readonly Buffer[]> {
  const { rows } = await transaction.query<{ body: Buffer }>({
    name: 'ledger-place',
    text: `WITH taken AS (
             DELETE FROM duly.ledger_staged
             WHERE staged_id = ANY (ARRAY (SELECT staged_id FROM duly.ledger_staged ORDER BY staged_id LIMIT $2))
             RETURNING staged_id, case_id, position, body
           ), placed AS (
             INSERT INTO duly.ledger_body (index, case_id, position, body)
             SELECT $1::bigint + row_number() OVER (ORDER BY staged_id) - 1, case_id, position, body FROM taken
             RETURNING index, body
           )
           SELECT body FROM placed ORDER BY index`,
    values: [size, limit],
  });
  return rows.map(({ body }) => body);
}

async function append(transaction: Queryable, { nodes, size, root }: Growth, signer: NoteSigner): Promise<void> {
  await transaction.query({
    name: 'ledger-append',
    text: `INSERT INTO duly.ledger_hash (level, index, hash)
           SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    values: [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
  });
  await transaction.query('INSERT INTO duly.ledger_checkpoint (size, root, note) VALUES ($1, $2, $3)', [
    size,
    root,
    signCheckpoint(signer, { size, root }),
  ]);
  // Once per batch: a notification takes a lock on the whole server until its transaction has ended.
  await transaction.query("SELECT pg_notify('duly_ledger', $1)", [String(size)]);
}

/** Sequences until it is stopped; waits longer from failure to failure. */
export function startSequencer({ pool, signer, report, everyMs = 200 }: SequencerOptions): Sequencer {
  const stopping = new AbortController();
  const ended = keepSequencing();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };

  async function keepSequencing(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const placed = await attempt();
      failures = placed === undefined ? failures + 1 : 0;
      const isBehind = placed !== undefined && placed >= BATCH;
      if (!isBehind) await pause(Math.min(everyMs * 2 ** failures, LONGEST_PAUSE_MS), stopping.signal);
    }
  }

  async function attempt(): Promise<number | undefined> {
    try {
      return await sequence(pool, signer);
    } catch (error) {
      report(error);
      return undefined;
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
