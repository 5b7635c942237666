import { setTimeout as sleep } from 'node:timers/promises';
import type { TestSystem } from '../support/processes.js';

export interface Ask {
  readonly as: string;
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
}

const PAUSE_MS = 200;
const PATIENCE_MS = 120_000;
/** Longer than any server of ours takes, shorter than a test. */
const ANSWER_LIMIT_MS = 25_000;

/** Asks with one Idempotency-Key until somebody answers; a clear no is a failure of the test. */
export async function askUntilAnswered(system: TestSystem, { as, path, key, body }: Ask): Promise<Answer> {
  const response = await repeated(`POST ${path}`, () =>
    fetch(new URL(path, system.api), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${system.personWith(as).token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    }),
  );
  return JSON.parse(response) as Answer;
}

export type Answer = Readonly<Record<string, unknown>>;

/** The same file twice is one document. */
export async function uploadUntilTaken(system: TestSystem, caseId: string, name: string, text: string) {
  const address = new URL('/v1/documents', system.api);
  for (const [field, value] of Object.entries({ caseId, kind: 'answer', name })) address.searchParams.set(field, value);
  const taken = await repeated('POST /v1/documents', () =>
    fetch(address, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${system.personWith('operator').token}`,
        'content-type': 'text/plain',
        'idempotency-key': `${caseId}-${name}`,
      },
      body: text,
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    }),
  );
  return String((JSON.parse(taken) as Answer).documentId);
}

export async function read(system: TestSystem, path: string, as = 'operator'): Promise<string> {
  return repeated(`GET ${path}`, () =>
    fetch(new URL(path, system.api), { headers: { authorization: `Bearer ${system.personWith(as).token}` } }),
  );
}

async function repeated(what: string, ask: () => Promise<Response>): Promise<string> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  let last = 'nobody answered';
  while (Date.now() < giveUpAt) {
    const answer = await once(ask);
    if (answer?.ok === true) return answer.text;
    if (answer !== undefined && answer.status < 500)
      throw new Error(`${what}: ${String(answer.status)} ${answer.text}`);
    if (answer !== undefined) last = `${String(answer.status)} ${answer.text}`;
    await sleep(PAUSE_MS);
  }
  throw new Error(`${what} was not answered in ${String(PATIENCE_MS / 1000)} s: ${last}`);
}

/** Undefined where the server died while it answered, or was not there. */
async function once(ask: () => Promise<Response>): Promise<{ ok: boolean; status: number; text: string } | undefined> {
  try {
    const response = await ask();
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
