import { z } from 'zod';
import { visibleLine } from '../../domain/mail.js';
import type { Instant } from '../../domain/time.js';
import { call, trouble } from '../call.js';
import type { CallAnswer } from '../call.js';

export interface EndpointAt {
  readonly url: string;
  /** Resolved: never logged, never in a failure. */
  readonly token: string;
  readonly timeoutMs?: number | undefined;
  /** How soon an authority that needs time is asked again. */
  readonly pendingMs?: number | undefined;
}

/** What became of a notification for good; `said` is what the authority answered, for the file. */
export type EndpointAnswer =
  | { readonly outcome: 'taken'; readonly reference: string; readonly receivedAt: Instant; readonly said: string }
  | { readonly outcome: 'refused'; readonly code: number; readonly said: string }
  | { readonly outcome: 'unresolved'; readonly said: string };

/** docs/notification-endpoint.md. Asked again with the same key, it answers as things stand, and takes nothing twice. */
export interface AuthorityEndpoint {
  submit(key: string, body: string, signal?: AbortSignal): Promise<EndpointAnswer>;
}

const receipt = z.object({
  reference: z
    .string()
    .min(1)
    .refine((text) => text === visibleLine(text)),
  receivedAt: z.iso.datetime({ offset: true }),
});
const accepted = z.object({ statusUrl: z.url() });
const faults = z.object({
  errors: z.array(z.object({ pointer: z.string().max(200), message: z.string().max(500).optional() })).max(500),
});

export function authorityEndpoint({ url, token, timeoutMs, pendingMs = 30_000 }: EndpointAt): AuthorityEndpoint {
  const address = new URL(url);
  const common = { accept: 'application/json', authorization: `Bearer ${token}` };

  return {
    async submit(key, body, signal) {
      const headers = { ...common, 'content-type': 'application/json', 'idempotency-key': key };
      const answer = await call({ ...{ whose: 'Authority', url: address, headers, body, timeoutMs, signal } });
      if (answer.status === 409) return readAt(new URL(`${url.replace(/\/$/, '')}/${key}`), signal);
      if (answer.status !== 202) return read(answer);
      const place = accepted.safeParse(parsed(answer.text));
      const at = place.success ? new URL(place.data.statusUrl) : undefined;
      // Elsewhere it would have the token, and whatever it says would count.
      return at?.origin === address.origin ? readAt(at, signal) : { outcome: 'unresolved', said: answer.text };
    },
  };

  async function readAt(place: URL, signal: AbortSignal | undefined): Promise<EndpointAnswer> {
    const answer = await call({
      ...{ whose: 'Authority', method: 'GET', url: place, headers: common, timeoutMs, signal },
    });
    if (answer.status === 202) throw trouble('AuthorityPending', pendingMs);
    // It said that it has it: that it now knows nothing of it is no final no.
    return answer.status === 404 ? { outcome: 'unresolved', said: answer.text } : read(answer);
  }
}

function read({ status, text }: CallAnswer): EndpointAnswer {
  if (status < 200 || status > 299) return { outcome: 'refused', code: status, said: faultsIn(text) };
  const told = receipt.safeParse(parsed(text));
  if (!told.success) return { outcome: 'unresolved', said: text };
  const { reference, receivedAt } = told.data;
  return { outcome: 'taken', reference, receivedAt: new Date(receivedAt).toISOString(), said: text };
}

/** Where it points to what is wrong, that and nothing else. */
function faultsIn(text: string): string {
  const told = faults.safeParse(parsed(text));
  return told.success ? JSON.stringify(told.data, null, 1) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
