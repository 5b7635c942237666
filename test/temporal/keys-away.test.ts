import type { SerializationContext } from '@temporalio/common';
import { expect, test } from 'vitest';
import { KeyUnavailable, KeyUnreadable } from '../../database/keys.js';
import { aWorker, inCase, json, keysInMemory, valueOf } from './support.js';

const inActivity: SerializationContext = { ...inCase('a'), type: 'activity', isLocal: false };

/** A worker whose next three questions for a key nobody answers. */
async function cutOff() {
  const keys = keysInMemory();
  let left = 0;
  const ofCase = (caseId: string) => {
    if (left === 0) return keys.ofCase(caseId);
    left -= 1;
    return Promise.reject(new Error('ECONNREFUSED'));
  };
  const worker = await aWorker({ ...keys, ofCase });
  left = 3;
  return { ...worker, left: () => left };
}

test('without the key of a case a worker neither reads nor says anything, but it can say that it failed', async () => {
  const { codec, client } = await cutOff();

  await expect(codec.decode([json(1)], inCase('a'))).rejects.toThrow('ECONNREFUSED');
  await expect(codec.encode([json(1)], inCase('a'))).rejects.toThrow('ECONNREFUSED');
  expect((await client.decode(await codec.encode([json('failure')]))).map(valueOf)).toEqual(['failure']);
});

test('what an activity brought is kept until it can be sealed', async () => {
  const { codec, client, left } = await cutOff();

  const sealed = await codec.encode([json('brought')], inActivity);

  expect(left()).toBe(0);
  expect((await client.decode(sealed)).map(valueOf)).toEqual(['brought']);
});

const lost = [
  ['was destroyed meanwhile', new KeyUnavailable('a', 'destroyed')],
  ['no configured key opens', new KeyUnreadable('key of a')],
] as const;

test.each(lost)(
  'what an activity brought for a case whose key %s is let go, and nobody waits for it',
  async (_how, error) => {
    const keys = keysInMemory();
    const { codec, client } = await aWorker({
      ...keys,
      ofCase: (caseId) => (caseId === 'a' ? Promise.reject(error) : keys.ofCase(caseId)),
    });

    const sealed = await codec.encode([json('brought'), json('details')], inActivity);

    expect((await client.decode(sealed)).map(valueOf)).toEqual([{ erased: true }, { erased: true }]);
  },
);
