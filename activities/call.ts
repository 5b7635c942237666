import { ApplicationFailure } from '@temporalio/common';

export interface Call {
  /** Whose service it is: so that whoever reads of a failure knows, and no more. */
  readonly whose: 'Pager' | 'Authority';
  readonly method?: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The service wants to be left alone at least so long once it says "too many". */
  readonly leastWaitMs?: number;
}

export interface CallAnswer {
  readonly status: number;
  readonly text: string;
}

/** However long a service wants to be left alone: a clock does not. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** One attempt. What passes by itself is thrown, and tried again; every other answer is the adapter's to read. */
export async function call(asked: Call): Promise<CallAnswer> {
  const { whose, method = 'POST', url, headers, body, timeoutMs = 10_000, signal, leastWaitMs } = asked;
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  let answer: CallAnswer & { readonly retryAfter: string | null };
  try {
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal: either });
    const retryAfter = response.headers.get('retry-after');
    answer = { status: response.status, text: await response.text(), retryAfter };
  } catch {
    throw trouble(`${whose}Away`); // Its address may carry a secret.
  }
  const { status, retryAfter } = answer;
  const passes = status === 408 || status === 429 || status >= 500;
  if (passes) throw trouble(`${whose}Busy`, Math.max(waitMs(retryAfter), status === 429 ? (leastWaitMs ?? 0) : 0));
  return answer;
}

/** Worth another try: a name, and nothing that a service said. */
export function trouble(type: string, nextRetryDelay = 0): ApplicationFailure {
  return ApplicationFailure.create({ type, message: type, ...(nextRetryDelay > 0 && { nextRetryDelay }) });
}

/** RFC 9110, 10.2.3, as seconds; a date is left to the ordinary pace of retries. */
function waitMs(retryAfter: string | null): number {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Math.min(Number(retryAfter) * 1000, LONGEST_WAIT_MS) : 0;
}
