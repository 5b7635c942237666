import { randomUUID } from 'node:crypto';
import type { Payload, SerializationContext } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyUnreadable } from '../../database/keys.js';
import { isForged } from '../../domain/forged.js';
import { caseCodec, readingCodec, type ForgeryAlarm } from '../../temporal/codec.js';
import { aWorker, claiming, inCase, json, keysInMemory, namespace, valueOf } from './support.js';

describe('the codec', () => {
  test('every payload comes back as it was, from client to worker and back', async () => {
    const { codec, client, alarms } = await aWorker();
    const payload = fc.record({
      metadata: fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        fc.uint8Array(),
      ),
      data: fc.uint8Array(),
    });

    await fc.assert(
      fc.asyncProperty(fc.array(payload, { maxLength: 4 }), async (payloads) => {
        const there = await codec.decode(await client.encode(payloads, inCase('a')), inCase('a'));
        const back = await client.decode(await codec.encode(payloads, inCase('a')));

        for (const came of [there, back]) expect(came.map(plain)).toEqual(payloads.map(plain));
      }),
    );
    expect(alarms).toEqual([]);
  });

  test('a sealed payload says under which key, and nothing else', async () => {
    const { keys, client } = await aWorker();

    const [sealed] = await client.encode([json('planted-secret')], inCase('a'));

    const { keyId } = await keys.ofCase('a');
    expect(Object.keys(sealed?.metadata ?? {})).toEqual(['encoding', 'encryption-key-id']);
    expect(String(sealed?.metadata?.['encoding'])).toBe('binary/encrypted');
    expect(String(sealed?.metadata?.['encryption-key-id'])).toBe(keyId);
    expect(Buffer.from(sealed?.data ?? []).includes('planted')).toBe(false);
  });

  test('what is no case is sealed under the system’s key', async () => {
    const { keys, client } = await aWorker();
    const contexts: (SerializationContext | undefined)[] = [
      undefined,
      { type: 'workflow', namespace, workflowId: 'retention-sweep-2026-11-22T03:00:00Z' },
      { type: 'workflow', namespace, workflowId: 'schedule/a' },
      { type: 'activity', namespace, isLocal: false },
    ];

    for (const context of contexts) {
      const [sealed] = await client.encode([json(1)], context);
      expect(String(sealed?.metadata?.['encryption-key-id'])).toBe((await keys.ofCase('system')).keyId);
    }
  });

  test('an activity of a case uses the key of the case', async () => {
    const { keys, client } = await aWorker();

    const [sealed] = await client.encode([json(1)], {
      type: 'activity',
      namespace,
      workflowId: 'subject-request/a',
      isLocal: true,
    });

    expect(String(sealed?.metadata?.['encryption-key-id'])).toBe((await keys.ofCase('a')).keyId);
  });

  test('a payload of another namespace does not open', async () => {
    const keys = keysInMemory();
    const elsewhere = caseCodec(keys, { namespace: 'elsewhere' });

    const sealed = await elsewhere.encode([json(1)], inCase('a'));

    await expect(caseCodec(keys, { namespace }).decode(sealed)).rejects.toMatchObject({ name: 'SealBroken' });
  });

  test('a client is not given the payloads of a case without a key, nor may it send any', async () => {
    const { client } = await aWorker();

    await expect(client.encode([json(1)], inCase('nobody'))).rejects.toMatchObject({ reason: 'unknown' });
  });
});

