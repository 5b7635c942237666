import { z } from 'zod';
import { CASES_QUEUE } from '../domain/queues.js';

const url = z.url({ protocol: /^postgres(ql)?$/ });
const migration = z.object({ DATABASE_OWNER_URL: url });
const keys = z.object({
  DATABASE_URL: url,
  DULY_KEY_ENCRYPTION_KEYS: z.string().min(1),
  DULY_CASES_QUEUE: z
    .string()
    .regex(/cases$/, 'ends in cases')
    .default(CASES_QUEUE),
});
const intake = keys.extend({
  DULY_SERVER_KEY: z.base64url().transform((text) => Buffer.from(text, 'base64url')),
  DULY_ORGANISATION: z.string().min(1).default('examples/organisation.yaml'),
});

export type MigrationConfig = Readonly<z.infer<typeof migration>>;
export type KeysConfig = Readonly<z.infer<typeof keys>> & { readonly environment: NodeJS.ProcessEnv };
export type IntakeConfig = Readonly<z.infer<typeof intake>> & { readonly environment: NodeJS.ProcessEnv };

export function readMigrationConfig(environment: NodeJS.ProcessEnv = process.env): MigrationConfig {
  return read(migration, environment);
}

/** For what opens the keys of cases. */
export function readKeysConfig(environment: NodeJS.ProcessEnv = process.env): KeysConfig {
  return { ...read(keys, environment), environment };
}

/** For what opens cases. */
export function readIntakeConfig(environment: NodeJS.ProcessEnv = process.env): IntakeConfig {
  return { ...read(intake, environment), environment };
}

/** Names what is missing; shows no value, for it may be a secret. */
function read<T>(variables: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const found = variables.safeParse(set);
  if (found.success) return Object.freeze(found.data);
  const reasons = found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The configuration is not complete. ${reasons.join('; ')}.`);
}
