import { z } from 'zod';
import { CASES_QUEUE } from '../domain/queues.js';
import { isLoopback, isProtected } from './auth/loopback.js';

const SERVER_KEY_BYTES = 32;

const variables = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7070),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DULY_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DULY_STATE: z.string().min(1).default('.duly'),
  DULY_SERVER_KEY: z
    .base64url()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((key) => key.length === SERVER_KEY_BYTES, 'takes 32 bytes in base64url'),
  DULY_KEY_ENCRYPTION_KEYS: z.string().min(1),
  DULY_LEDGER_KEY: z.string().min(1).optional(),
  DULY_BACKUP_DAYS: z.coerce.number().int().min(0).max(3650).default(35),
  DULY_ORGANISATION: z.string().min(1).default('examples/organisation.yaml'),
  DULY_PROCESSING_RECORDS: z.string().min(1).default('examples/processing-records.json'),
  DULY_LOCAL_ISSUER: z.stringbool().default(false),
  DULY_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  DULY_RATE_PER_TOKEN: z.coerce.number().int().positive().default(1_200),
  DULY_RATE_PER_ADDRESS: z.coerce.number().int().positive().default(300),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  DULY_CASES_QUEUE: z
    .string()
    .regex(/cases$/, 'ends in cases')
    .default(CASES_QUEUE),
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
type Variables = z.infer<typeof variables>;

export interface OidcConfig {
  readonly issuer: string;
  /** Of access tokens for the API. */
  readonly audience: string;
  /** Of ID tokens for the pages. */
  readonly clientId: string;
  readonly clientSecret?: string;
}

export interface ApiConfig {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly publicUrl: URL;
  readonly state: string;
  readonly serverKey: Uint8Array;
  readonly keyEncryptionKeys: string;
  /** PEM; without it the key derived from the server key. */
  readonly ledgerKey?: string;
  /** How long a backup may still hold a destroyed key. */
  readonly backupDays: number;
  readonly organisation: string;
  readonly processingRecords: string;
  readonly signIn: 'local' | OidcConfig;
  readonly casesQueue: string;
  readonly trustedProxies: number;
  readonly rateLimits: { readonly perToken: number; readonly perAddress: number };
  readonly temporalUiUrl?: URL;
  readonly logLevel: Variables['LOG_LEVEL'];
}

/** Reads the environment once. What is missing or wrong stops the start and is named; values are never shown. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): ApiConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = variables.safeParse(set);
  if (!read.success) throw misconfigured(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const signIn = signInOf(read.data);
  const publicUrl = new URL(read.data.DULY_PUBLIC_URL ?? `http://${hostIn(read.data.HOST)}:${String(read.data.PORT)}`);
  return Object.freeze({
    host: read.data.HOST,
    port: read.data.PORT,
    databaseUrl: read.data.DATABASE_URL,
    publicUrl: safe(publicUrl),
    state: read.data.DULY_STATE,
    serverKey: read.data.DULY_SERVER_KEY,
    keyEncryptionKeys: read.data.DULY_KEY_ENCRYPTION_KEYS,
    ...(read.data.DULY_LEDGER_KEY !== undefined && { ledgerKey: read.data.DULY_LEDGER_KEY }),
    backupDays: read.data.DULY_BACKUP_DAYS,
    organisation: read.data.DULY_ORGANISATION,
    processingRecords: read.data.DULY_PROCESSING_RECORDS,
    signIn,
    casesQueue: read.data.DULY_CASES_QUEUE,
    trustedProxies: read.data.DULY_TRUST_PROXY,
    rateLimits: { perToken: read.data.DULY_RATE_PER_TOKEN, perAddress: read.data.DULY_RATE_PER_ADDRESS },
    ...(read.data.TEMPORAL_UI_URL !== undefined && { temporalUiUrl: new URL(read.data.TEMPORAL_UI_URL) }),
    logLevel: read.data.LOG_LEVEL,
  });
}

function signInOf(read: Variables): 'local' | OidcConfig {
  if (read.DULY_LOCAL_ISSUER) {
    if (!isLoopback(read.HOST)) throw misconfigured(['DULY_LOCAL_ISSUER: works only with HOST on loopback']);
    return 'local';
  }
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret } = read;
  if (issuer === undefined) throw misconfigured(['OIDC_ISSUER: set it, or DULY_LOCAL_ISSUER=true on this machine']);
  if (audience === undefined) throw misconfigured(['OIDC_AUDIENCE: names this API in access tokens']);
  if (clientId === undefined) throw misconfigured(['OIDC_CLIENT_ID: names the pages at the identity provider']);
  // Otherwise an ID token, which says who someone is, would pass for an access token, which says what they may do.
  if (audience === clientId) throw misconfigured(['OIDC_AUDIENCE: must differ from OIDC_CLIENT_ID']);
  safe(new URL(issuer), 'OIDC_ISSUER');
  return { issuer, audience, clientId, ...(secret !== undefined && { clientSecret: secret }) };
}

/** Cookies and tokens travel to this address. */
function safe(url: URL, name = 'DULY_PUBLIC_URL'): URL {
  if (!isProtected(url)) throw misconfigured([`${name}: takes https, or http on loopback`]);
  return url;
}

function hostIn(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function misconfigured(reasons: readonly string[]): Error {
  return new Error(`The configuration is not complete. ${reasons.join('; ')}.`);
}

/** For what has its own variables: Temporal's connection. */
export function readEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
