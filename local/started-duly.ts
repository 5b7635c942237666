import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { portNames } from './config.js';
import { anyFreePort } from './ports.js';

export const root = path.resolve(import.meta.dirname, '..');

export interface StartedDuly {
  readonly ports: Readonly<Record<(typeof portNames)[keyof typeof portNames], string>>;
  readonly state: string;
  /** From the call to the greeting. */
  readonly startedInMs: number;
  tokenOf(id: string): string;
  stop(): Promise<void>;
}

/** What `npm start` runs, on ports and a state of its own. */
export async function startDuly(): Promise<StartedDuly> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-started-'));
  const chosen = Object.values(portNames).map(async (name) => [name, String(await anyFreePort())] as const);
  const ports = Object.fromEntries(await Promise.all(chosen)) as StartedDuly['ports'];
  const from = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'local/start.ts')], {
    cwd: root,
    env: { ...process.env, ...ports, DULY_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += String(chunk);
        if (said.includes('Ctrl-C stops')) resolve();
      });
    }
    void exited.then(() => {
      reject(new Error(`npm start ended: ${said}`));
    });
  });
  const startedInMs = performance.now() - from;
  return {
    ports,
    state,
    startedInMs,
    tokenOf(id) {
      const token = new RegExp(`^[a-z, -]+? +${id} +(\\S+)`, 'm').exec(said)?.[1];
      if (token === undefined) throw new Error(`npm start printed no token of ${id}`);
      return token;
    },
    async stop() {
      child.kill('SIGINT');
      await exited;
      fs.rmSync(state, { recursive: true, force: true });
    },
  };
}
