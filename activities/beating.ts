import { Context } from '@temporalio/activity';

const BEAT_MS = 3_000;

/** Tells the engine that somebody is at it, so that the work of a worker that died is taken up by another soon. */
export async function beating<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  context.heartbeat();
  const beat = setInterval(() => {
    context.heartbeat();
  }, BEAT_MS);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
  }
}
