import { z } from 'zod';
import { CASES_QUEUE } from '../domain/queues.js';

const variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DULY_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  DULY_SERVER_KEY: z.base64url().transform((text) => Buffer.from(text, 'base64url')),
  DULY_KEY_ENCRYPTION_KEYS: z.string().min(1),
  DULY_LEDGER_KEY: z.string().min(1).optional(),
  DULY_ORGANISATION: z.string().min(1).default('examples/organisation.yaml'),
  DULY_PROCESSING_RECORDS: z.string().min(1).default('examples/processing-records.json'),
  DULY_BACKUP_DAYS: z.coerce.number().int().min(0).max(3650).default(35),
  /** Another one keeps two installations on one Temporal apart; letters follow it. */
  DULY_CASES_QUEUE: z
    .string()
    .regex(/cases$/, 'ends in cases')
    .default(CASES_QUEUE),
  DULY_WORKFLOW_BUNDLE: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  SMTP_REQUIRE_TLS: z.stringbool().default(false),
  SENT_LOOKUP_URL: z.url({ protocol: /^https?$/ }).optional(),
  SENT_SETTLE_SECONDS: z.coerce.number().min(0).max(3600).default(120),
  INTAKE_SMTP_HOST: z.string().min(1).default('127.0.0.1'),
  INTAKE_SMTP_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  MAIL_AUTHENTICATION_SERVER: z.string().min(1).optional(),
  /** Letters of a wave, per second and worker process. */
  DULY_WAVE_PER_SECOND: z.coerce.number().min(0.1).max(10_000).default(20),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type WorkerConfig = Readonly<z.infer<typeof variables>> & { readonly environment: NodeJS.ProcessEnv };

/** Fails at start, naming every wrong variable, rather than later in the middle of a case. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = variables.safeParse(set);
  if (read.success) return Object.freeze({ ...read.data, environment });
  const reasons = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The configuration is not complete. ${reasons.join('; ')}.`);
}
