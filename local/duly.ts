import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { migrate } from '../database/migrate.js';
import { prepareDatabase } from '../database/prepare.js';
import { endOrphanOf, keepRunning } from './children.js';
import type { Program } from './children.js';
import { portNames } from './config.js';
import type { LocalConfig, PortName, Ports } from './config.js';
import { startMailbox } from './mailbox.js';
import { occupy } from './pid-file.js';
import { LOOPBACK, nextFreePort } from './ports.js';
import { startPostgres } from './postgres.js';
import { keepSecrets } from './secrets.js';
import type { Secrets } from './secrets.js';
import { cliSourcesFrom, findTemporalCli } from './temporal-cli.js';
import { endOrphanTemporal, startTemporal } from './temporal.js';

export interface Programs {
  readonly workers: Program;
  readonly api: Program;
}

export interface RunningDuly {
  readonly ports: Ports;
  readonly privacyMailbox: string;
  readonly tokens: readonly Token[];
  /** Undefined where Temporal is somebody else's. */
  readonly temporalUi: string | undefined;
}

export type Token = z.infer<typeof token>;

const token = z.object({ role: z.string(), id: z.string(), token: z.string(), signInUrl: z.string().optional() });
const apiReady = z.looseObject({ tokens: z.array(token).default([]) });
/** In whose name the mails of `examples/` say what was found out about their senders; anybody else's word counts for nothing. */
const EXAMPLES_MAIL_SERVER = 'mx.example.org';
const organisation = z.looseObject({ contact: z.looseObject({ privacyMailbox: z.string() }) });

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (sentence: string) => void;
  /** Hears how each started part is stopped, in the order of starting. */
  readonly started: (stop: () => Promise<void>) => void;
  /** Aborted when the person who started Duly no longer wants it. */
  readonly signal: AbortSignal;
  /** `2026-11` */
  readonly month: string;
}

/** Starts every part of Duly on this machine; each finds what the last run left. */
export async function startDuly(
  config: LocalConfig,
  programs: Programs,
  surroundings: Surroundings,
): Promise<RunningDuly> {
  const { state } = config;
  const { started, signal } = surroundings;
  const privacyMailbox = readPrivacyMailbox(config.organisation);
  fs.mkdirSync(state, { recursive: true, mode: 0o700 });
  const leave = occupy(path.join(state, 'start.pid'), path.basename(process.argv[1] ?? 'start'));
  started(() => {
    leave();
    return Promise.resolve();
  });
  const { say } = surroundings;
  const secrets = keepSecrets(state, surroundings.month);
  await Promise.all([programs.api, programs.workers].map((program) => endOrphanOf(program, state)));
  await endOrphanTemporal(state);
  signal.throwIfAborted();

  const ports = await choosePorts(config, say);
  const cli = config.temporalAddress === undefined ? await findCli(surroundings) : undefined;
  say('Starting PostgreSQL and Temporal …');
  const [databaseUrl, temporal] = await allOrNone([
    openDatabase(config, ports, secrets, surroundings),
    openTemporal(config, ports, cli, surroundings),
  ]);
  signal.throwIfAborted();
  const mailbox = await startMailbox({
    directory: path.join(state, 'mailbox'),
    smtpPort: ports.mail,
    pagePort: ports.mailbox,
    privacyMailbox,
    intake: { host: LOOPBACK, port: ports.intake },
    examples: path.resolve(import.meta.dirname, '../examples/mails'),
    duly: `http://${LOOPBACK}:${ports.api}/`,
  });
  started(() => mailbox.close());

  say('Starting the workers and the API …');
  const environment = {
    MAIL_AUTHENTICATION_SERVER: EXAMPLES_MAIL_SERVER,
    ...surroundings.environment,
    ...childEnvironment(config, ports, secrets),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    ...(temporal.ui !== undefined && { TEMPORAL_UI_URL: temporal.ui }),
  };
  const [workers, api] = [programs.workers, programs.api].map((program) => {
    const child = keepRunning(program, { environment, directory: state, say });
    started(child.stop);
    return child.ready;
  });
  const [, told] = await unlessAborted(Promise.all([workers, api]), signal);
  return { ports, privacyMailbox, tokens: apiReady.parse(told).tokens, temporalUi: temporal.ui };
}

