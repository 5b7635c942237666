import type { LocalConfig } from './config.js';
import { startDuly } from './duly.js';
import type { Programs } from './duly.js';
import { greeting } from './greeting.js';

/** Runs until told to stop, then stops every part in the reverse order of starting. */
export async function runDuly(
  readConfig: (environment: NodeJS.ProcessEnv) => LocalConfig,
  programs: Programs,
): Promise<void> {
  const say = (text: string): void => {
    console.log(text);
  };
  // Whoever read our output may be gone; that is no reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const stops: (() => Promise<void>)[] = [];
  const unwanted = new AbortController();
  const stopAsked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!unwanted.signal.aborted) say('Stopping …');
        unwanted.abort();
        resolve();
      });
    }
  });
  try {
    const config = readConfig(process.env);
    const duly = await startDuly(config, programs, {
      environment: process.env,
      say,
      started: (stop) => stops.unshift(stop),
      signal: unwanted.signal,
      month: new Date().toISOString().slice(0, 7),
    });
    say(greeting(duly, config.state));
    await stopAsked;
  } catch (error) {
    if (!unwanted.signal.aborted) {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    }
  } finally {
    for (const stop of stops) await stop();
    if (stops.length > 0) say('Duly has stopped. What it knows stays where it is, and the next start goes on.');
  }
  // Something fetched or connected may still hold the process open.
  process.exit();
}
