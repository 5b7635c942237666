import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { LOOPBACK } from './ports.js';

/** What it does with the next notification; a number is the answer that it gives instead of taking it. */
export type Behaviour =
  | 'take'
  /** 422, pointing to a field. */
  | 'refuse'
  /** 202 first; where it says, the receipt, once it was asked twice. */
  | 'delay'
  /** Takes it, and nobody hears so. */
  | 'take-and-hang-up'
  /** Nothing is taken, and nobody hears so. */
  | 'hang-up'
  /** A receipt of long ago. */
  | 'misdate'
  | 'mumble'
  | number;

export interface TakenNotification {
  readonly key: string;
  readonly reference: string;
  readonly receivedAt: string;
  readonly body: string;
}

/** The endpoint of docs/notification-endpoint.md, as an authority would have it. */
export interface TestAuthority {
  readonly url: string;
  readonly taken: readonly TakenNotification[];
  /** Every call that came, as `POST 201`; a call that was not answered has no number. */
  readonly calls: readonly string[];
  /** One after the other, then it takes what comes. */
  behave(...next: readonly Behaviour[]): void;
  close(): Promise<void>;
}

export async function startTestAuthority(token: string, port = 0): Promise<TestAuthority> {
  const taken = new Map<string, TakenNotification>();
  const asked = new Map<string, number>();
  const calls: string[] = [];
  let plan: readonly Behaviour[] = [];
  let url = '';
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', headers } = request;
    const say = (code: number, body: object = {}): void => {
      calls.push(`${method} ${String(code)}`);
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (headers.authorization !== `Bearer ${token}`) say(401);
    else if (method === 'GET') tell((request.url ?? '').split('/').at(-1) ?? '', say);
    else if (method !== 'POST') say(405);
    else receive(String(headers['idempotency-key'] ?? ''), Buffer.concat(chunks).toString('utf8'), request, say);
  }

  type Say = (code: number, body?: object) => void;

  function receive(key: string, body: string, request: IncomingMessage, say: Say): void {
    const [next = 'take', ...rest] = plan;
    plan = rest;
    if (!/^[\w-]{16,100}$/.test(key)) say(400, { errors: [{ pointer: '', message: 'Idempotency-Key' }] });
    else if (typeof next === 'number') say(next);
    else if (next === 'hang-up') request.socket.destroy();
    else if (taken.has(key)) say(409);
    else if (next === 'refuse') say(422, { errors: [{ pointer: '/field_60', message: 'not one of the letters' }] });
    else if (next === 'mumble') say(201, { thanks: 'a lot' });
    else {
      const notification = take(key, body, next === 'misdate' ? '2020-01-01T00:00:00.000Z' : new Date().toISOString());
      if (next === 'take-and-hang-up') request.socket.destroy();
      else if (next === 'delay') {
        asked.set(key, 2);
        say(202, { statusUrl: `${url}/${key}` });
      } else say(201, receiptOf(notification));
    }
  }

  function take(key: string, body: string, receivedAt: string): TakenNotification {
    const notification = { key, body, receivedAt, reference: `TEST-${randomUUID().slice(0, 8)}` };
    taken.set(key, notification);
    return notification;
  }

  function tell(key: string, say: Say): void {
    const notification = taken.get(key);
    const left = asked.get(key) ?? 0;
    asked.set(key, left - 1);
    if (notification === undefined) say(404);
    else if (left > 0) say(202);
    else say(200, receiptOf(notification));
  }

  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  url = `http://${LOOPBACK}:${String((server.address() as AddressInfo).port)}/notifications`;
  return {
    url,
    get taken() {
      return [...taken.values()];
    },
    calls,
    behave(...next) {
      plan = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const receiptOf = ({ reference, receivedAt }: TakenNotification) => ({ reference, receivedAt });

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const token = process.env['DULY_SECRET_AUTHORITY_TOKEN'] ?? 'test-authority';
  const authority = await startTestAuthority(token, Number(process.env['PORT'] ?? 0));
  const wanted = process.argv.slice(2).map((word) => (/^\d{3}$/.test(word) ? Number(word) : (word as Behaviour)));
  authority.behave(...wanted);
  process.stdout.write(`A test authority takes notifications at ${authority.url}\n`);
}
