import { randomUUID } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import { KeyUnavailable, type CaseKeys, type DataKey } from '../../database/keys.js';
import { deriveKey, newKeyBytes, secretKey } from '../../database/sealing.js';

/** Keys of the cases `a` and `b` and of the system, in memory. */
export function keysInMemory(): Pick<CaseKeys, 'ofCase' | 'byId'> & { destroy(caseId: string): void } {
  const made = new Map(['a', 'b', 'system'].map((caseId) => [caseId, aKey(caseId)]));
  const destroyed = new Set<string>();
  return {
    destroy: (caseId) => destroyed.add(caseId),
    ofCase: (caseId) => {
      const key = made.get(caseId);
      if (key === undefined) return Promise.reject(new KeyUnavailable(caseId, 'unknown'));
      if (destroyed.has(caseId)) return Promise.reject(new KeyUnavailable(caseId, 'destroyed'));
      return Promise.resolve(key);
    },
    byId: (keyId) => {
      const key = [...made.values()].find((one) => one.keyId === keyId);
      return Promise.resolve(key === undefined ? 'unknown' : destroyed.has(key.caseId) ? 'destroyed' : key);
    },
  };
}

export function aKey(caseId: string): DataKey {
  const dataKey = secretKey(newKeyBytes());
  const [encrypt, commit, document] = [deriveKey(dataKey, 'e'), deriveKey(dataKey, 'c'), deriveKey(dataKey, 'd')];
  return { keyId: randomUUID(), caseId, encrypt, commit, document };
}

/** Looks sealed under that key, and is not. */
export function claiming(keyId: string): Payload {
  const metadata = { encoding: Buffer.from('binary/encrypted'), 'encryption-key-id': Buffer.from(keyId) };
  return { metadata, data: Buffer.from('garbage that is longer than a tag and an iv') };
}
