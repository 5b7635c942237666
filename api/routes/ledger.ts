import { Router } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import { consistencyProof, treeHead } from '../../database/ledger.js';
import { receiptOf } from '../../database/ledger-evidence.js';
import { entryTile, hashTile } from '../../database/ledger-tiles.js';
import type { SignedHead } from '../../database/ledger.js';
import type { Queryable } from '../../database/pool.js';
import { parseTilePath, TILE_WIDTH } from '../../ledger/tile.js';
import type { Tile } from '../../ledger/tile.js';
import { NotFound } from '../problem.js';

export interface LedgerDependencies {
  readonly pool: Queryable;
}

const count = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'Expected a whole number without leading zeros.')
  .transform(Number);

export const receiptQuery = z.strictObject({ size: count.optional() });

export const consistencyQuery = z
  .strictObject({ from: count, to: count.optional() })
  .refine(({ from, to = from }) => from <= to, { path: ['from'], message: 'Expected a size no larger than `to`.' });

/** C2SP tlog-tiles, and proofs for those who do not want to compute them from tiles. */
export function ledgerRoutes({ pool }: LedgerDependencies): Router {
  const router = Router();

  router.get('/checkpoint', async (_request, response) => {
    const { checkpoint } = await headOf(pool);
    response.set('cache-control', 'no-cache').type('text/plain').send(checkpoint);
  });

  router.get('/tile/entries/*path', async (request, response) => {
    const tile = tileAt(request.params.path);
    // Leaves carry pseudonyms and may be pruned, so nobody in between keeps them.
    sendTile(response, await entryTile(pool, tile), 'private, no-cache');
  });

  router.get('/tile/:level/*path', async (request, response) => {
    const level = levelFrom(request.params.level);
    const tile = tileAt(request.params.path);
    sendTile(response, await hashTile(pool, level, tile), cachingOf(tile));
  });

  router.get('/proof/:index', async (request, response) => {
    const index = count.safeParse(request.params.index);
    const { size } = receiptQuery.parse(request.query);
    const receipt = index.success ? await receiptOf(pool, index.data, size) : undefined;
    if (receipt === undefined) throw new NotFound('No signed tree holds this leaf.');
    response.set('cache-control', 'no-cache').type('text/plain').send(receipt);
  });

  router.get('/consistency', async (request, response) => {
    const asked = consistencyQuery.parse(request.query);
    const head = await headOf(pool);
    const [from, to] = [asked.from, asked.to ?? head.size];
    if (from > to || to > head.size) throw new NotFound('The signed tree is not that large.');
    const hashes = await consistencyProof(pool, from, to);
    response.json({ from, to, hashes: hashes.map((hash) => hash.toString('base64')) });
  });

  return router;
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
