import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { migrate } from '../../database/migrate.js';
import { prepareDatabase } from '../../database/prepare.js';
import { startMailbox } from '../../local/mailbox.js';
import { LOOPBACK, nextFreePort } from '../../local/ports.js';
import { startPostgres } from '../../local/postgres.js';
import { endProcess, isAlive, lastLines } from '../../local/processes.js';
import { keepSecrets } from '../../local/secrets.js';
import type { Secrets } from '../../local/secrets.js';
import { cliSourcesFrom, findTemporalCli } from '../../local/temporal-cli.js';
import { startTemporal } from '../../local/temporal.js';
import { readOrganisation } from '../../organisation/read.js';

export const parts = ['postgres', 'temporal', 'workers', 'api'] as const;
export type Part = (typeof parts)[number];

export interface SystemOptions {
  /** Code of the workflow bundle; without it the workers bundle for themselves. */
  readonly bundle?: string;
  /** Where letters go; without it to the local mailbox, whose folder is `mailbox` in the state. */
  readonly smtpUrl?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Everything that `npm start` runs, as processes that a test may kill. The mailbox lives in the test's own process. */
export interface TestSystem {
  readonly state: string;
  readonly api: URL;
  /** Where people write to us. */
  readonly mailPort: number;
  readonly intakePort: number;
  readonly privacyMailbox: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** As the superuser. */
  readonly adminUrl: string;
  readonly secrets: Secrets;
  /** Somebody who holds this role. */
  personWith(role: string): { readonly id: string; readonly token: string };
  pidOf(part: Part): number | undefined;
  /** `kill -9`, for all of them at the same moment. */
  kill(...which: readonly Part[]): Promise<void>;
  /** Started again where they do not run, in their order. */
  start(...which: readonly Part[]): Promise<void>;
  /** Removes all that Temporal knows; it must not run. */
  forgetTemporal(): void;
  /** Throws, once everything is stopped, where something had ended without being killed. */
  stop(): Promise<void>;
}

interface Running {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const told = z.looseObject({
  tokens: z.array(z.looseObject({ role: z.string(), id: z.string(), token: z.string() })).default([]),
});
const LETTERS_SETTLE_SECONDS = '2';
const START_LIMIT_MS = 60_000;
const root = path.resolve(import.meta.dirname, '../..');
const organisationFile = path.join(root, 'examples/organisation.yaml');

export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-system-'));
  const secrets = keepSecrets(state, '2026-11');
  const cli = await findTemporalCli(cliSourcesFrom(process.env));
  const ports = await choosePorts();
  const { contact } = await readOrganisation(organisationFile);
  const { privacyMailbox } = contact;
  const mailbox = await startMailbox({
    directory: path.join(state, 'mailbox'),
    smtpPort: ports.mail,
    pagePort: ports.mailbox,
    privacyMailbox,
    intake: { host: LOOPBACK, port: ports.intake },
    examples: path.join(root, 'examples/mails'),
    duly: `http://${LOOPBACK}:${String(ports.api)}/`,
  });
  const running = new Map<Part, Running>();
  let tokens: z.infer<typeof told>['tokens'] = [];
  let environment: NodeJS.ProcessEnv = {};
  let superuserUrl = '';

  const starters: Readonly<Record<Part, () => Promise<Running>>> = {
    postgres: () =>
      untilItStarts(async () => {
        const started = await startPostgres(path.join(state, 'postgres'), ports.postgres);
        superuserUrl = started.url;
        return started;
      }),
    temporal: () =>
      startTemporal({
        cli,
        directory: state,
        port: ports.temporal,
        uiPort: ports.temporalUi,
        codecEndpoint: `http://${LOOPBACK}:${String(ports.api)}/codec`,
      }),
    workers: async () =>
      (await untilItStarts(() => launch('workers', 'workers/workers.ts', environment, state))).running,
    async api() {
      const { running: started, message } = await untilItStarts(() =>
        launch('api', 'api/server.ts', environment, state),
      );
      if (tokens.length === 0) ({ tokens } = told.parse(message));
      return started;
    },
  };

  async function start(...which: readonly Part[]): Promise<void> {
    const missing = parts.filter((part) => which.includes(part) && !running.has(part));
    const begin = async (part: Part): Promise<void> => void running.set(part, await starters[part]());
    const isServer = (part: Part): boolean => part === 'postgres' || part === 'temporal';
    await Promise.all(missing.filter(isServer).map(begin));
    await Promise.all(missing.filter((part) => !isServer(part)).map(begin));
  }

  async function kill(...which: readonly Part[]): Promise<void> {
    const dying = which.flatMap((part) => running.get(part) ?? []);
    for (const { pid } of dying) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await Promise.all(dying.map(({ stop }) => stop()));
    for (const part of which) running.delete(part);
  }

