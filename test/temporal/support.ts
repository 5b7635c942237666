import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter, type Payload, type SerializationContext } from '@temporalio/common';
import { KeyUnavailable, type CaseKeys, type DataKey } from '../../database/keys.js';
import { deriveKey, newKeyBytes, secretKey } from '../../database/sealing.js';
import { caseCodec, workerCodec, type ForgeryAlarm } from '../../temporal/codec.js';

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

export const namespace = 'default';
export const inCase = (caseId: string): SerializationContext => ({
  type: 'workflow',
  namespace,
  workflowId: `subject-request/${caseId}`,
});
export const json = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
export const valueOf = (payload: Payload | undefined): unknown =>
  payload && defaultPayloadConverter.fromPayload<unknown>(payload);

/** A worker's codec beside a client's, with the same keys. */
export async function aWorker(keys = keysInMemory()) {
  const alarms: ForgeryAlarm[] = [];
  const codec = await workerCodec(keys, { namespace, alarm: (alarm) => alarms.push(alarm), retryMilliseconds: 1 });
  return { keys, alarms, codec, client: caseCodec(keys, { namespace }) };
}
