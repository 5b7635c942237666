import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { DataKey } from '../database/keys.js';
import { open, seal, type Belonging } from '../database/sealing.js';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
const encoding = Buffer.from(ENCODING);
const decoder = new TextDecoder();

/**
 * Where a payload belongs: the codec endpoint is told no workflow id, and a schedule's run has another one than the schedule,
 * so neither can be part of it.
 */
const placeOf = (namespace: string, keyId: string): Belonging => ['payload', namespace, keyId];

export function sealPayload(payload: Payload, key: DataKey, namespace: string): Payload {
  const plain = PayloadMessage.encode(payload).finish();
  return {
    metadata: { encoding, 'encryption-key-id': Buffer.from(key.keyId) },
    data: seal(key.encrypt, plain, placeOf(namespace, key.keyId)),
  };
}

/** Throws `SealBroken`. */
export function openPayload(payload: Payload, key: DataKey, namespace: string): Payload {
  const plain = open(key.encrypt, payload.data ?? new Uint8Array(), placeOf(namespace, key.keyId));
  return PayloadMessage.decode(plain);
}

/** Undefined for a payload that we did not seal. */
export function keyIdOf({ metadata }: Payload): string | undefined {
  const given = metadata?.['encoding'];
  if (given === undefined || decoder.decode(given) !== ENCODING) return undefined;
  const keyId = metadata?.['encryption-key-id'];
  return keyId === undefined ? '' : decoder.decode(keyId);
}

/** What the SDK reads without a codec. */
export function plainPayload(value: object): Payload {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) };
}
