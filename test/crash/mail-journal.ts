import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '../../local/ports.js';
import type { ScriptedServer } from '../support/smtp.js';

const messageIdIn = (raw: Buffer): string => /^Message-ID: *(<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '';

/** Where one can see what the mail server took. */
export async function startJournal(server: ScriptedServer): Promise<{ readonly url: string; close(): Promise<void> }> {
  let read = 0;
  const taken = new Set<string>();
  const http = createServer((request, response) => {
    for (; read < server.accepted.length; read += 1) taken.add(messageIdIn(server.accepted[read]?.raw ?? Buffer.of()));
    const asked = new URL(request.url ?? '/', 'http://journal').searchParams.get('message-id') ?? '';
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ found: taken.has(asked) }));
  });
  http.listen(0, LOOPBACK);
  await once(http, 'listening');
  return {
    url: `http://${LOOPBACK}:${String((http.address() as AddressInfo).port)}/messages`,
    async close() {
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}