function readPrivacyMailbox(file: string): string {
  if (!fs.existsSync(file)) throw new Error(`There is no organisation file at ${file}: set DULY_ORGANISATION.`);
  const read = organisation.safeParse(parse(fs.readFileSync(file, 'utf8')));
  if (read.success) return read.data.contact.privacyMailbox;
  throw new Error(`${file} names no contact.privacyMailbox: add the address to which people write.`);
}

async function choosePorts(config: LocalConfig, say: (sentence: string) => void): Promise<Ports> {
  const chosen = new Map<PortName, number>();
  for (const [name, wanted] of Object.entries(config.ports) as [PortName, number][]) {
    // Postgres may be running from a killed run, on the port it has; it is adopted with it.
    if (name === 'temporal' && config.temporalAddress !== undefined) continue;
    const port = await nextFreePort(wanted, new Set(chosen.values()));
    if (port !== wanted && name !== 'postgres') say(`Port ${wanted} is taken: using ${port} (${portNames[name]}).`);
    chosen.set(name, port);
  }
  return { ...config.ports, ...Object.fromEntries(chosen) };
}

async function openDatabase(
  config: LocalConfig,
  ports: Ports,
  secrets: Secrets,
  { started, say }: Surroundings,
): Promise<string> {
  if (config.databaseUrl !== undefined) {
    if (config.databaseOwnerUrl !== undefined) await migrate(config.databaseOwnerUrl);
    return config.databaseUrl;
  }
  const postgres = await startPostgres(path.join(config.state, 'postgres'), ports.postgres);
  started(postgres.stop);
  const wanted = config.ports.postgres;
  if (postgres.port !== wanted) say(`PostgreSQL listens on port ${postgres.port} instead of ${wanted}.`);
  say('Preparing the database …');
  const { ownerUrl, appUrl } = await prepareDatabase(postgres.url, secrets);
  await migrate(ownerUrl);
  return appUrl;
}

const findCli = ({ environment, say }: Surroundings): Promise<string> =>
  findTemporalCli(cliSourcesFrom(environment), say);

async function openTemporal(
  config: LocalConfig,
  ports: Ports,
  cli: string | undefined,
  { environment, started }: Surroundings,
): Promise<{ address: string; ui: string | undefined }> {
  if (cli === undefined) return { address: config.temporalAddress ?? '', ui: environment.TEMPORAL_UI_URL };
  const temporal = await startTemporal({
    cli,
    directory: config.state,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    codecEndpoint: `http://${LOOPBACK}:${ports.api}/codec`,
  });
  started(temporal.stop);
  return { address: temporal.address, ui: `http://${LOOPBACK}:${ports.temporalUi}` };
}

function childEnvironment(config: LocalConfig, ports: Ports, secrets: Secrets): NodeJS.ProcessEnv {
  return {
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    HOST: LOOPBACK,
    PORT: String(ports.api),
    DULY_PUBLIC_URL: `http://${LOOPBACK}:${ports.api}`,
    DULY_STATE: config.state,
    DULY_ORGANISATION: config.organisation,
    DULY_LOCAL_ISSUER: 'true',
    DULY_SERVER_KEY: secrets.serverKey,
    DULY_KEY_ENCRYPTION_KEYS: secrets.keyEncryptionKeys,
    SMTP_URL: `smtp://${LOOPBACK}:${ports.mail}`,
    INTAKE_SMTP_PORT: String(ports.intake),
    // The local mailbox knows at once; this is the time it may still be writing.
    SENT_SETTLE_SECONDS: '5',
    SENT_LOOKUP_URL: `http://${LOOPBACK}:${ports.mailbox}/messages`,
  };
}

/** Waits for both before it fails, so that nothing starts after everything was stopped. */
async function allOrNone<A, B>(both: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(both);
  return Promise.all(both);
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped while starting'));
    });
  });
  aborted.catch(() => undefined);
  return Promise.race([promise, aborted]);
}
