import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../database/migrate.js';
import { prepareDatabase } from '../../database/prepare.js';
import type { RolePasswords } from '../../database/prepare.js';
import { anyFreePort } from '../../local/ports.js';
import { startPostgres } from '../../local/postgres.js';
import { cliSourcesFrom, findTemporalCli } from '../../local/temporal-cli.js';
import { startTestTemporal } from '../../local/temporal.js';
import { bundleWorkflows } from '../../workers/workflow-bundle.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser's URL. A database per test file: `CREATE DATABASE … TEMPLATE duly_template`. */
    postgres: string;
    /** Address of a server that can let time pass. */
    temporal: string;
    /** Code of the workflow bundle, made once. */
    workflows: string;
  }
}

/** Every role of the test server has its own name as its password. */
const passwords: RolePasswords = {
  duly_owner: 'duly_owner',
  duly_app: 'duly_app',
  duly_pruner: 'duly_pruner',
  duly_vault: 'duly_vault',
};

/** What a crash would cost matters to nobody here. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-test-'));
  const stops: (() => Promise<void>)[] = [];
  const teardown = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
    fs.rmSync(directory, { recursive: true, force: true });
  };
  try {
    const cli = await findTemporalCli(cliSourcesFrom(process.env), warn);
    const temporal = startTestTemporal({ cli, directory });
    const settings = CARELESS.flatMap((setting) => ['-c', setting]);
    const postgres = await onFreePort((port) => startPostgres(path.join(directory, 'postgres'), port, settings));
    stops.push(() => postgres.stop());
    const { address, stop } = await temporal;
    stops.push(stop);
    await migrate((await prepareDatabase(postgres.url, passwords, 'duly_template')).ownerUrl);

    project.provide('postgres', postgres.url);
    project.provide('temporal', address);
    project.provide('workflows', await bundled());
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** A port that is free now may be taken by the time it is opened: Temporal takes several as it starts. */
async function onFreePort<T>(start: (port: number) => Promise<T>, attempts = 3): Promise<T> {
  try {
    return await start(await anyFreePort());
  } catch (error) {
    if (attempts === 1) throw error;
    return onFreePort(start, attempts - 1);
  }
}

/** Nothing to bundle as long as no kind of case is registered. */
async function bundled(): Promise<string> {
  const entry = path.resolve(import.meta.dirname, '../../workflows/index.ts');
  return fs.existsSync(entry) ? (await bundleWorkflows(new DefaultLogger('ERROR'))).code : '';
}

function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
