import { migrate } from '../database/migrate.js';
import { readMigrationConfig } from './config.js';
import type { ExitCode, Output } from './output.js';

/** `duly migrate`: signs in as the owner of the schema, which no other process does. */
export async function migrateDatabase(output: Output): Promise<ExitCode> {
  const done = await migrate(readMigrationConfig().DATABASE_OWNER_URL);
  for (const name of done) output.say(`done  ${name}`);
  output.say(done.length === 0 ? 'The schema was up to date.' : 'The schema is up to date.');
  return 0;
}
