import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { root } from './started-duly.js';
import type { StartedDuly } from './started-duly.js';

export interface WalkedStep {
  readonly command: string;
  /** What the document says comes back. */
  readonly expected: { readonly form: 'json' | 'text'; readonly content: string };
}

const pair = /```sh\n([\s\S]*?)```\n(?:\n[^`]*?)??\n?```(json|text)\n([\s\S]*?)```/g;

/** Each block of commands with the answer that follows it. */
export function stepsOf(markdown: string): readonly WalkedStep[] {
  return [...markdown.matchAll(pair)].map(([, command = '', form, content = '']) => ({
    command,
    expected: { form: form === 'json' ? 'json' : 'text', content },
  }));
}

export function commandsIn(markdown: string): number {
  return markdown.match(/```sh\n/g)?.length ?? 0;
}

/** The document is written for the ports, people and folder of `npm start`. */
export function here(command: string, duly: StartedDuly): string {
  const { PORT, MAILBOX_PORT, MAIL_PORT } = duly.ports;
  return command
    .replace('127.0.0.1:7070', `127.0.0.1:${PORT}`)
    .replace('127.0.0.1:8025', `127.0.0.1:${MAILBOX_PORT}`)
    .replace('127.0.0.1:2525', `127.0.0.1:${MAIL_PORT}`)
    .replace('.duly/', `${duly.state}/`)
    .replace(/the token of ([\w-]+)/g, (_, id: string) => duly.tokenOf(id));
}

/** One shell for all, as a reader would have it; a mark ends what each block says. */
export async function walk(
  commands: readonly string[],
  limitMs: number,
  said: (part: string, index: number) => void = () => undefined,
): Promise<readonly string[]> {
  const mark = randomUUID();
  const shell = spawn('bash', ['-s'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  shell.stdin.end(commands.map((command) => `${command}\necho; echo ${mark}\n`).join(''));
  // A fact that never comes would be waited for without end; what was said until then tells which.
  const limit = setTimeout(() => shell.kill('SIGKILL'), limitMs);
  let output = '';
  const parts: string[] = [];
  for await (const chunk of shell.stdout) {
    output += String(chunk);
    for (let end = output.indexOf(`${mark}\n`); end >= 0; end = output.indexOf(`${mark}\n`)) {
      said(output.slice(0, end).trim(), parts.push(output.slice(0, end).trim()) - 1);
      output = output.slice(end + mark.length + 1);
    }
  }
  clearTimeout(limit);
  return [...parts, output.trim()];
}
