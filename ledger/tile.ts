import { LedgerFormatError } from './format.js';

/** C2SP tlog-tiles: hashes and entries travel in files of up to 256. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const MAX_ENTRY_BYTES = 65_535;

export interface Tile {
  readonly number: number;
  readonly width: number;
}

/** `x001/x234/067`, with `.p/<width>` where the tile is not full. */
export function tilePath({ number, width }: Tile): string {
  const groups = [digits(number % 1000)];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${digits(rest % 1000)}`);
  }
  return groups.join('/') + (width < TILE_WIDTH ? `.p/${width}` : '');
}

/** Undefined for whatever is not the one way to write a tile's path. */
export function parseTilePath(path: string): Tile | undefined {
  const [, groups, width] = /^((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (groups === undefined) return undefined;
  const tile = {
    number: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return tile.width > 0 && tilePath(tile) === path ? tile : undefined;
}

export function entryBundle(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [lengthOf(entry), entry]));
}

export function entriesIn(bundle: Buffer): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 <= bundle.length ? at + 2 + bundle.readUInt16BE(at) : Infinity;
    if (end > bundle.length) throw new LedgerFormatError('the last entry of the bundle is cut off');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

function lengthOf(entry: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(entry.length);
  return length;
}

function digits(n: number): string {
  return String(n).padStart(3, '0');
}
