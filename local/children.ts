import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { endOrphan, writePidFile } from './pid-file.js';
import { endProcess, lastLines } from './processes.js';

export interface Program {
  readonly name: string;
  /** What `node` is given. The last one is the script, by which an orphan is known again. */
  readonly args: readonly string[];
}

export interface ChildOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** For its log and its pid file. */
  readonly directory: string;
  readonly say: (sentence: string) => void;
}

export interface Child {
  /** What the program told when it was ready for the first time. Rejects when it never gets there. */
  readonly ready: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const STOP_PATIENCE_MS = 3_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** A program that lived this long has not failed in a row. */
const HEALTHY_MS = 30_000;
const HOPELESS = 3;

const readyMessage = z.looseObject({ ready: z.literal(true) });

const pidFile = (directory: string, { name }: Program): string => path.join(directory, `${name}.pid`);

const logFile = (directory: string, { name }: Program): string => path.join(directory, `${name}.log`);

/** Programs end by themselves when their supervisor is gone; one that hangs is ended here. */
export function endOrphanOf(program: Program, directory: string): Promise<void> {
  return endOrphan(pidFile(directory, program), program.args.at(-1) ?? program.name, STOP_PATIENCE_MS);
}

/** Keeps a program running: it is started again whenever it dies, ever more slowly, and each time it is said. */
export function keepRunning(program: Program, options: ChildOptions): Child {
  const supervised = new Supervised(program, options);
  return { ready: supervised.ready, stop: () => supervised.stop() };
}

class Supervised {
  readonly ready: Promise<unknown>;
  readonly #program: Program;
  readonly #options: ChildOptions;
  readonly #running: Promise<void>;
  #child: ChildProcess | undefined;
  #stopping = new AbortController();
  #wasReady = false;

  constructor(program: Program, options: ChildOptions) {
    this.#program = program;
    this.#options = options;
    const told = new EventEmitter();
    const hopeless = new AbortController();
    this.ready = once(told, 'ready', { signal: hopeless.signal }).then(([message]) => message as unknown);
    this.ready.catch(() => undefined);
    this.#running = this.#run(told).catch((error: unknown) => {
      hopeless.abort(error);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#child?.pid !== undefined) await endProcess(this.#child.pid, 'SIGTERM', STOP_PATIENCE_MS);
    await this.#running;
    fs.rmSync(pidFile(this.#options.directory, this.#program), { force: true });
  }

  async #run(told: EventEmitter): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      const why = await this.#once(told);
      failures = performance.now() - startedAt > HEALTHY_MS ? 1 : failures + 1;
      await this.#pause(why, failures);
    }
  }

  /** From its start to its end, and why it ended. */
  #once(told: EventEmitter): Promise<string> {
    const child = launch(this.#program, this.#options);
    this.#child = child;
    child.on('message', (message) => {
      if (!readyMessage.safeParse(message).success) return;
      this.#wasReady = true;
      told.emit('ready', message);
    });
    return end(child);
  }

  async #pause(why: string, failures: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { name } = this.#program;
    const log = logFile(this.#options.directory, this.#program);
    if (!this.#wasReady && failures >= HOPELESS) throw new Error(`${name} does not start (${why}): ${lastLines(log)}`);
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
    this.#options.say(`${name} ended (${why}); it is started again in ${delay / 1000} s. See ${log}.`);
    await sleep(delay, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

function launch(program: Program, { environment, directory }: ChildOptions): ChildProcess {
  const log = fs.openSync(logFile(directory, program), 'a', 0o600);
  // Its own session: Ctrl-C is for the supervisor, which stops its programs in order.
  const child = spawn(process.execPath, program.args, {
    env: environment,
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
  fs.closeSync(log);
  if (child.pid !== undefined) writePidFile(pidFile(directory, program), child.pid);
  return child;
}

async function end(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return String(signal ?? code);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
