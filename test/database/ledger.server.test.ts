import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { consistencyProof, inclusionProof, leafOf, leavesOf, stageLeaves, treeHead } from '../../database/ledger.js';
import { evidenceOf, receiptOf } from '../../database/ledger-evidence.js';
import { LedgerDiverged, sequence } from '../../database/ledger-sequencer.js';
import { inTransaction } from '../../database/pool.js';
import { canonicalJson } from '../../ledger/canonical.js';
import { openCheckpoint } from '../../ledger/checkpoint.js';
import { leafHash } from '../../ledger/hash.js';
import { commitmentOf, encodeLeaf } from '../../ledger/leaf.js';
import { noteVerifier } from '../../ledger/note.js';
import { openReceipt } from '../../ledger/receipt.js';
import { provesConsistency, provesInclusion } from '../../ledger/verify.js';
import { aFactLeaf } from '../ledger/leaves.js';
import { naiveRoot } from '../ledger/naive-tree.js';
import { aSigner } from '../ledger/signer.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const signer = aSigner();
const verifier = noteVerifier(signer.vkey);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function stage(caseId: string, positions: readonly number[]): Promise<void> {
  await stageLeaves(
    database.pool,
    positions.map((position) => aFactLeaf({ caseId, position })),
  );
}

async function signedHead(size?: number): ReturnType<typeof treeHead> {
  const head = await treeHead(database.pool, size);
  if (head !== undefined)
    expect(openCheckpoint(head.checkpoint, verifier)).toEqual({ size: head.size, root: head.root });
  return head;
}

/** The root over what the leaves say, by the definition. */
async function rootOfBodies(): Promise<Buffer> {
  const { rows } = await database.pool.query<{ body: Buffer }>('SELECT body FROM duly.ledger_body ORDER BY index');
  return naiveRoot(rows.map(({ body }) => leafHash(body)));
}

