import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemHandler } from '../../api/problem-handler.js';
import { codecRoutes, type Decoding } from '../../api/routes/codec.js';
import type { Actor } from '../../domain/actor.js';
import { caseCodec, readingCodec } from '../../temporal/codec.js';
import { keysInMemory } from '../temporal/support.js';

const uiOrigin = 'http://127.0.0.1:8233';
const inCaseA = { type: 'workflow', namespace: 'default', workflowId: 'subject-request/a' } as const;
const dpo: Actor = { role: 'dpo', id: 'm-jansen' };
const namespace = 'default';

let server: Server;
let url: string;
let accesses: Decoding[];
let recordAccess: (decoding: Decoding) => Promise<void>;
let sealing: PayloadCodec;
let keys: ReturnType<typeof keysInMemory>;

beforeEach(async () => {
  keys = keysInMemory();
  sealing = caseCodec(keys, { namespace });
  accesses = [];
  recordAccess = (decoding) => Promise.resolve(void accesses.push(decoding));

  const app = express();
  app.use(
    '/codec',
    codecRoutes({
      codec: readingCodec(keys, { namespace }),
      uiOrigin,
      authorise: ({ headers }) => (headers.authorization === 'Bearer dpo' ? dpo : undefined),
      recordAccess: (decoding) => recordAccess(decoding),
    }),
  );
  app.use(problemHandler({ report: () => undefined, page: () => undefined }));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/codec`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const headers = { 'content-type': 'application/json', authorization: 'Bearer dpo', origin: uiOrigin };
const post = (body: unknown, changes: Record<string, string> = {}, path = '/decode'): Promise<Response> =>
  fetch(url + path, {
    method: 'POST',
    headers: { ...headers, ...changes },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

interface Wire {
  readonly metadata: Record<string, string>;
  readonly data: string;
}
const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
const toWire = ({ metadata, data }: Payload): Wire => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  data: base64(data),
});
const sealed = async (value: unknown): Promise<Wire> =>
  toWire((await sealing.encode([defaultPayloadConverter.toPayload(value)], inCaseA))[0] ?? {});
const read = ({ data }: Wire): unknown => JSON.parse(Buffer.from(data, 'base64').toString());

async function decoded(response: Response): Promise<unknown[]> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { payloads: Wire[] }).payloads.map(read);
}

describe('the codec endpoint', () => {
  test('opens sealed payloads in their order and passes foreign ones through', async () => {
    const foreign = toWire(defaultPayloadConverter.toPayload('foreign'));

    const response = await post({ payloads: [await sealed('one'), foreign, await sealed({ two: 2 })] });

    expect(await decoded(response)).toEqual(['one', 'foreign', { two: 2 }]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('records who read under which key, once per request and before anything is shown', async () => {
    await post({ payloads: [await sealed('one'), await sealed('two')] });
    expect(accesses).toEqual([{ actor: dpo, keyIds: [(await keys.ofCase('a')).keyId] }]);

    recordAccess = () => Promise.reject(new Error('no record, no reading'));
    const response = await post({ payloads: [await sealed('planted')] });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('planted');
  });

  test('records nothing where nothing was sealed, and nothing that a caller made up', async () => {
    const madeUp = toWire({
      metadata: { encoding: Buffer.from('binary/encrypted'), 'encryption-key-id': Buffer.from('jan@example.org') },
      data: Buffer.from('x'),
    });

    const response = await post({ payloads: [toWire(defaultPayloadConverter.toPayload(1)), madeUp] });

    expect(((await response.json()) as { payloads: Wire[] }).payloads[1]).toEqual(madeUp);
    expect(accesses).toEqual([]);
  });

  test('shows a tombstone for a destroyed key', async () => {
    const payload = await sealed('gone');
    keys.destroy('a');

    expect(await decoded(await post({ payloads: [payload] }))).toEqual([{ erased: true }]);
  });

  test('refuses whoever may not read cases, and records no reading', async () => {
    const response = await post({ payloads: [await sealed('secret')] }, { authorization: 'Bearer agent' });

    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(accesses).toEqual([]);
  });

  test('seals nothing for anybody', async () => {
    const payload = toWire(defaultPayloadConverter.toPayload('forged'));

    expect((await post({ payloads: [payload] }, {}, '/encode')).status).toBe(404);
    expect((await fetch(`${url}/decode`, { headers })).status).toBe(404);
  });

  test.each([
    ['broken JSON', '{"payloads": [', 400],
    ['no payloads', '{}', 422],
    ['an array', '[]', 422],
    ['data that is not base64', '{"payloads": [{"data": "%%%"}]}', 422],
    ['metadata that is not base64', '{"payloads": [{"metadata": {"encoding": 7}}]}', 422],
    ['too many payloads', JSON.stringify({ payloads: Array.from({ length: 10_001 }, () => ({})) }), 422],
    ['a body over 4 MB', JSON.stringify({ payloads: [{ data: 'A'.repeat(4 * 1024 * 1024) }] }), 413],
  ])('answers %s with a clear no', async (_what, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  test('takes payloads without data or metadata', async () => {
    const response = await post({ payloads: [{}, { metadata: {}, data: null }] });

    expect(await response.json()).toEqual({ payloads: [{ metadata: {} }, { metadata: {} }] });
  });
});

describe('pages that ask the codec endpoint', () => {
  test('the Temporal UI may, with its session', async () => {
    const preflight = await fetch(`${url}/decode`, {
      method: 'OPTIONS',
      headers: { origin: uiOrigin, 'access-control-request-method': 'POST' },
    });
    const response = await post({ payloads: [] });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type, x-namespace, authorization');
    for (const answer of [preflight, response]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(uiOrigin);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  test.each(['https://evil.example', 'null', `${uiOrigin}.evil.example`, 'http://127.0.0.1:8234'])(
    'a page of %s may not',
    async (origin) => {
      const response = await post({ payloads: [await sealed('secret')] }, { origin });
      const preflight = await fetch(`${url}/decode`, { method: 'OPTIONS', headers: { origin } });

      for (const answer of [response, preflight]) {
        expect(answer.status).toBe(403);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect(accesses).toEqual([]);
    },
  );
});
