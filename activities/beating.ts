import { Context } from '@temporalio/activity';

const BEAT_MS = 3_000;

/**
 * Tells the engine that somebody is at it, so that the work of a worker that died is taken up by another soon, and how
 * far it has come, for the attempt after this one.
 */
export async function beating<T>(
  work: (signal: AbortSignal) => Promise<T>,
  progress: () => unknown = () => undefined,
): Promise<T> {
  const context = Context.current();
  context.heartbeat(progress());
  const beat = setInterval(() => {
    context.heartbeat(progress());
  }, BEAT_MS);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
    context.heartbeat(progress());
  }
}