  async function stop(): Promise<void> {
    const fallen = [...running].filter(([, { pid }]) => !isAlive(pid)).map(([part]) => part);
    const words = fallen.map((part) => `${part} ended by itself: ${lastLines(path.join(state, `${part}.log`), 20)}`);
    for (const part of [...parts].reverse()) await running.get(part)?.stop();
    await mailbox.close();
    if (process.env.DULY_TEST_KEEP_STATE === undefined) fs.rmSync(state, { recursive: true, force: true });
    if (words.length > 0) throw new Error(words.join('\n'));
  }

  try {
    await start('postgres', 'temporal');
    const adminUrl = superuserUrl;
    const { ownerUrl, appUrl } = await prepareDatabase(adminUrl, secrets);
    await migrate(ownerUrl);
    const bundle = path.join(state, 'workflows.bundle.js');
    if (options.bundle !== undefined) fs.writeFileSync(bundle, options.bundle);
    environment = {
      ...process.env,
      NODE_ENV: 'production',
      ...environmentFor(state, ports, secrets),
      DATABASE_URL: appUrl,
      ...(options.bundle !== undefined && { DULY_WORKFLOW_BUNDLE: bundle }),
      ...(options.smtpUrl !== undefined && { SMTP_URL: options.smtpUrl }),
      ...options.environment,
    };
    await start('workers', 'api');
    return {
      state,
      api: new URL(`http://${LOOPBACK}:${String(ports.api)}`),
      mailPort: ports.mail,
      intakePort: ports.intake,
      privacyMailbox,
      temporalAddress: `${LOOPBACK}:${String(ports.temporal)}`,
      databaseUrl: appUrl,
      adminUrl,
      secrets,
      personWith: (role) => personWith(tokens, role),
      pidOf: (part) => running.get(part)?.pid,
      kill,
      start,
      forgetTemporal() {
        for (const name of fs.readdirSync(state).filter((file) => file.startsWith('temporal.db'))) {
          fs.rmSync(path.join(state, name));
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function personWith(tokens: z.infer<typeof told>['tokens'], wanted: string) {
  const found = tokens.find(({ role }) => role.split(', ').includes(wanted));
  if (found === undefined) throw new Error(`nobody in the organisation file is ${wanted}`);
  return found;
}

/** Below the range from which the system gives ports to connections: a dead server's port must stay free for it. */
async function choosePorts() {
  const chosen = new Set<number>();
  const next = async (): Promise<number> => {
    const port = await nextFreePort(20_000 + Math.floor(Math.random() * 10_000), chosen);
    chosen.add(port);
    return port;
  };
  return {
    api: await next(),
    mail: await next(),
    mailbox: await next(),
    intake: await next(),
    temporal: await next(),
    temporalUi: await next(),
    postgres: await next(),
  };
}

function environmentFor(
  state: string,
  ports: Awaited<ReturnType<typeof choosePorts>>,
  secrets: Secrets,
): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: `${LOOPBACK}:${String(ports.temporal)}`,
    TEMPORAL_NAMESPACE: 'default',
    HOST: LOOPBACK,
    PORT: String(ports.api),
    DULY_PUBLIC_URL: `http://${LOOPBACK}:${String(ports.api)}`,
    DULY_STATE: state,
    DULY_ORGANISATION: organisationFile,
    DULY_PROCESSING_RECORDS: path.join(root, 'examples/processing-records.json'),
    DULY_LOCAL_ISSUER: 'true',
    DULY_SERVER_KEY: secrets.serverKey,
    DULY_KEY_ENCRYPTION_KEYS: secrets.keyEncryptionKeys,
    DULY_RATE_PER_TOKEN: '1000000',
    DULY_RATE_PER_ADDRESS: '1000000',
    SMTP_URL: `smtp://${LOOPBACK}:${String(ports.mail)}`,
    INTAKE_SMTP_PORT: String(ports.intake),
    SENT_SETTLE_SECONDS: LETTERS_SETTLE_SECONDS,
    SENT_LOOKUP_URL: `http://${LOOPBACK}:${String(ports.mailbox)}/messages`,
  };
}

/**
 * As whoever looks after them would: children of a killed Postgres hold its memory for a moment, and a new one refuses to
 * start beside them; a program whose servers are slow to answer ends.
 */
async function untilItStarts<T>(start: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(100);
    }
  }
}

async function launch(
  name: string,
  script: string,
  env: NodeJS.ProcessEnv,
  state: string,
): Promise<{ readonly running: Running; readonly message: unknown }> {
  const file = path.join(state, `${name}.log`);
  const log = fs.openSync(file, 'a', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, script)], {
    env,
    cwd: root,
    stdio: ['ignore', log, log, 'ipc'],
  });
  fs.closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);
  const message = await firstMessage(child, name, file);
  return { running: { pid, stop: () => endProcess(pid, 'SIGTERM', 5_000) }, message };
}

async function firstMessage(child: ChildProcess, name: string, log: string): Promise<unknown> {
  const ended = new AbortController();
  child.once('exit', () => {
    ended.abort();
  });
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [unknown];
    return message;
  } catch {
    throw new Error(`${name} ended before it was ready: ${lastLines(log, 20)}`);
  }
}
