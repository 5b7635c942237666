import { z } from 'zod';

const url = z.url({ protocol: /^postgres(ql)?$/ });
const migration = z.object({ DATABASE_OWNER_URL: url });
const keys = z.object({ DATABASE_URL: url, DULY_KEY_ENCRYPTION_KEYS: z.string().min(1) });

export type MigrationConfig = Readonly<z.infer<typeof migration>>;
export type KeysConfig = Readonly<z.infer<typeof keys>> & { readonly environment: NodeJS.ProcessEnv };

export function readMigrationConfig(environment: NodeJS.ProcessEnv = process.env): MigrationConfig {
  return read(migration, environment);
}

/** For what opens the keys of cases. */
export function readKeysConfig(environment: NodeJS.ProcessEnv = process.env): KeysConfig {
  return { ...read(keys, environment), environment };
}

/** Names what is missing; shows no value, for it may be a secret. */
function read<T>(variables: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const found = variables.safeParse(set);
  if (found.success) return Object.freeze(found.data);
  const reasons = found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The configuration is not complete. ${reasons.join('; ')}.`);
}
