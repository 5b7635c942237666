import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startDuly } from './started-duly.js';
import type { StartedDuly } from './started-duly.js';
import { commandsIn, stepsOf } from './walkthrough.js';

const markdown = fs.readFileSync(path.join(root, 'docs/walkthroughs/subject-request.md'), 'utf8');

const LIMIT_MS = 90_000;

let duly: StartedDuly;

beforeAll(async () => {
  duly = await startDuly();
}, 120_000);

async function openCases(): Promise<number> {
  const headers = { authorization: `Bearer ${duly.tokenOf('r-visser')}` };
  const response = await fetch(`http://127.0.0.1:${duly.ports.PORT}/v1/subject-requests`, { headers });
  return ((await response.json()) as { items: unknown[] }).items.length;
}

async function sendExample(example: string): Promise<void> {
  const origin = `http://127.0.0.1:${duly.ports.MAILBOX_PORT}`;
  const body = new URLSearchParams({ example });
  const response = await fetch(`${origin}/examples`, { method: 'POST', redirect: 'manual', headers: { origin }, body });
  expect(response.headers.get('location')).toBe('/?sent');
}

afterAll(() => duly.stop(), 60_000);

/** The document is written for the ports and people of `npm start`. */
function here(command: string): string {
  const { PORT, MAILBOX_PORT, MAIL_PORT } = duly.ports;
  return command
    .replace('127.0.0.1:7070', `127.0.0.1:${PORT}`)
    .replace('127.0.0.1:8025', `127.0.0.1:${MAILBOX_PORT}`)
    .replace('127.0.0.1:2525', `127.0.0.1:${MAIL_PORT}`)
    .replace(/the token of ([\w-]+)/g, (_, id: string) => duly.tokenOf(id));
}

/** One shell for all, as a reader would have it; a mark ends what each block says. */
async function walk(commands: readonly string[]): Promise<readonly string[]> {
  const mark = randomUUID();
  const shell = spawn('bash', ['-s'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  shell.stdin.end(commands.map((command) => `${command}\necho; echo ${mark}\n`).join(''));
  // A fact that never comes would be waited for without end; what was said until then tells which.
  const limit = setTimeout(() => shell.kill('SIGKILL'), LIMIT_MS);
  const output = Buffer.concat((await shell.stdout.toArray()) as Buffer[]).toString();
  clearTimeout(limit);
  return output.split(`${mark}\n`).map((part) => part.trim());
}

function withoutWhatDiffers(value: unknown): unknown {
  if (value === '…') return expect.any(String);
  if (Array.isArray(value)) return value.map(withoutWhatDiffers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutWhatDiffers(inner)]));
}

/** The last line; before it stand the answers that were only steps on the way. */
function answerIn(output: string): unknown {
  const line = output.slice(output.lastIndexOf('\n') + 1);
  return line.startsWith('{') ? JSON.parse(line) : { said: line };
}

test('the walk-through of a subject request does what it says, command by command', async () => {
  const steps = stepsOf(markdown);
  // A reader has tried the examples before, the very mail of the walk-through too.
  const examples = ['01-access-plain-en.eml', '07-erasure-nl.eml'];
  for (const example of examples) await sendExample(example);
  await expect.poll(openCases, { timeout: 30_000 }).toBe(examples.length);

  const outputs = await walk(steps.map(({ command }) => here(command)));

  expect(steps).toHaveLength(commandsIn(markdown));
  for (const [n, { command, expected }] of steps.entries()) {
    const output = outputs[n] ?? 'nothing';
    const told = `${command}\n${output}`;
    if (expected.form === 'json') {
      expect(answerIn(output), told).toMatchObject(withoutWhatDiffers(JSON.parse(expected.content)) as object);
    } else {
      for (const line of expected.content.trim().split('\n')) expect(output.split('\n'), told).toContain(line);
    }
  }
}, 120_000);
