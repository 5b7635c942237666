import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for the next turn; rejects where the wait is given up. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/** So many turns a second and no more, whoever asks: mail servers slow down or lock out who comes faster. */
export function createPace(perSecond: number, now: () => number): Pace {
  const interval = 1000 / perSecond;
  let nextAt = 0;
  return async (signal) => {
    const at = Math.max(now(), nextAt);
    nextAt = at + interval;
    const wait = at - now();
    if (wait > 0) await sleep(wait, undefined, { signal });
  };
}
