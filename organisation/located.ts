import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

export type Path = readonly (string | number)[];

/** What is wrong, before it is known where that stands. Never quotes the value: it may be a secret or a person's. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

export interface Problem {
  readonly line: number;
  /** RFC 6901. */
  readonly pointer: string;
  readonly message: string;
}

/** A YAML text as plain values, with the way back to its lines. */
export interface Located {
  readonly value: unknown;
  /** What is no YAML, or no plain one. */
  readonly broken: readonly Problem[];
  readonly locate: (finding: Finding) => Problem;
}

export function locatedYaml(text: string): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    pointer: '',
    message,
  }));
  return {
    value: broken.length === 0 ? document.toJS({ maxAliasCount: 50 }) : undefined,
    broken,
    locate: ({ path, message }) => ({ line: lineAt(offsetOf(document, path)), pointer: pointerOf(path), message }),
  };
}

export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Where the value stands; the nearest thing around it where it is missing. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = keyOffset(document, path.slice(0, length)) ?? nodeOffset(document, path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return document.contents?.range[0] ?? 0;
}

/** The key, so that a problem with a whole block points to its head. */
function keyOffset(document: Document.Parsed, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  for (const { key } of parent.items) {
    if (isScalar(key) && key.value === path.at(-1)) return key.range?.[0];
  }
  return undefined;
}

function nodeOffset(document: Document.Parsed, path: Path): number | undefined {
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
