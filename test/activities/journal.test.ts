import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { httpLookup } from '../../activities/letters/journal.js';
import { letterUuid, messageIdFor } from '../../activities/letters/message-id.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

test('two letters never share a Message-ID, one letter always has the same', () => {
  expect(messageIdFor('a', 'example.org')).toBe(messageIdFor('a', 'example.org'));
  expect(messageIdFor('a', 'example.org')).not.toBe(messageIdFor('b', 'example.org'));
  expect(letterUuid('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe('looking up whether a letter has left', () => {
  async function lookupAgainst(status: number, body: string) {
    const asked: (string | null)[] = [];
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://localhost').searchParams.get('message-id'));
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => void server.close());
    const found = await httpLookup(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/find`).find(
      '<a+b@example.org>',
    );
    return { found, asked };
  }

  test.each([
    ['present', 200, '{"found":true}'],
    ['absent', 200, '{"found":false}'],
    ['unknown', 200, '{}'],
    ['unknown', 200, 'not json'],
    ['unknown', 404, '{"found":false}'],
    ['unknown', 500, ''],
  ])('the mailbox that answers is read as %s after %i %s', async (expected, status, body) => {
    const { found, asked } = await lookupAgainst(status, body);

    expect(found).toBe(expected);
    expect(asked).toEqual(['<a+b@example.org>']);
  });

  test('a mailbox that cannot be reached never makes a letter absent', async () => {
    expect(await httpLookup('http://127.0.0.1:1/find').find('<a@b>')).toBe('unknown');
  });
});
