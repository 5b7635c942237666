import fs from 'node:fs';
import { endProcess, isRunning } from './processes.js';

export function writePidFile(file: string, pid: number): void {
  const half = `${file}.new`;
  fs.writeFileSync(half, `${pid}\n`, { mode: 0o600 });
  fs.renameSync(half, file);
}

function readPid(file: string): number | undefined {
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Ends what a killed run left behind: its ports and settings are those of another day. */
export async function endOrphan(file: string, mark: string, patienceMs: number): Promise<void> {
  const pid = readPid(file);
  if (pid !== undefined && isRunning(pid, mark)) await endProcess(pid, 'SIGTERM', patienceMs);
  fs.rmSync(file, { force: true });
}

/** One run per state directory: a second one would end the first one's servers. Returns how to give the place up. */
export function occupy(file: string, mark: string): () => void {
  for (;;) {
    try {
      fs.writeFileSync(file, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
      return () => {
        fs.rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const other = readPid(file);
    if (other !== undefined && other !== process.pid && isRunning(other, mark)) {
      throw new Error(`Duly already runs on this state (process ${other}): stop it first, or set DULY_STATE.`);
    }
    fs.rmSync(file, { force: true });
  }
}
