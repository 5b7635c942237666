import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../database/migrate.js';
import { urlOf } from '../../database/prepare.js';
import { anyFreePort } from '../../local/ports.js';
import { startPostgres } from '../../local/postgres.js';
import { root } from './compose.js';

let directory: string;
let server: Awaited<ReturnType<typeof startPostgres>>;

/** As psql would, one statement at a time. */
async function runRoles(url: string): Promise<void> {
  const sql = fs
    .readFileSync(path.join(root, 'deploy/postgres/roles.sql'), 'utf8')
    .replace(/^--.*$/gm, '')
    .replace(/:'(\w+)'/g, (_, name: string) => `'${name}'`);
  for (const statement of sql.split(';').filter((text) => text.trim() !== '')) await ask(url, statement);
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-roles-'));
  server = await startPostgres(path.join(directory, 'postgres'), await anyFreePort());
  await runRoles(server.url);
});

afterAll(async () => {
  await server.stop();
  fs.rmSync(directory, { recursive: true, force: true });
});

test('roles.sql makes a database that duly_owner migrates and duly_app works in, and neither is a superuser', async () => {
  const app = urlOf(server.url, 'duly_app', 'app_password', 'duly');

  await migrate(urlOf(server.url, 'duly_owner', 'owner_password', 'duly'));

  expect(await ask(app, 'SELECT count(*)::int AS n FROM duly.board')).toEqual([{ n: 0 }]);
  await expect(ask(app, 'ALTER TABLE duly.fact ADD COLUMN x text')).rejects.toThrow('must be owner');
  await expect(ask(app, 'CREATE TABLE public.x (y text)')).rejects.toThrow('permission denied');
  expect(await ask(server.url, "SELECT rolname FROM pg_roles WHERE rolsuper AND rolname ~ 'duly|temporal'")).toEqual(
    [],
  );
});

test('the role of Temporal and the roles of Duly cannot open each other’s databases', async () => {
  const denied = 'permission denied for database';

  await expect(ask(urlOf(server.url, 'temporal', 'temporal_password', 'duly'), 'SELECT 1')).rejects.toThrow(denied);
  await expect(ask(urlOf(server.url, 'duly_app', 'app_password', 'temporal'), 'SELECT 1')).rejects.toThrow(denied);
});
