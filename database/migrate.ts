import path from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

const MIGRATION_LOCK = 7_070_001;

/** Brings the schema up to date; processes that start together wait for each other. Forward only. */
export async function migrate(ownerUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await runner({
      dbClient: client,
      dir: path.join(import.meta.dirname, '../migrations'),
      direction: 'up',
      migrationsTable: 'migration',
      migrationsSchema: 'duly',
      createMigrationsSchema: true,
      noLock: true,
      log: () => undefined,
    });
    return done.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
