import type { Request } from 'express';
import { told } from './to-problem.js';

/** A case is given twenty seconds; who would wait longer is answered as if they had not said so. */
const LONGEST_WAIT = 19;

/** For how many seconds the caller waits: `Prefer: wait=5`, RFC 7240. Undefined: until the case has answered. */
export function waitIn(request: Pick<Request, 'get'>): number | undefined {
  for (const preference of (request.get('prefer') ?? '').split(',')) {
    const [, seconds] = /^ *wait *= *"?(\d{1,4})"? *(;|$)/i.exec(preference) ?? [];
    if (seconds !== undefined) return Number(seconds) > LONGEST_WAIT ? undefined : Number(seconds);
  }
  return undefined;
}

/** The answer, if it comes within so many seconds. The work goes on either way, and a defect in it is still heard of. */
export async function within<T>(seconds: number, answer: Promise<T>, request: Request): Promise<T | undefined> {
  let bell: NodeJS.Timeout | undefined;
  const rung = new Promise<undefined>((resolve) => {
    bell = setTimeout(resolve, seconds * 1_000, undefined);
  });
  try {
    const soon = await Promise.race([answer, rung]);
    if (soon === undefined) answer.catch(hearOf(request));
    return soon;
  } finally {
    clearTimeout(bell);
  }
}

/** A refusal comes again for who asks again; nobody else would hear of a defect. */
function hearOf(request: Request): (error: unknown) => void {
  return (error) => {
    if (told(error).problem.status >= 500) request.log.error({ err: error }, 'a step failed that nobody waited for');
  };
}
