import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerRoutes } from '../../api/routes/ledger.js';
import { stageLeaves } from '../../database/ledger.js';
import { sequence } from '../../database/ledger-sequencer.js';
import { openCheckpoint } from '../../ledger/checkpoint.js';
import { encodeLeaf } from '../../ledger/leaf.js';
import { noteVerifier } from '../../ledger/note.js';
import { openReceipt } from '../../ledger/receipt.js';
import { entriesIn } from '../../ledger/tile.js';
import { provesConsistency } from '../../ledger/verify.js';
import type { TreeHead } from '../../ledger/verify.js';
import { aFactLeaf } from '../ledger/leaves.js';
import { naiveLeaf, naiveRoot } from '../ledger/naive-tree.js';
import { aSigner } from '../ledger/signer.js';
import { startApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const SIZE = 700;
const signer = aSigner();
const verifier = noteVerifier(signer.vkey);
const leaves = Array.from({ length: SIZE }, (_, position) => aFactLeaf({ position }));
let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  await stageLeaves(database.pool, leaves);
  await sequence(database.pool, signer, 300);
  await sequence(database.pool, signer);
  api = await startApi({ mounts: [ledgerRoutes({ pool: database.pool })] });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function get(path: string): Promise<Response> {
  return api.ask('GET', `/v1/ledger${path}`, path.startsWith('/tile/entries/') ? { as: 'auditor' } : {});
}

async function bytes(path: string): Promise<Buffer> {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  return Buffer.from(await response.arrayBuffer());
}

async function headOf(): Promise<TreeHead> {
  return openCheckpoint(await (await get('/checkpoint')).text(), verifier);
}

describe('the ledger over HTTP', () => {
  test('the checkpoint is plain text that the public key opens', async () => {
    const response = await get('/checkpoint');

    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(openCheckpoint(await response.text(), verifier).size).toBe(SIZE);
  });

  test('whoever reads all entries rebuilds the signed root', async () => {
    const bundles = await Promise.all(['000', '001', '002.p/188'].map((path) => bytes(`/tile/entries/${path}`)));

    const entries = bundles.flatMap(entriesIn);

    expect(entries).toEqual(leaves.map(encodeLeaf));
    expect(naiveRoot(entries.map(naiveLeaf))).toEqual((await headOf()).root);
  });

  test('whoever reads all tiles rebuilds the signed root, level by level', async () => {
    const level0 = await Promise.all(['000', '001', '002.p/188'].map((path) => bytes(`/tile/0/${path}`)));
    const level1 = await bytes('/tile/1/000.p/2');

    const hashes = level0.map(hashesIn);

    expect(hashesIn(level1)).toEqual([naiveRoot(hashes[0] ?? []), naiveRoot(hashes[1] ?? [])]);
    expect(naiveRoot(hashes.flat())).toEqual((await headOf()).root);
  });

  test('hashes are for everybody, leaves for those who may read access records', async () => {
    expect((await api.ask('GET', '/v1/ledger/tile/0/000')).status).toBe(200);
    expect((await api.ask('GET', '/v1/ledger/tile/entries/000')).status).toBe(401);
    expect((await api.ask('GET', '/v1/ledger/tile/entries/000', { as: 'operator' })).status).toBe(403);
    expect((await api.ask('GET', '/v1/ledger/tile/entries/000', { as: 'dpo' })).status).toBe(200);
  });

  test('the documentation names every address of the ledger', async () => {
    const document = (await (await api.ask('GET', '/openapi.json')).json()) as { paths: object };

    expect(Object.keys(document.paths).filter((path) => path.startsWith('/v1/ledger/'))).toEqual([
      '/v1/ledger/checkpoint',
      '/v1/ledger/tile/entries/{path}',
      '/v1/ledger/tile/{level}/{path}',
      '/v1/ledger/proof/{index}',
      '/v1/ledger/consistency',
    ]);
  });

  test('a full tile may be kept for ever, what is partial or says something may not', async () => {
    expect((await get('/tile/0/000')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/tile/0/002.p/188')).headers.get('cache-control')).toBe('no-cache');
    expect((await get('/tile/entries/000')).headers.get('cache-control')).toBe('private, no-cache');
    expect((await get('/checkpoint')).headers.get('cache-control')).toBe('no-cache');
  });

  test('a partial tile that has since filled up can still be read as it was', async () => {
    expect(await bytes('/tile/0/001.p/44')).toEqual((await bytes('/tile/0/001')).subarray(0, 44 * 32));
  });

  test('a receipt opens with the leaf, under the newest head or a named earlier one', async () => {
    const leaf = encodeLeaf(aFactLeaf({ position: 123 }));

    const newest = await (await get('/proof/123')).text();
    const earlier = await (await get('/proof/123?size=300')).text();

    expect(openReceipt(newest, leaf, verifier).size).toBe(SIZE);
    expect(openReceipt(earlier, leaf, verifier).size).toBe(300);
  });

  test('anybody can be shown that the log only grew', async () => {
    const old = openReceipt(await (await get('/proof/0?size=300')).text(), encodeLeaf(aFactLeaf()), verifier);

    const answer = (await (await get('/consistency?from=300&to=700')).json()) as { hashes: string[] };

    const proof = answer.hashes.map((hash) => Buffer.from(hash, 'base64'));
    expect(provesConsistency(old, proof, await headOf())).toBe(true);
    expect(await (await get('/consistency?from=300')).json()).toEqual({ from: 300, to: SIZE, ...answer });
  });

  test.each([
    '/tile/0/002',
    '/tile/0/003',
    '/tile/0/002.p/189',
    '/tile/0/2',
    '/tile/0/000.p/0',
    '/tile/0/000.p/256',
    '/tile/0/..%2f000',
    '/tile/1/000',
    '/tile/1/000.p/3',
    '/tile/2/000.p/1',
    '/tile/6/000',
    '/tile/-1/000',
    '/tile/00/000',
    '/tile/x/000',
    '/tile/0/x999/x999/x999/x999/999',
    '/tile/entries/002',
    '/tile/entries/x',
    '/proof/700',
    '/proof/-1',
    '/proof/1e2',
    '/proof/99999999999999999999',
    '/proof/5?size=299',
    '/consistency?from=0&to=701',
  ])('there is nothing at %s', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test.each([
    '/proof/5?size=x',
    '/proof/5?sizes=300',
    '/consistency',
    '/consistency?from=5&to=4',
    '/consistency?from=-1',
    '/consistency?from=1&from=2',
    '/consistency?from=01',
  ])('%s is refused with a pointer to what is wrong', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: expect.stringMatching(/^\//) as string }] });
  });

  test('a bundle of which a leaf was pruned is gone, and its hashes are not', async () => {
    await database.as('duly_pruner').query('DELETE FROM duly.ledger_body WHERE index = 256');

    expect((await get('/tile/entries/001')).status).toBe(404);
    expect((await get('/tile/entries/000')).status).toBe(200);
    expect((await get('/tile/0/001')).status).toBe(200);
  });
});

function hashesIn(tile: Buffer): readonly Buffer[] {
  return Array.from({ length: tile.length / 32 }, (_, n) => tile.subarray(n * 32, n * 32 + 32));
}
