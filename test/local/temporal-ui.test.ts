import { once } from 'node:events';
import http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyFreePort } from '../../local/ports.js';
import { openTemporalUi } from '../../local/temporal-ui.js';
import type { LocalDoor } from '../../local/temporal-ui.js';

let upstream: http.Server;
let asked: string[];
let door: LocalDoor;

/** A UI that answers whatever it is asked. */
beforeEach(async () => {
  asked = [];
  const upstreamPort = await anyFreePort();
  upstream = http.createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end(JSON.stringify({ DisableWriteActions: false, Codec: { Endpoint: 'there' }, Version: '2' }));
  });
  upstream.listen(upstreamPort, '127.0.0.1');
  await once(upstream, 'listening');
  door = await openTemporalUi(await anyFreePort(), upstreamPort);
});

afterEach(async () => {
  await door.close();
  upstream.close();
});

const knock = (where: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${door.port}${where}`, init);

test('whoever looks at the Temporal UI sees what it has', async () => {
  expect((await knock('/namespaces/default?query=1')).status).toBe(200);
  expect(asked).toEqual(['GET /namespaces/default?query=1']);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('a %s through the Temporal UI never reaches a case', async (method) => {
  expect((await knock('/api/v1/namespaces/default/workflows/x/terminate', { method })).status).toBe(403);
  expect(asked).toEqual([]);
});

test('the Temporal UI is told that its write actions are off and that the codec takes the session', async () => {
  const settings: unknown = await (await knock('/api/v1/settings')).json();

  expect(settings).toEqual({
    DisableWriteActions: true,
    Codec: { Endpoint: 'there', IncludeCredentials: true },
    Version: '2',
  });
});

test('another name for this machine does not open the Temporal UI', async () => {
  const request = http.get({ host: '127.0.0.1', port: door.port, headers: { host: 'evil.example' } });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];

  expect(response.statusCode).toBe(403);
  expect(asked).toEqual([]);
});
