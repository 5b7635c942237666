import type { Response } from 'express';
import { z } from 'zod';
import { consistencyProof, treeHead } from '../../database/ledger.js';
import type { SignedHead } from '../../database/ledger.js';
import { receiptOf } from '../../database/ledger-evidence.js';
import { entryTile, hashTile } from '../../database/ledger-tiles.js';
import type { Queryable } from '../../database/pool.js';
import { parseTilePath, TILE_WIDTH } from '../../ledger/tile.js';
import type { Tile } from '../../ledger/tile.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface LedgerDependencies {
  readonly pool: Queryable;
}

const count = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'Expected a whole number without leading zeros.')
  .transform(Number);
const tilePath = z.array(z.string());
const receiptQuery = z.strictObject({ size: count.optional() });
const consistencyQuery = z
  .strictObject({ from: count, to: count.optional() })
  .refine(({ from, to = from }) => from <= to, { path: ['from'], message: 'Expected a size no larger than `to`.' });
const consistencyAnswer = z.object({ from: z.int(), to: z.int(), hashes: z.array(z.base64()) });

/** C2SP tlog-tiles, and proofs for those who do not want to compute them from tiles. */
export function ledgerRoutes({ pool }: LedgerDependencies): Resource {
  const ledger = resource('/v1/ledger');
  addTiles(ledger, pool);
  addProofs(ledger, pool);
  return ledger;
}

function addTiles(ledger: Resource, pool: Queryable): void {
  ledger.route(
    'get',
    '/checkpoint',
    { action: 'ledger.read', summary: 'Read the newest signed size and root.', answers: { 200: 'text' } },
    async ({ response }) => {
      sendText(response, (await headOf(pool)).checkpoint);
    },
  );

  // Hashes are for everybody; leaves name cases and carry pseudonyms, so they are for those who may read access records.
  ledger.route(
    'get',
    '/tile/entries/*path',
    {
      action: 'access-records.read',
      summary: 'Read up to 256 leaves.',
      params: z.object({ path: tilePath }),
      answers: { 200: 'bytes' },
    },
    async ({ params, response }) => {
      sendTile(response, await entryTile(pool, tileAt(params.path)), 'private, no-cache');
    },
  );

  ledger.route(
    'get',
    '/tile/:level/*path',
    {
      action: 'ledger.read',
      summary: 'Read up to 256 hashes of the tree.',
      params: z.object({ level: z.string(), path: tilePath }),
      answers: { 200: 'bytes' },
    },
    async ({ params, response }) => {
      const tile = tileAt(params.path);
      sendTile(response, await hashTile(pool, levelFrom(params.level), tile), cachingOf(tile));
    },
  );
}

function addProofs(ledger: Resource, pool: Queryable): void {
  ledger.route(
    'get',
    '/proof/:index',
    {
      action: 'ledger.read',
      summary: 'Read the receipt of a leaf, under the newest checkpoint or the one of a size.',
      params: z.object({ index: z.string() }),
      query: receiptQuery,
      answers: { 200: 'text' },
    },
    async ({ params, query, response }) => {
      const index = count.safeParse(params.index);
      const receipt = index.success ? await receiptOf(pool, index.data, query.size) : undefined;
      if (receipt === undefined) throw new NotFound('No signed tree holds this leaf.');
      sendText(response, receipt);
    },
  );

  ledger.route(
    'get',
    '/consistency',
    {
      action: 'ledger.read',
      summary: 'Prove that the log only grew from one size to another.',
      query: consistencyQuery,
      answers: { 200: consistencyAnswer },
    },
    async ({ query, response }) => {
      const { size } = await headOf(pool);
      const { from, to = size } = query;
      if (from > to || to > size) throw new NotFound('The signed tree is not that large.');
      const hashes = await consistencyProof(pool, from, to);
      response.json({ from, to, hashes: hashes.map((hash) => hash.toString('base64')) });
    },
  );
}

async function headOf(pool: Queryable): Promise<SignedHead> {
  const head = await treeHead(pool);
  if (head === undefined) throw new NotFound('Nothing was signed yet.');
  return head;
}

/** Six levels of tiles hold more leaves than a size can count. */
function levelFrom(text: string): number {
  if (!/^[0-5]$/.test(text)) throw new NotFound();
  return Number(text);
}

function tileAt(path: readonly string[]): Tile {
  const tile = parseTilePath(path.join('/'));
  if (tile === undefined) throw new NotFound();
  return tile;
}

function cachingOf({ width }: Tile): string {
  return width === TILE_WIDTH ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function sendTile(response: Response, bytes: Buffer | undefined, caching: string): void {
  if (bytes === undefined) throw new NotFound('The ledger keeps no such tile.');
  response.set('cache-control', caching).type('application/octet-stream').send(bytes);
}

function sendText(response: Response, text: string): void {
  response.set('cache-control', 'no-cache').type('text/plain').send(text);
}
