import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startDuly } from '../../local/started-duly.js';
import type { StartedDuly } from '../../local/started-duly.js';
import { commandsIn, here, stepsOf, walk } from '../../local/walked-document.js';

const documentOf = (name: string): string => fs.readFileSync(path.join(root, 'docs/walkthroughs', `${name}.md`), 'utf8');

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
  // A reader has tried the examples before, the very mail of the walk-through too.
  const examples = ['01-access-plain-en.eml', '07-erasure-nl.eml'];
  for (const example of examples) await sendExample(example);
  await expect.poll(openCases, { timeout: 30_000 }).toBe(examples.length);

  await mustDoWhatItSays('subject-request');
}, 120_000);

test('the walk-through of a breach does what it says, with the workers killed in the middle', async () => {
  await mustDoWhatItSays('breach');
}, 120_000);

async function mustDoWhatItSays(name: string): Promise<void> {
  const markdown = documentOf(name);
  const steps = stepsOf(markdown);
  const commands = steps.map(({ command }) => here(command, duly));
  const outputs = await walk(commands, LIMIT_MS);

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
}
