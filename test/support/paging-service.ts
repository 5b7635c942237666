import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OpenAlert {
  readonly key: string;
  readonly summary: string;
  readonly times: number;
}

type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'silence'
  | 'hang-up';

/** GoAlert, PagerDuty Events v2 and a webhook of one's own, as their makers describe them. */
export interface PagingService {
  readonly url: string;
  readonly alerts: readonly OpenAlert[];
  readonly bodies: readonly string[];
  /** What comes next, until it is reset. */
  answerWith(fault: Fault): void;
  reset(): void;
  close(): Promise<void>;
}

interface Told {
  readonly key: string;
  readonly summary: string;
}

export async function startPagingService(key: string): Promise<PagingService> {
  const alerts = new Map<string, OpenAlert>();
  const bodies: string[] = [];
  let fault: Fault | undefined;

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (fault === 'silence') return;
    if (fault === 'hang-up') {
      request.socket.destroy();
      return;
    }
    if (fault !== undefined) {
      response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
      return;
    }
    bodies.push(body);
    const url = new URL(request.url ?? '/', 'http://service');
    if (url.pathname === '/api/v2/generic/incoming') goalert(url, body, response);
    else if (url.pathname === '/v2/enqueue') pagerduty(body, response);
    else webhook(request, body, response);
  }

  function goalert(url: URL, body: string, response: ServerResponse): void {
    const fields = new URLSearchParams(body);
    const [summary, dedup] = [fields.get('summary') ?? '', fields.get('dedup') ?? ''];
    if (url.searchParams.get('token') !== key) response.writeHead(401).end();
    else if (summary === '' || summary.length > 1024) response.writeHead(400).end();
    else {
      const isNew = open({ key: dedup, summary });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ AlertID: alerts.size, IsNew: isNew }));
    }
  }

  function pagerduty(body: string, response: ServerResponse): void {
    const { routing_key, event_action, dedup_key, payload } = JSON.parse(body) as Record<string, string> & {
      readonly payload: { readonly summary: string; readonly source: string; readonly severity: string };
    };
    const isWhole = event_action === 'trigger' && payload.source !== '';
    const isKnown = ['critical', 'error', 'warning', 'info'].includes(payload.severity);
    if (routing_key !== key || !isWhole || !isKnown) {
      response.writeHead(400).end(JSON.stringify({ status: 'invalid event' }));
      return;
    }
    open({ key: dedup_key ?? '', summary: payload.summary });
    response.writeHead(202).end(JSON.stringify({ status: 'success', dedup_key }));
  }

  function webhook({ headers }: IncomingMessage, body: string, response: ServerResponse): void {
    const { summary } = JSON.parse(body) as { readonly summary: string };
    if (headers.authorization !== `Bearer ${key}`) response.writeHead(401).end();
    else {
      open({ key: String(headers['idempotency-key']), summary });
      response.writeHead(204).end();
    }
  }

  function open({ key: dedup, summary }: Told): boolean {
    const times = (alerts.get(dedup)?.times ?? 0) + 1;
    alerts.set(dedup, { key: dedup, summary, times });
    return times === 1;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get alerts() {
      return [...alerts.values()];
    },
    bodies,
    answerWith(next) {
      fault = next;
    },
    reset() {
      fault = undefined;
      alerts.clear();
      bodies.length = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
