import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { z } from 'zod';
import { LOOPBACK, anyFreePort } from './ports.js';
import { endProcess, isRunning, lastLines } from './processes.js';

export interface LocalTemporal {
  readonly address: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

export interface TemporalOptions {
  /** Of the program `temporal`. */
  readonly cli: string;
  /** Keeps `temporal.db`, its log and the pid file. */
  readonly directory: string;
  readonly port: number;
  readonly uiPort: number;
  /** Where the UI has payloads decoded, with the session of the person who looks. */
  readonly codecEndpoint: string;
}

export interface TestTemporalOptions {
  readonly cli: string;
  readonly directory: string;
  readonly port?: number;
}

const NAMESPACE = 'default';
const READY_LIMIT_MS = 60_000;
const STOP_PATIENCE_MS = 5_000;
const SEARCH_ATTRIBUTES = {
  CaseKind: 'Keyword',
  CasePhase: 'Keyword',
  DueAt: 'Datetime',
  Overdue: 'Bool',
  Drill: 'Bool',
} as const;

/** Time may be skipped per workflow, and timers on the way cost milliseconds instead of a second each. Never outside tests. */
const FAST_FORWARD = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'history.timerProcessorMaxTimeShift="10ms"',
  'history.timerProcessorMaxPollRPS=1000',
];

const pidRecord = z.object({ pid: z.int().positive() });

/** The development server with a file that survives it; what a killed run left behind on that file is ended first. */
export async function startTemporal(options: TemporalOptions): Promise<LocalTemporal> {
  const directory = path.resolve(options.directory);
  fs.mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'temporal.db');
  await endOrphan(directory, file);
  return launch(options.cli, directory, options.port, [
    ...['--db-filename', file, '--ui-port', String(options.uiPort)],
    ...['--ui-codec-endpoint', options.codecEndpoint, '--ui-disable-news-fetch'],
  ]);
}

/** In memory, without UI, able to let time pass. */
export async function startTestTemporal(options: TestTemporalOptions): Promise<LocalTemporal> {
  const directory = path.resolve(options.directory);
  fs.mkdirSync(directory, { recursive: true });
  return launch(options.cli, directory, options.port ?? (await anyFreePort()), [
    '--headless',
    ...FAST_FORWARD.flatMap((value) => ['--dynamic-config-value', value]),
  ]);
}

async function launch(cli: string, directory: string, port: number, flags: readonly string[]): Promise<LocalTemporal> {
  const logFile = path.join(directory, 'temporal.log');
  const log = fs.openSync(logFile, 'a', 0o600);
  const attributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const common = ['server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--log-level', 'error'];
  // Its own session: Ctrl-C is for the supervisor, which stops Temporal after the workers.
  const child = spawn(cli, [...common, ...attributes, ...flags], { stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const outcome: { ended?: string } = {};
  child.once('error', (error) => (outcome.ended = error.message));
  child.once('exit', (code, signal) => (outcome.ended = String(code ?? signal)));
  const { pid } = child;
  if (pid !== undefined) writePidFile(directory, pid);
  const address = `${LOOPBACK}:${port}`;
  await ready(address, () => {
    if (outcome.ended !== undefined) {
      throw new Error(`Temporal ended (${outcome.ended}) on port ${port}: ${lastLines(logFile)}`);
    }
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return running(child, address);
}

function running(child: ChildProcess, address: string): LocalTemporal {
  const { pid } = child;
  if (pid === undefined) throw new Error('Temporal did not start');
  child.unref();
  return { address, pid, stop: () => endProcess(pid, 'SIGTERM', STOP_PATIENCE_MS) };
}

/** Ready means: it answers, the namespace is there, and the search attributes can be used. */
async function ready(address: string, check: () => void): Promise<void> {
  const giveUpAt = performance.now() + READY_LIMIT_MS;
  for (;;) {
    check();
    try {
      await probe(address);
      check();
      return;
    } catch (error) {
      check();
      if (performance.now() > giveUpAt) {
        throw new Error(`Temporal was not ready at ${address} in ${READY_LIMIT_MS / 1000} s`, { cause: error });
      }
      await sleep(50);
    }
  }
}

async function probe(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    const { customAttributes } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.operatorService.listSearchAttributes({ namespace: NAMESPACE }),
    );
    const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes));
    if (missing.length > 0) throw new Error(`search attributes are missing: ${missing.join(', ')}`);
  } finally {
    await connection.close();
  }
}

const pidFile = (directory: string): string => path.join(directory, 'temporal.pid');

function writePidFile(directory: string, pid: number): void {
  const half = `${pidFile(directory)}.new`;
  fs.writeFileSync(half, JSON.stringify({ pid }), { mode: 0o600 });
  fs.renameSync(half, pidFile(directory));
}

/** Ended, not adopted: its ports and flags are those of another day. Two servers must never share a file. */
async function endOrphan(directory: string, file: string): Promise<void> {
  if (!fs.existsSync(pidFile(directory))) return;
  const found = pidRecord.safeParse(JSON.parse(fs.readFileSync(pidFile(directory), 'utf8')));
  if (found.success && isRunning(found.data.pid, file)) await endProcess(found.data.pid, 'SIGTERM', STOP_PATIENCE_MS);
  fs.rmSync(pidFile(directory), { force: true });
}
