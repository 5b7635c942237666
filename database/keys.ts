import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/time.js';
import { createCache } from './key-cache.js';
import { unwrapKey, wrapKey, type KeyEncryptionKeys, type WrappedKey } from './key-encryption.js';
import { inTransaction, type Pool, type Queryable, type Transaction } from './pool.js';
import { deriveKey, newKeyBytes, secretKey, type SecretKey } from './sealing.js';

/** The key of workflows and activities that are no case: sweeps, schedules. */
export const SYSTEM_CASE = 'system';

/** All that is sealed for one case hangs on this key, and ends with it. */
export interface DataKey {
  readonly keyId: string;
  readonly caseId: string;
  /** Facts, contacts, payloads. */
  readonly encrypt: SecretKey;
  /** Commitments: hashes that mean nothing once the key is gone. */
  readonly commit: SecretKey;
  readonly document: SecretKey;
}

export class KeyUnavailable extends Error {
  override readonly name = 'KeyUnavailable';
  readonly reason: 'destroyed' | 'unknown';
  /** `of` is the id of a case or of a key. */
  constructor(of: string, reason: 'destroyed' | 'unknown') {
    super(`key of ${of}: ${reason}`);
    this.reason = reason;
  }
}

/** Nothing is gone for good: the key-encryption key is not configured, or the row is damaged. */
export class KeyUnreadable extends Error {
  override readonly name = 'KeyUnreadable';
}

export interface CaseKeys {
  /** Makes the key of a case, or finds the one it has. It is remembered only once the transaction is committed and the key used. */
  create(transaction: Transaction, caseId: string): Promise<DataKey>;
  /** Throws `KeyUnavailable` or `KeyUnreadable`. */
  ofCase(caseId: string): Promise<DataKey>;
  byId(keyId: string): Promise<DataKey | 'destroyed' | 'unknown'>;
  forget(caseId: string): void;
  /** Destructions may have been missed: every key is looked up again at its next use. */
  doubt(): void;
}

export interface KeysOptions {
  readonly pool: Pool;
  readonly keks: KeyEncryptionKeys;
  readonly now: () => Instant;
  readonly cached?: { readonly entries: number; readonly freshMilliseconds: number };
}

interface KeyRow {
  readonly key_id: string;
  readonly case_id: string;
  readonly kek_id: string;
  readonly wrapped_key: Buffer | null;
}
/** `destroyed` says of which case, so that `forget` finds it. */
type Known = DataKey | { readonly caseId: string; readonly destroyed: true };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FIVE_MINUTES = 300_000;

export function createKeys(options: KeysOptions): CaseKeys {
  const { pool, keks, now } = options;
  const limits = options.cached ?? { entries: 10_000, freshMilliseconds: FIVE_MINUTES };
  const cache = createCache<Known>({ ...limits, now: () => Date.parse(now()) });
  const known = async (column: 'case_id' | 'key_id', value: string): Promise<Known | undefined> => {
    const row = await rowOf(pool, column, value);
    return row && openRow(keks, row);
  };

  const keys: CaseKeys = {
    create: async (transaction, caseId) => {
      await insertKey(transaction, keks, caseId, now());
      const row = await rowOf(transaction, 'case_id', caseId);
      return usable(caseId, row && openRow(keks, row));
    },
    ofCase: async (caseId) => {
      const found = await cache.get(`case ${caseId}`, () => known('case_id', caseId));
      if (found === undefined && caseId === SYSTEM_CASE) {
        return inTransaction(pool, (transaction) => keys.create(transaction, caseId));
      }
      return usable(caseId, found);
    },
    byId: async (keyId) => {
      if (!UUID.test(keyId)) return 'unknown';
      const found = await cache.get(`key ${keyId}`, () => known('key_id', keyId));
      if (found === undefined) return 'unknown';
      return 'destroyed' in found ? 'destroyed' : found;
    },
    forget: (caseId) => {
      cache.forget((_name, value) => value.caseId === caseId);
    },
    doubt: () => {
      cache.expire();
    },
  };
  return keys;
}

function usable(caseId: string, found: Known | undefined): DataKey {
  if (found === undefined) throw new KeyUnavailable(caseId, 'unknown');
  if ('destroyed' in found) throw new KeyUnavailable(caseId, 'destroyed');
  return found;
}

async function insertKey(database: Queryable, keks: KeyEncryptionKeys, caseId: string, at: Instant): Promise<void> {
  const { keyId, kekId, wrapped } = wrapKey(keks, newKeyBytes(), randomUUID(), caseId);
  await database.query(
    `INSERT INTO duly.case_key (key_id, case_id, kek_id, wrapped_key, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (case_id) DO NOTHING`,
    [keyId, caseId, kekId, wrapped, at],
  );
}

async function rowOf(database: Queryable, column: 'case_id' | 'key_id', value: string): Promise<KeyRow | undefined> {
  const found = await database.query<KeyRow>(
    `SELECT key_id, case_id, kek_id, wrapped_key FROM duly.case_key WHERE ${column} = $1`,
    [value],
  );
  return found.rows[0];
}

function openRow(keks: KeyEncryptionKeys, row: KeyRow): Known {
  const { key_id: keyId, case_id: caseId, kek_id: kekId, wrapped_key: wrapped } = row;
  if (wrapped === null) return { caseId, destroyed: true };
  const dataKey = unwrapped(keks, { keyId, caseId, kekId, wrapped });
  return {
    keyId,
    caseId,
    encrypt: deriveKey(dataKey, 'encrypt'),
    commit: deriveKey(dataKey, 'commit'),
    document: deriveKey(dataKey, 'document'),
  };
}

function unwrapped(keks: KeyEncryptionKeys, key: WrappedKey): SecretKey {
  try {
    return secretKey(unwrapKey(keks, key));
  } catch (cause) {
    throw new KeyUnreadable(`key of ${key.caseId} under ${key.kekId}: unreadable`, { cause });
  }
}