describe('the ledger in Postgres', () => {
  test('the first round of the sequencer signs the empty tree', async () => {
    expect(await signedHead()).toBeUndefined();

    expect(await sequence(database.pool, signer)).toBe(0);

    expect((await signedHead())?.size).toBe(0);
  });

  test('a leaf has no place until the sequencer has been there', async () => {
    await stage('case-a', [0, 1]);
    expect(await leafOf(database.pool, 'case-a', 1)).toBeUndefined();

    expect(await sequence(database.pool, signer)).toBe(2);

    const leaf = await leafOf(database.pool, 'case-a', 1);
    expect(leaf).toEqual({ index: 1, position: 1, body: encodeLeaf(aFactLeaf({ caseId: 'case-a', position: 1 })) });
    expect((await signedHead())?.root).toEqual(await rootOfBodies());
  });

  test('a leaf whose transaction was rolled back never gets a place', async () => {
    const failing = inTransaction(database.pool, async (transaction) => {
      await stageLeaves(transaction, [aFactLeaf({ caseId: 'case-undone' })]);
      throw new Error('the fact was not written');
    });
    await expect(failing).rejects.toThrow('the fact was not written');

    expect(await sequence(database.pool, signer)).toBe(0);
    expect(await leavesOf(database.pool, 'case-undone')).toEqual([]);
  });

  test('access records stand in the tree beside the facts, with or without a case', async () => {
    const by = { v: 1, actor: { role: 'dpo', id: 'd-1' }, at: '2026-03-03T10:00:00.000Z' } as const;
    await stageLeaves(database.pool, [
      { ...by, access: 'caseOpened', caseId: 'case-a' },
      { ...by, access: 'searched', count: 4 },
    ]);

    expect(await sequence(database.pool, signer)).toBe(2);
    expect((await signedHead())?.root).toEqual(await rootOfBodies());
    expect(await leavesOf(database.pool, 'case-a')).toHaveLength(2);
  });

  test('the tree grown batch by batch is the tree of all its leaves', async () => {
    await stage(
      'case-b',
      Array.from({ length: 300 }, (_, n) => n),
    );

    const batches = [];
    for (
      let placed = await sequence(database.pool, signer, 77);
      placed > 0;
      placed = await sequence(database.pool, signer, 77)
    ) {
      batches.push(placed);
    }

    expect(batches).toEqual([77, 77, 77, 69]);
    expect((await signedHead())?.root).toEqual(await rootOfBodies());
  });

  test('every leaf is proved under every head, and every head extends every earlier one', async () => {
    const { rows } = await database.pool.query<{ size: string }>(
      'SELECT size FROM duly.ledger_checkpoint ORDER BY size',
    );
    const { rows: leaves } = await database.pool.query<{ body: Buffer }>(
      'SELECT body FROM duly.ledger_body ORDER BY index',
    );
    const sizes = rows.map(({ size }) => Number(size));
    let proved = 0;
    for (const size of sizes) {
      const head = await signedHead(size);
      if (head === undefined) continue;
      for (const old of sizes.filter((smaller) => smaller <= size)) {
        const before = await signedHead(old);
        if (before && provesConsistency(before, await consistencyProof(database.pool, old, size), head)) proved += 1;
      }
      for (const index of [0, size >> 1, size - 1].filter((n) => n >= 0 && n < size)) {
        const leaf = leafHash(leaves[index]?.body ?? Buffer.of());
        expect(provesInclusion(leaf, index, await inclusionProof(database.pool, index, size), head)).toBe(true);
      }
    }
    expect(proved).toBe((sizes.length * (sizes.length + 1)) / 2);
  });

  test('one notification tells the pages of a batch, with the size of the tree', async () => {
    const listener = await database.pool.connect();
    await listener.query('LISTEN duly_ledger');
    const heard: (string | undefined)[] = [];
    const told = new Promise<void>((resolve) => {
      listener.on('notification', ({ payload }) => {
        heard.push(payload);
        resolve();
      });
    });
    await stage('case-c', [0, 1, 2]);

    await sequence(database.pool, signer);
    await told;

    expect(heard).toEqual([String((await signedHead())?.size)]);
    listener.release(true);
  });

  test('a receipt opens with the leaf and the public key, also under an older head', async () => {
    const leaf = await leafOf(database.pool, 'case-b', 5);
    const size = 4 + 77;

    const newest = await receiptOf(database.pool, leaf?.index ?? -1);
    const older = await receiptOf(database.pool, leaf?.index ?? -1, size);

    expect(openReceipt(newest ?? '', leaf?.body ?? Buffer.of(), verifier)).toMatchObject({
      size: (await signedHead())?.size,
    });
    expect(openReceipt(older ?? '', leaf?.body ?? Buffer.of(), verifier)).toMatchObject({ size });
    expect(await receiptOf(database.pool, 5, size + 1)).toBeUndefined();
    expect(await receiptOf(database.pool, 10_000)).toBeUndefined();
  });

  test('the evidence of a case is verified offline', async () => {
    const key = Buffer.alloc(32, 9);
    const facts = ['requestRegistered', 'answerSent'].map((type) =>
      canonicalJson({ type, at: '2026-03-03T09:00:00.000Z', by: { role: 'operator', id: 'r-visser' } }),
    );
    for (const [position, fact] of facts.entries()) {
      const type = ['requestRegistered', 'answerSent'][position] ?? '';
      const hash = commitmentOf(key, fact);
      await database.pool.query(
        `INSERT INTO duly.fact (case_id, position, type, at, actor_role, actor_id, cause, run_id, body, hash)
         VALUES ('case-d', $1, $2, '2026-03-03T09:00:00Z', 'operator', 'r-visser', 'a-cause', 'a-run', $3, $4)`,
        [position, type, Buffer.from('ciphertext'), hash],
      );
      const commitment = hash.toString('base64');
      await stageLeaves(database.pool, [aFactLeaf({ caseId: 'case-d', position, fact: type, commitment })]);
    }
    await sequence(database.pool, signer);
    const openings = new Map([[0, { key: key.toString('base64'), fact: facts[0] ?? '' }]]);

    const file = await evidenceOf(database.pool, { name: signer.name, vkey: signer.vkey }, 'case-d', openings);

    const verdict = verifyEvidence(JSON.stringify(file), signer.vkey);
    expect(verdict.failed).toEqual([]);
    expect(verdict.passed).toHaveLength(2 + 4 + 2);
    expect(await evidenceOf(database.pool, { name: signer.name, vkey: signer.vkey }, 'case-unknown')).toBeUndefined();
  });

  test('pruned bodies leave every proof as it was', async () => {
    const leaf = await leafOf(database.pool, 'case-b', 5);
    await database.as('duly_pruner').query("DELETE FROM duly.ledger_body WHERE case_id = 'case-b' AND position < 10");

    expect(await leafOf(database.pool, 'case-b', 5)).toBeUndefined();
    const receipt = await receiptOf(database.pool, leaf?.index ?? -1);
    expect(openReceipt(receipt ?? '', leaf?.body ?? Buffer.of(), verifier).size).toBeGreaterThan(0);
  });

  test('another key does not go on where ours has signed', async () => {
    await stage('case-e', [0]);

    await expect(sequence(database.pool, aSigner())).rejects.toThrow('not signed by');

    expect(await sequence(database.pool, signer)).toBe(1);
  });

  test('a tree that somebody tampered with is not signed again', async () => {
    const size = (await signedHead())?.size ?? 0;
    const owner = database.as('duly_owner');
    await owner.query('ALTER TABLE duly.ledger_hash DISABLE TRIGGER USER');
    const { rows } = await owner.query<{ hash: Buffer }>(
      'SELECT hash FROM duly.ledger_hash WHERE level = 8 AND index = 0',
    );
    const setHash = 'UPDATE duly.ledger_hash SET hash = $1 WHERE level = 8 AND index = 0';
    await owner.query(setHash, [Buffer.alloc(32)]);
    await stage('case-f', [0]);

    await expect(sequence(database.pool, signer)).rejects.toThrow(LedgerDiverged);
    expect((await signedHead())?.size).toBe(size);

    await owner.query(setHash, [rows[0]?.hash]);
    await owner.query('ALTER TABLE duly.ledger_hash ENABLE TRIGGER USER');
    expect(await sequence(database.pool, signer)).toBe(1);
  });
});
