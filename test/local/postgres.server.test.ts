import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { anyFreePort } from '../../local/ports.js';
import { startPostgres } from '../../local/postgres.js';
import type { LocalPostgres } from '../../local/postgres.js';
import { isAlive } from '../../local/processes.js';

let home: string;
let directory: string;
const servers: LocalPostgres[] = [];

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-postgres-'));
  directory = path.join(home, 'postgres');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

async function start(port?: number): Promise<LocalPostgres> {
  const server = await startPostgres(directory, port ?? (await anyFreePort()));
  servers.push(server);
  return server;
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(query);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

async function ended(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
}

test('a first start makes a cluster in UTF-8 that only passwords open', async () => {
  const { url, port } = await start();

  expect(await ask(url, 'SHOW server_encoding')).toBe('UTF8');
  expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  await expect(ask(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(/password/);
  expect(fs.statSync(`${directory}.password`).mode & 0o777).toBe(0o600);
});

test('a second start finds the rows of the first', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();

  const second = await start();

  expect(second.adopted).toBe(false);
  expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
});

test('a database server killed with -9 comes back with every row it acknowledged', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(first.pid, 'SIGKILL');
  await ended(first.pid);

  const second = await start();

  expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
});

test('a database server that outlived its supervisor is adopted, with the port it has', async () => {
  const first = await start();

  const second = await start();

  expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
});

test('a first start that was interrupted leaves nothing that a later one trips over', async () => {
  const half = `${directory}.new-aborted`;
  fs.mkdirSync(half);
  fs.writeFileSync(path.join(half, 'PG_VERSION'), '18\n');

  const { url } = await start();

  expect(await ask(url, 'SELECT 1')).toBe(1);
  expect(fs.existsSync(half)).toBe(false);
});

test('a pid file whose number went to another program does not stop the database from starting', async () => {
  const first = await start();
  await first.stop();
  fs.writeFileSync(
    path.join(directory, 'postmaster.pid'),
    `${process.pid}\n${directory}\n0\n1\n\n127.0.0.1\n0\nready\n`,
  );

  const second = await start();

  expect(second.adopted).toBe(false);
});

test.runIf(process.getuid?.() === 0)(
  'root without user namespaces runs the database below a private home',
  async () => {
    const programs = path.join(home, 'bin');
    fs.mkdirSync(programs);
    for (const name of ['setpriv', 'id', 'chown']) fs.symlinkSync(`/usr/bin/${name}`, path.join(programs, name));
    vi.stubEnv('PATH', programs);

    const first = await start();
    await first.stop();
    vi.unstubAllEnvs();
    const second = await start();

    expect(fs.statSync(home).mode & 0o077).toBe(0);
    expect(fs.statSync(directory).uid).not.toBe(0);
    expect(await ask(second.url, 'SELECT 1')).toBe(1);
  },
);

test('a taken database port is said in one error that carries the server log', async () => {
  const first = await start();
  directory = path.join(home, 'other');

  await expect(start(first.port)).rejects.toThrow(
    /PostgreSQL ended .* on port \d+: [^]*could not create listen socket/,
  );
});
