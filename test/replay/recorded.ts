import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { StoredKey } from './keys.js';

export const histories = path.join(import.meta.dirname, 'histories');

/** The life of one case as Temporal kept it, and the key under which it can be read. */
export interface RecordedCase {
  readonly workflowId: string;
  readonly key: StoredKey;
  readonly history: { readonly events: readonly { readonly eventType: string }[] };
}

/** `0.1.0/answered.json`: release and path. */
export function recordedNames(): readonly string[] {
  return readdirSync(histories, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
}

export function readRecorded(name: string): RecordedCase {
  return JSON.parse(readFileSync(path.join(histories, name), 'utf8')) as RecordedCase;
}
