import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !hasEnded(readProc(pid, 'status') ?? '');
}

/**
 * Of a process whose parent has not yet asked for its end, as Linux tells it in `/proc`. Its first thread may have
 * ended before the others, which still hold its files and ports.
 */
export function hasEnded(status: string): boolean {
  return /^State:\s+Z/m.test(status) && /^Threads:\s+1$/m.test(status);
}

/** A pid file may outlive its process, and its number may have gone to another program: `mark` tells them apart. */
export function isRunning(pid: number, mark: string): boolean {
  if (!isAlive(pid)) return false;
  return readProc(pid, 'cmdline')?.includes(mark) ?? process.platform !== 'linux';
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Asks a process to end, and insists after `patienceMs`. */
export async function endProcess(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  send(pid, signal);
  const insistAt = performance.now() + patienceMs;
  while (isAlive(pid)) {
    if (performance.now() > insistAt) send(pid, 'SIGKILL');
    await sleep(10);
  }
}

/** The process may have ended a moment ago, which is what the signal was for. */
function send(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal);
}

export function lastLines(file: string, count = 4): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '';
}