describe('a worker', () => {
  const cases: [string, ForgeryAlarm['code'], (ways: Awaited<ReturnType<typeof aWorker>>) => Promise<Payload>][] = [
    ['is not sealed', 'PayloadNotSealed', () => Promise.resolve(json({ type: 'refuse' }))],
    ['has no metadata', 'PayloadNotSealed', () => Promise.resolve({ data: Buffer.from('{}') })],
    ['is sealed for another case', 'PayloadOfAnotherKey', ({ client }) => sealedFor(client, 'b')],
    ['is sealed under the system’s key', 'PayloadOfAnotherKey', ({ client }) => sealedFor(client, undefined)],
    [
      'names no key',
      'PayloadOfAnotherKey',
      async ({ client }) => without(await sealedFor(client, 'a'), 'encryption-key-id'),
    ],
    [
      'names a key that is none',
      'PayloadOfAnotherKey',
      () => Promise.resolve(claiming("'; DROP TABLE duly.case_key; --")),
    ],
    ['claims the right key', 'PayloadTampered', async ({ keys }) => claiming((await keys.ofCase('a')).keyId)],
    ['was changed on the way', 'PayloadTampered', async ({ client }) => changed(await sealedFor(client, 'a'))],
  ];

  test.each(cases)('marks a payload that %s, and tells once', async (_how, code, make) => {
    const ways = await aWorker();
    const payload = await make(ways);

    const first = await ways.codec.decode([payload], inCase('a'));
    const again = await ways.codec.decode([payload], inCase('a'));

    for (const [marked] of [first, again]) {
      expect(valueOf(marked)).toEqual({ duly: 'forged' });
      expect(isForged(valueOf(marked))).toBe(true);
    }
    expect(ways.alarms).toEqual([{ code, caseId: 'a' }]);
  });

  test('marks one forged argument and opens the genuine one beside it', async () => {
    const { codec, client } = await aWorker();

    const decoded = await codec.decode([await sealedFor(client, 'a'), json('forged')], inCase('a'));

    expect(decoded.map(valueOf)).toEqual(['genuine', { duly: 'forged' }]);
  });

  test('goes no further with a case whose key is destroyed', async () => {
    const { codec, client, keys, alarms } = await aWorker();
    const sealed = await sealedFor(client, 'a');
    keys.destroy('a');

    await expect(codec.decode([sealed], inCase('a'))).rejects.toMatchObject({ reason: 'destroyed' });
    await expect(codec.encode([json(1)], inCase('a'))).rejects.toMatchObject({ reason: 'destroyed' });
    expect(alarms).toEqual([]);
  });

  test('is not stopped by a payload under another case’s destroyed key', async () => {
    const { codec, client, keys, alarms } = await aWorker();
    const sealed = await sealedFor(client, 'b');
    keys.destroy('b');

    const [marked] = await codec.decode([sealed], inCase('a'));

    expect(isForged(valueOf(marked))).toBe(true);
    expect(alarms).toEqual([{ code: 'PayloadOfAnotherKey', caseId: 'a' }]);
  });

  test('ends a forged start of a case that nobody registered without naming what was made up', async () => {
    const { codec, alarms } = await aWorker();
    const madeUp = inCase('jan.jansen@example.org');

    const [marked] = await codec.decode([json({})], madeUp);
    const own = await codec.decode(await codec.encode([json('failure')], madeUp), madeUp);

    expect(isForged(valueOf(marked))).toBe(true);
    expect(own.map(valueOf)).toEqual(['failure']);
    expect(alarms).toEqual([{ code: 'PayloadNotSealed', caseId: undefined }]);
  });
});

describe('reading histories', () => {
  test('a destroyed key shows a tombstone, a living one the content, a foreign payload itself', async () => {
    const { keys, client } = await aWorker();
    const reading = readingCodec(keys, { namespace });
    const payloads = [await sealedFor(client, 'a'), await sealedFor(client, 'b'), json('plain')];
    keys.destroy('b');

    expect((await reading.decode(payloads)).map(valueOf)).toEqual(['genuine', { erased: true }, 'plain']);
  });

  test('what does not open stays as it is', async () => {
    const { keys, client } = await aWorker();
    const reading = readingCodec(keys, { namespace });
    const payloads = [changed(await sealedFor(client, 'a')), claiming(randomUUID())];

    expect(await reading.decode(payloads)).toEqual(payloads);
  });

  test('what is under a key that no configured one opens stays closed, and keeps nothing beside it from being read', async () => {
    const { keys, client } = await aWorker();
    const payloads = [await sealedFor(client, 'a'), await sealedFor(client, 'b')];
    const { keyId } = await keys.ofCase('b');
    const byId = (asked: string) =>
      asked === keyId ? Promise.reject(new KeyUnreadable('key of b')) : keys.byId(asked);
    const reading = readingCodec({ ...keys, byId }, { namespace });

    const [first, second] = await reading.decode(payloads);

    expect([valueOf(first), second]).toEqual(['genuine', payloads[1]]);
  });
});

async function sealedFor(client: ReturnType<typeof caseCodec>, caseId: string | undefined): Promise<Payload> {
  const [sealed] = await client.encode([json('genuine')], caseId === undefined ? undefined : inCase(caseId));
  if (sealed === undefined) throw new Error('nothing sealed');
  return sealed;
}

function without(payload: Payload, name: string): Payload {
  const metadata = Object.entries(payload.metadata ?? {}).filter(([key]) => key !== name);
  return { ...payload, metadata: Object.fromEntries(metadata) };
}

function changed(payload: Payload): Payload {
  const data = Buffer.from(payload.data ?? []);
  data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
  return { ...payload, data };
}

function plain({ metadata, data }: Payload): unknown {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('hex')]);
  return { metadata: Object.fromEntries(entries) as unknown, data: Buffer.from(data ?? []).toString('hex') };
}
