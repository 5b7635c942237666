import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mayAcknowledge } from '../../intake/classify-mail.js';
import { readMessage } from '../../intake/message.js';
import { portNames } from '../../local/config.js';
import { anyFreePort } from '../../local/ports.js';
import { isAlive } from '../../local/processes.js';

interface Run {
  readonly process: ChildProcess;
  output(): string;
}

let home: string;
let environment: NodeJS.ProcessEnv;
const runs: Run[] = [];

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-start-'));
  const organisation = path.join(home, 'organisation.yaml');
  fs.writeFileSync(organisation, 'contact: { privacyMailbox: privacy@example.org }\n');
  const ports = await Promise.all(
    Object.values(portNames).map(async (name) => [name, String(await anyFreePort())] as const),
  );
  environment = {
    ...process.env,
    ...Object.fromEntries(ports),
    DULY_STATE: path.join(home, 'state'),
    DULY_ORGANISATION: organisation,
  };
});

afterEach(async () => {
  for (const run of runs.splice(0)) await stop(run);
  fs.rmSync(home, { recursive: true, force: true });
});

/** Standard input closed, no terminal. */
function launch(extra: NodeJS.ProcessEnv = {}): Run {
  const script = path.resolve(import.meta.dirname, 'stand-ins/start.ts');
  const started = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...environment, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  const run = { process: started, output: () => chunks.join('') };
  runs.push(run);
  return run;
}

async function ready(run: Run): Promise<void> {
  await expect
    .poll(
      () => {
        if (run.process.exitCode !== null) throw new Error(run.output());
        return run.output();
      },
      { timeout: 50_000 },
    )
    .toContain('Ctrl-C stops');
}

async function stop(run: Run, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (run.process.exitCode !== null || run.process.signalCode !== null) return;
  run.process.kill(signal);
  await once(run.process, 'exit');
}

const pidOf = (name: string): number => Number(fs.readFileSync(path.join(home, 'state', name), 'utf8').split('\n')[0]);

/** What the stand-in for the api was told. */
const told = async (): Promise<Record<string, unknown>> =>
  (await (await fetch(`http://127.0.0.1:${environment.PORT ?? ''}`)).json()) as Record<string, unknown>;

async function ask(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: String((await told()).DATABASE_URL) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

test('an installation is started, disturbed, killed and stopped, and goes on each time', async () => {
  const wanted = Number(environment.MAIL_PORT);
  const holder = net.createServer().listen(wanted, '127.0.0.1');
  await once(holder, 'listening');
  const first = launch();
  await ready(first).finally(() => holder.close());

  expectStages(first.output());
  expectGreeting(first.output(), wanted);
  await expectDoubtOfForgedSenders();
  await expectRefusal();
  await expectRestart(first);
  const before = await told();
  const database = await ask('SELECT system_identifier::text FROM pg_control_system()');
  await killSupervisor(first);
  const second = launch();
  await ready(second);
  expect(second.output()).not.toContain('is taken');
  await expectSameAs(before, database);
  await expectCleanStop(second);
  await ready(launch());
  await expectSameAs(before, database);
}, 180_000);

function expectGreeting(output: string, takenPort: number): void {
  expect(output).toMatch(new RegExp(`^Port ${takenPort} is taken: using \\d+ \\(MAIL_PORT\\)`, 'm'));
  for (const name of ['PORT', 'MAILBOX_PORT', 'TEMPORAL_UI_PORT']) {
    expect(output).toContain(`127.0.0.1:${environment[name] ?? ''}`);
  }
  expect(output).toMatch(/^Status +http:\/\/127\.0\.0\.1:\d+\/readyz$/m);
  expect(output).toMatch(/^operator +r-visser +stand-in-token/m);
  expect(output).toMatch(/^curl .*\/v1\/subject-requests .*stand-in-token/m);
  expect(fs.statSync(path.join(home, 'state')).mode & 0o777).toBe(0o700);
  expect(fs.statSync(path.join(home, 'state/secrets.json')).mode & 0o777).toBe(0o600);
}

/** Nobody stares at a silent screen: each stage is named as it begins. */
function expectStages(output: string): void {
  const stages = [
    'Starting PostgreSQL and Temporal',
    'Preparing the database',
    'Starting the workers',
    'Duly is ready',
  ];
  const places = stages.map((stage) => output.indexOf(stage));
  expect(places).toEqual(places.filter((place) => place >= 0).sort((one, other) => one - other));
}

/** With what the workers are told, the hostile example feeds no mail bomb, as its README says. */
async function expectDoubtOfForgedSenders(): Promise<void> {
  const raw = fs.readFileSync(path.resolve(import.meta.dirname, '../../examples/mails/20-hostile.eml'));
  const authenticationServer = String((await told()).MAIL_AUTHENTICATION_SERVER);
  expect(mayAcknowledge(await readMessage(raw, { authenticationServer }))).toBe(false);
}

/** A second start on the same state would end the servers of the first. */
async function expectRefusal(): Promise<void> {
  const second = launch();
  await once(second.process, 'exit');
  expect(second.process.exitCode).toBe(1);
  expect(second.output()).toMatch(/^Duly already runs on this state \(process \d+\): stop it first.*\n$/);
}

async function expectRestart(run: Run): Promise<void> {
  const { pid } = await told();
  process.kill(Number(pid), 'SIGKILL');
  const now = async (): Promise<unknown> => (await told().catch((): Record<string, unknown> => ({ pid }))).pid;
  await expect.poll(now, { timeout: 30_000 }).not.toBe(pid);
  expect(run.output()).toContain('api ended (SIGKILL); it is started again in 0.2 s.');
}

/** Its programs end with it; its servers stay, and are taken over. */
async function killSupervisor(run: Run): Promise<void> {
  const { pid } = await told();
  await stop(run, 'SIGKILL');
  await expect.poll(() => isAlive(Number(pid)), { timeout: 30_000 }).toBe(false);
}

async function expectSameAs(before: Record<string, unknown>, database: unknown[]): Promise<void> {
  const { DULY_SERVER_KEY, DULY_KEY_ENCRYPTION_KEYS, DATABASE_URL, PORT } = before;
  expect(await told()).toMatchObject({ DULY_SERVER_KEY, DULY_KEY_ENCRYPTION_KEYS, DATABASE_URL, PORT });
  expect(await ask('SELECT system_identifier::text FROM pg_control_system()')).toEqual(database);
}

async function expectCleanStop(run: Run): Promise<void> {
  const pids = ['temporal.pid', 'api.pid', 'workers.pid', 'postgres/postmaster.pid'].map(pidOf);
  const askedAt = performance.now();
  await stop(run, 'SIGINT');
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  expect(run.process.exitCode).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
}

test.each([
  ['an organisation file', { DULY_ORGANISATION: '/nowhere/organisation.yaml' }, 'There is no organisation file at'],
  ['a port number', { MAIL_PORT: 'many' }, 'The environment variable MAIL_PORT is not right'],
  ['the program TEMPORAL_CLI names', { TEMPORAL_CLI: '/nowhere/temporal' }, 'TEMPORAL_CLI names /nowhere/temporal'],
])('a start without %s ends with one sentence and leaves nothing running', async (_what, extra, sentence) => {
  const run = launch(extra);
  await once(run.process, 'exit');

  expect(run.process.exitCode).toBe(1);
  expect(run.output()).toContain(sentence);
  expect(fs.existsSync(path.join(home, 'state/postgres/postmaster.pid'))).toBe(false);
});
