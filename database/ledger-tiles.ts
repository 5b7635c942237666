import { entryBundle, TILE_HEIGHT, TILE_WIDTH } from '../ledger/tile.js';
import type { Tile } from '../ledger/tile.js';
import type { Queryable } from './pool.js';

/** Hashes of a tile, or undefined where the tree does not reach that far. */
export async function hashTile(db: Queryable, level: number, tile: Tile): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ part: Buffer }>({
    name: 'ledger-hash-tile',
    text: `SELECT hash AS part FROM duly.ledger_hash
           WHERE level = $1 AND index >= $2 AND index < $3 ORDER BY index`,
    values: [level * TILE_HEIGHT, ...boundsOf(tile)],
  });
  return rows.length === tile.width ? Buffer.concat(rows.map(({ part }) => part)) : undefined;
}

/** Leaves of a tile, or undefined where some of them are not there: not yet, or no longer. */
export async function entryTile(db: Queryable, tile: Tile): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ part: Buffer }>({
    name: 'ledger-entry-tile',
    text: 'SELECT body AS part FROM duly.ledger_body WHERE index >= $1 AND index < $2 ORDER BY index',
    values: [...boundsOf(tile)],
  });
  return rows.length === tile.width ? entryBundle(rows.map(({ part }) => part)) : undefined;
}

function boundsOf({ number, width }: Tile): readonly [number, number] {
  return [number * TILE_WIDTH, number * TILE_WIDTH + width];
}
