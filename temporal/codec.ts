import { setTimeout as sleep } from 'node:timers/promises';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { forged } from '../domain/forged.js';
import { KeyUnavailable, KeyUnreadable, SYSTEM_CASE, type CaseKeys, type DataKey } from '../database/keys.js';
import { SealBroken } from '../database/sealing.js';
import { caseOf } from './case-of.js';
import { createOnce } from './once.js';
import { keyIdOf, openPayload, plainPayload, sealPayload } from './sealed-payload.js';

export type ForgeryCode = 'PayloadNotSealed' | 'PayloadOfAnotherKey' | 'PayloadTampered';

export interface ForgeryAlarm {
  readonly code: ForgeryCode;
  /** Undefined where the workflow is no case that we know. */
  readonly caseId: string | undefined;
}

export interface CodecOptions {
  readonly namespace: string;
}

export interface WorkerCodecOptions extends CodecOptions {
  /** Called once per payload and process, however often it is replayed. */
  readonly alarm: (alarm: ForgeryAlarm) => void;
  /** Between two questions for a key that cannot be had now. */
  readonly retryMilliseconds?: number;
}

type Keys = Pick<CaseKeys, 'ofCase' | 'byId'>;

const tombstone = plainPayload({ erased: true });
const forgery = plainPayload(forged);

/** For whoever calls cases: seals under the key of the case, passes foreign payloads through. */
export function caseCodec(keys: Keys, { namespace }: CodecOptions): PayloadCodec {
  return {
    encode: async (payloads, context) =>
      sealAll(payloads, await keys.ofCase(caseOf(context) ?? SYSTEM_CASE), namespace),
    decode: (payloads) => each(payloads, (payload) => decodeKnown(keys, payload, namespace)),
  };
}

/** For people who look at histories: the same, but what was destroyed shows that it was, and what does not open stays closed. */
export function readingCodec(keys: Keys, options: CodecOptions): PayloadCodec {
  const codec = caseCodec(keys, options);
  const read = async (payload: Payload): Promise<Payload> => {
    try {
      return await decodeKnown(keys, payload, options.namespace);
    } catch (error) {
      if (error instanceof KeyUnavailable) return error.reason === 'destroyed' ? tombstone : payload;
      if (error instanceof SealBroken || error instanceof KeyUnreadable) return payload;
      throw error;
    }
  };
  return { ...codec, decode: (payloads) => each(payloads, read) };
}

/**
 * For workers: a payload that is not sealed under the key of its own case becomes the mark of a forgery, so that it can
 * neither be believed nor stop the case. A destroyed key throws: nothing may go on as if the data had been empty.
 *
 * The SDK ends the worker, and with it every case, where it cannot seal even a failure. Failures of workflow tasks are
 * no case's and find the system's key in memory; those of an activity wait for the key of their case.
 */
export async function workerCodec(keys: Keys, options: WorkerCodecOptions): Promise<PayloadCodec> {
  const { namespace, alarm, retryMilliseconds = 500 } = options;
  const system: Owner = { key: await keys.ofCase(SYSTEM_CASE), caseId: undefined };
  const once = createOnce();
  const ownerOf = ownersAmong(keys, system);
  const decodeOwn = async (payload: Payload, context: SerializationContext | undefined): Promise<Payload> => {
    const owner = await ownerOf(context);
    const outcome = openOwn(payload, owner.key, namespace);
    if (typeof outcome !== 'string') return outcome;
    if (once([outcome, context?.workflowId ?? '', payload.data ?? ''])) alarm({ code: outcome, caseId: owner.caseId });
    return forgery;
  };
  /** Undefined where no waiting brings the key. */
  const ownerInTheEnd = async (context: SerializationContext): Promise<Owner | undefined> => {
    for (;;) {
      try {
        return await ownerOf(context);
      } catch (error) {
        if (error instanceof KeyUnavailable || error instanceof KeyUnreadable) return undefined;
        await sleep(retryMilliseconds);
      }
    }
  };
  /** Where the case can read nothing, what the activity brought is let go. */
  const sealOfActivity = async (payloads: Payload[], context: SerializationContext): Promise<Payload[]> => {
    const owner = await ownerInTheEnd(context);
    const brought = owner === undefined ? payloads.map(() => tombstone) : payloads;
    return sealAll(brought, (owner ?? system).key, namespace);
  };
  return {
    encode: async (payloads, context) =>
      context?.type === 'activity'
        ? sealOfActivity(payloads, context)
        : sealAll(payloads, (await ownerOf(context)).key, namespace),
    decode: (payloads, context) => each(payloads, (payload) => decodeOwn(payload, context)),
  };
}

interface Owner {
  readonly key: DataKey;
  readonly caseId: string | undefined;
}

/** A case that was never registered has no key: only a forged start brings it to a worker, and nobody's data are in it. */
function ownersAmong(keys: Keys, system: Owner): (context: SerializationContext | undefined) => Promise<Owner> {
  return async (context) => {
    const caseId = caseOf(context);
    if (caseId === undefined) return system;
    try {
      return { key: await keys.ofCase(caseId), caseId };
    } catch (error) {
      if (!(error instanceof KeyUnavailable) || error.reason !== 'unknown') throw error;
      return system;
    }
  };
}

function openOwn(payload: Payload, key: DataKey, namespace: string): Payload | ForgeryCode {
  const keyId = keyIdOf(payload);
  if (keyId === undefined) return 'PayloadNotSealed';
  if (keyId !== key.keyId) return 'PayloadOfAnotherKey';
  try {
    return openPayload(payload, key, namespace);
  } catch (error) {
    if (error instanceof SealBroken) return 'PayloadTampered';
    throw error;
  }
}

async function decodeKnown(keys: Keys, payload: Payload, namespace: string): Promise<Payload> {
  const keyId = keyIdOf(payload);
  if (keyId === undefined) return payload;
  const key = await keys.byId(keyId);
  if (typeof key === 'string') throw new KeyUnavailable(keyId, key);
  return openPayload(payload, key, namespace);
}

function sealAll(payloads: Payload[], key: DataKey, namespace: string): Payload[] {
  return payloads.map((payload) => sealPayload(payload, key, namespace));
}

function each(payloads: Payload[], change: (payload: Payload) => Promise<Payload>): Promise<Payload[]> {
  return Promise.all(payloads.map(change));
}
