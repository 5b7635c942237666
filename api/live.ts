import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import type { Pool } from '../database/pool.js';

/** Tells that facts were recorded somewhere; which ones, each page finds out for itself. */
export interface Pulse {
  /** Resolves at the next pulse, or at the abort. */
  next(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

const CHANNEL = 'duly_ledger';
const LONGEST_RECONNECT_PAUSE = 10_000;

/** Listens on one connection for the whole process; when it breaks, it listens again and pulses, as it may have missed one. */
export function startPulse(pool: Pool, report: (error: unknown) => void): Pulse {
  const beats = new EventEmitter().setMaxListeners(0);
  const stopping = new AbortController();
  const listening = keepListening();
  return {
    async next(signal) {
      await once(beats, 'beat', { signal }).catch(ignoreAbort);
    },
    async stop() {
      stopping.abort();
      await listening;
    },
  };

  async function keepListening(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        await listen(() => {
          failures = 0;
          beats.emit('beat');
        });
      } catch (error) {
        report(error);
        const wait = Math.min(LONGEST_RECONNECT_PAUSE, 100 * 2 ** failures);
        await pause(wait, undefined, { signal: stopping.signal }).catch(ignoreAbort);
      }
    }
  }

  async function listen(beat: () => void): Promise<void> {
    const client = await pool.connect();
    const broken = once(client, 'end', { signal: stopping.signal }).catch(ignoreAbort);
    broken.catch(() => undefined); // Awaited below, unless listening fails first.
    client.on('notification', beat);
    try {
      await client.query(`LISTEN ${CHANNEL}`);
      beat();
      await broken;
    } finally {
      // Destroyed, not given back: a pooled connection must not go on listening.
      client.release(true);
    }
    if (!stopping.signal.aborted) throw new Error('the connection that listens has ended');
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}

/** How a page follows what it shows. */
export interface Follow {
  readonly pulse: Pulse;
  /** What has to change on the page, as partials; an empty text where nothing did. `isFirst`: the whole state. */
  readonly changes: (isFirst: boolean) => Promise<string>;
  /** Between two messages at least, so that a burst of facts is told once. */
  readonly atMostEvery?: number;
}

const BEAT_MILLISECONDS = 15_000;
const RECONNECT_MILLISECONDS = 1_000;

/** Server-sent events until the page goes away. On every connection the page's state is sent again. */
export async function followLive(response: Response, follow: Follow): Promise<void> {
  const { pulse, changes, atMostEvery = 500 } = follow;
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  // Asked for before each reading, so that a fact recorded meanwhile is not missed.
  let beat = pulse.next(gone.signal);
  // Read before the head is sent: whoever is told "connected" sees every change from then on as a change.
  const whole = await changes(true);
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RECONNECT_MILLISECONDS}\n\n${whole === '' ? '' : messageOf(whole)}`);
  const heart = setInterval(() => response.write(': still here\n\n'), BEAT_MILLISECONDS);
  try {
    for (;;) {
      await Promise.all([beat, pause(atMostEvery, undefined, { signal: gone.signal }).catch(ignoreAbort)]);
      if (gone.signal.aborted) return;
      beat = pulse.next(gone.signal);
      const html = await changes(false);
      if (html !== '' && !response.destroyed) response.write(messageOf(html));
    }
  } finally {
    clearInterval(heart);
    response.end();
  }
}

/** The two parts of a case's page that change, as they are now. */
export interface CaseParts {
  readonly head: string;
  readonly body: string;
}

export interface CaseFollow {
  readonly pulse: Pulse;
  /** How many facts the case has: cheap, asked at every pulse. */
  readonly positionOf: () => Promise<number | undefined>;
  readonly parts: () => Promise<CaseParts>;
}

/** Tells a page of one case its parts again, once the case has other facts than it was told of. */
export function followCase(response: Response, { pulse, positionOf, parts }: CaseFollow): Promise<void> {
  let told: number | undefined;
  return followLive(response, {
    pulse,
    changes: async () => {
      const position = await positionOf();
      if (position === told) return '';
      told = position;
      const { head, body } = await parts();
      return [partial('#head', head, 'innerMorph'), partial('#case', body, 'innerMorph')].join('\n');
    },
  });
}

/** Unnamed, so that htmx swaps it; each line is a line of data. */
export function messageOf(html: string): string {
  const lines = html.split(/\r\n|\r|\n/).map((line) => `data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}

/** Replaces one element and keeps focus, selection and place. */
export function partial(selector: string, html: string, swap: 'outerMorph' | 'innerMorph'): string {
  return `<hx-partial hx-target="${selector}" hx-swap="${swap}">${html}</hx-partial>`;
}
