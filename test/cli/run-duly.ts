import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const script = path.resolve(import.meta.dirname, '../../cli/duly.js');

/** The command as a person runs it, in a process of its own. */
export async function runDuly(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([
    child.stdout.toArray() as Promise<Buffer[]>,
    child.stderr.toArray() as Promise<Buffer[]>,
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}
