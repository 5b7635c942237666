import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOOPBACK } from './ports.js';
import { findPostgres, localeFlags } from './postgres-binaries.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { asUnprivileged } from './postgres-identity.js';
import type { Unprivileged } from './postgres-identity.js';
import { endProcess, isRunning, lastLines } from './processes.js';

export interface LocalPostgres {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when the server was running before this call. */
  readonly adopted: boolean;
  readonly stop: () => Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_PATIENCE_MS = 8_000;
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
const passwordFile = (dataDir: string): string => `${dataDir}.password`;
const logFile = (dataDir: string): string => `${dataDir}.log`;

/**
 * Starts the embedded server, or adopts the one that runs on the same directory. Loopback and passwords only; its
 * bundled OpenSSL is old, so production sets DATABASE_URL.
 */
export async function startPostgres(
  directory: string,
  port: number,
  flags: readonly string[] = [],
): Promise<LocalPostgres> {
  const dataDir = path.resolve(directory);
  const running = readPidFile(dataDir);
  if (running && isRunning(running.pid, dataDir)) return adopt(dataDir, running.pid);

  const binaries = await findPostgres();
  const unprivileged = asUnprivileged(binaries.postgres, dataDir, passwordFile(dataDir));
  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) makeCluster(dataDir, binaries, unprivileged);
  const network = ['-c', `listen_addresses=${LOOPBACK}`, '-c', 'unix_socket_directories='];
  const command = unprivileged.launch(binaries.postgres, ['-D', dataDir, '-p', String(port), ...network, ...flags]);
  const pid = await launch(dataDir, port, command);
  return describe(dataDir, port, pid, false);
}

/** A server left by a killed run may still be recovering, or be on its way out. */
async function adopt(dataDir: string, pid: number): Promise<LocalPostgres> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (isRunning(pid, dataDir)) {
    const found = readPidFile(dataDir);
    if (found?.status === 'ready') return describe(dataDir, found.port, pid, true);
    if (performance.now() > giveUpAt) throw new Error(`PostgreSQL (process ${pid}) hangs in ${dataDir}: end it first.`);
    await sleep(10);
  }
  throw new Error(`PostgreSQL (process ${pid}) was just stopping in ${dataDir}: start again.`);
}

/** Made aside and renamed: an interrupted first start leaves no half cluster behind. */
function makeCluster(dataDir: string, binaries: PostgresBinaries, { launch, own }: Unprivileged): void {
  const parent = path.dirname(dataDir);
  fs.mkdirSync(parent, { recursive: true });
  for (const name of fs.readdirSync(parent)) {
    if (name.startsWith(`${path.basename(dataDir)}.new-`)) discard(path.join(parent, name));
  }
  const fresh = fs.mkdtempSync(`${dataDir}.new-`);
  fs.writeFileSync(passwordFile(dataDir), randomBytes(24).toString('hex'), { mode: 0o600 });
  own(fresh, passwordFile(dataDir));
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions'];
  const [file, args] = launch(binaries.initdb, [
    ...['-D', fresh, `--pwfile=${passwordFile(dataDir)}`, ...flags],
    ...localeFlags(binaries),
  ]);
  const made = spawnSync(file, args, { env: ENVIRONMENT, cwd: '/', encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`PostgreSQL could not set up ${dataDir}: ${made.error?.message ?? made.stderr}`);
  }
  fs.renameSync(fresh, dataDir);
}

/** What a killed first start left may still be written to by its orphan; the next start then removes it. */
function discard(directory: string): void {
  try {
    fs.rmSync(directory, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}

async function launch(
  dataDir: string,
  port: number,
  [file, args]: readonly [string, readonly string[]],
): Promise<number> {
  const log = fs.openSync(logFile(dataDir), 'a', 0o600);
  // Its own session: Ctrl-C is for the supervisor, which stops Postgres last.
  const child = spawn(file, args, {
    env: ENVIRONMENT,
    cwd: '/',
    stdio: ['ignore', log, log],
    detached: true,
  });
  fs.closeSync(log);
  const outcome: { ended?: string } = {};
  child.once('error', (error) => (outcome.ended = error.message));
  child.once('exit', (code, signal) => (outcome.ended = String(code ?? signal)));

  const giveUpAt = performance.now() + START_LIMIT_MS;
  for (;;) {
    // Not "can I connect": another server on the same port would answer. Only the pid file names this one.
    const found = readPidFile(dataDir);
    if (found && found.pid === child.pid && found.status === 'ready') {
      child.unref();
      return found.pid;
    }
    if (outcome.ended !== undefined) {
      throw new Error(`PostgreSQL ended (${outcome.ended}) on port ${port}: ${lastLines(logFile(dataDir))}`);
    }
    if (performance.now() > giveUpAt) {
      child.kill('SIGKILL');
      throw new Error(`PostgreSQL was not ready in ${START_LIMIT_MS / 1000} s: ${lastLines(logFile(dataDir))}`);
    }
    await sleep(10);
  }
}

function readPidFile(dataDir: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined;
  }
}

function describe(dataDir: string, port: number, pid: number, adopted: boolean): LocalPostgres {
  const password = fs.readFileSync(passwordFile(dataDir), 'utf8').trim();
  return {
    url: `postgres://postgres:${password}@${LOOPBACK}:${port}/postgres`,
    port,
    pid,
    adopted,
    // Postgres's fast shutdown: clients are dropped, nothing is lost.
    stop: () => endProcess(pid, 'SIGINT', STOP_PATIENCE_MS),
  };
}
