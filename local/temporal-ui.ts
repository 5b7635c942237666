import { once } from 'node:events';
import http from 'node:http';
import { LOOPBACK } from './ports.js';

export interface LocalDoor {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What the UI of the development server is told; it has no flag for either. */
const SETTINGS = { DisableWriteActions: true };
const CODEC = { IncludeCredentials: true };
const FORWARDED = ['accept', 'accept-language', 'caller-type', 'user-agent'];

/**
 * Stands before the Temporal UI, which the development server cannot be told to make read-only: looking passes,
 * anything that would act on a case does not, and the UI learns that its write actions are off.
 */
export async function openTemporalUi(port: number, upstreamPort: number): Promise<LocalDoor> {
  const server = http.createServer((request, response) => {
    const looks = request.method === 'GET' || request.method === 'HEAD';
    if (looks && isAddressedHere(request.headers.host, port)) pass(request, response, upstreamPort);
    else refuse(response);
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return {
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A page elsewhere can make its own name mean this machine; the name gives it away. */
function isAddressedHere(host: string | undefined, port: number): boolean {
  return host === `${LOOPBACK}:${port}` || host === `localhost:${port}`;
}

function refuse(response: http.ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Here one can look, not act: decisions are made in Duly, where they are checked and recorded.\n');
}

function pass(request: http.IncomingMessage, response: http.ServerResponse, upstreamPort: number): void {
  const headers = Object.fromEntries(
    FORWARDED.flatMap((name) => (request.headers[name] ? [[name, request.headers[name]]] : [])),
  );
  const isSettings = new URL(request.url ?? '/', `http://${LOOPBACK}`).pathname === '/api/v1/settings';
  const asked = http.request(
    { host: LOOPBACK, port: upstreamPort, path: request.url, method: request.method, headers },
    (answer) => {
      if (isSettings) return void tellSettings(answer, response);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  asked.on('error', () => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
    response.end('The Temporal UI does not answer.\n');
  });
  response.on('close', () => asked.destroy());
  asked.end();
}

async function tellSettings(answer: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  try {
    const text = Buffer.concat(await answer.toArray()).toString('utf8');
    const settings = JSON.parse(text) as { Codec?: object };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...settings, ...SETTINGS, Codec: { ...settings.Codec, ...CODEC } }));
  } catch {
    response.writeHead(502).end();
  }
}
