import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../domain/search-attributes.js';
import { endOrphan, writePidFile } from './pid-file.js';
import { LOOPBACK, anyFreePort } from './ports.js';
import { endProcess, lastLines } from './processes.js';
import { openTemporalUi } from './temporal-ui.js';

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
const STOP_PATIENCE_MS = 2_000;
/** Time may be skipped per workflow, and timers on the way cost milliseconds instead of a second each. Never outside tests. */
const FAST_FORWARD = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  'history.timerProcessorMaxTimeShift="10ms"',
  'history.timerProcessorMaxPollRPS=1000',
];

const databaseFile = (directory: string): string => path.join(directory, 'temporal.db');
const pidFile = (directory: string): string => path.join(directory, 'temporal.pid');

/** Two servers must never share a file. */
export function endOrphanTemporal(directory: string): Promise<void> {
  return endOrphan(pidFile(directory), databaseFile(directory), STOP_PATIENCE_MS);
}

/** The development server with a file that survives it, and its UI behind a door through which one can look, not act. */
export async function startTemporal(options: TemporalOptions): Promise<LocalTemporal> {
  const directory = path.resolve(options.directory);
  fs.mkdirSync(directory, { recursive: true });
  await endOrphanTemporal(directory);
  const hiddenPort = await anyFreePort();
  const server = await launch(options.cli, directory, options.port, [
    ...['--db-filename', databaseFile(directory), '--ui-port', String(hiddenPort)],
    ...['--ui-codec-endpoint', options.codecEndpoint, '--ui-disable-news-fetch'],
  ]);
  const door = await openTemporalUi(options.uiPort, hiddenPort);
  return {
    ...server,
    stop: async () => {
      await door.close();
      await server.stop();
    },
  };
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
  const attributes = Object.entries(searchAttributeTypes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${capitalised(type)}`,
  ]);
  const common = ['server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--log-level', 'error'];
  // Its own session: Ctrl-C is for the supervisor, which stops Temporal after the workers.
  const child = spawn(cli, [...common, ...attributes, ...flags], { stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const outcome: { ended?: string } = {};
  child.once('error', (error) => (outcome.ended = error.message));
  child.once('exit', (code, signal) => (outcome.ended = String(code ?? signal)));
  const { pid } = child;
  if (pid !== undefined) writePidFile(pidFile(directory), pid);
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
    const missing = Object.keys(searchAttributeTypes).filter((name) => !(name in customAttributes));
    if (missing.length > 0) throw new Error(`search attributes are missing: ${missing.join(', ')}`);
  } finally {
    await connection.close();
  }
}

/** `KEYWORD` as the command line wants it: `Keyword`. */
const capitalised = (type: string): string => type.charAt(0) + type.slice(1).toLowerCase();
