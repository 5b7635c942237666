import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { drillPager } from '../activities/paging/pagers.js';
import { createCaseRecords } from '../database/case-records.js';
import { createIdentityResults } from '../database/identity-results.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { createKeys } from '../database/keys.js';
import { migrate } from '../database/migrate.js';
import { createPool } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import { prepareDatabase } from '../database/prepare.js';
import type { PreparedDatabase } from '../database/prepare.js';
import { createRequestDesk } from '../intake/case-desk.js';
import type { CaseDesk } from '../intake/case-desk.js';
import { createRegistrar } from '../intake/registrar.js';
import type { Registrar } from '../intake/registrar.js';
import type { Organisation } from '../domain/organisation.js';
import { anyFreePort } from '../local/ports.js';
import { startPostgres } from '../local/postgres.js';
import { cliSourcesFrom, findTemporalCli } from '../local/temporal-cli.js';
import { startTestTemporal } from '../local/temporal.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec, workerCodec } from '../temporal/codec.js';
import { connectClient } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { listingDesk } from '../test/support/listing-desk.js';
import { createCaseWorkers } from '../workers/case-worker.js';
import { bundleWorkflows } from '../workers/workflow-bundle.js';
import { createAnnouncements } from './announcements.js';
import type { Announcements } from './announcements.js';
import type { BareActivities } from './bare-case.js';

export const BARE_QUEUE = 'bare';
const organisationFile = fileURLToPath(new URL('../examples/organisation.yaml', import.meta.url));
/** No benchmark has controllers to tell. */
const none = (): Promise<number> => Promise.resolve(0);
const noNotices = { open: none, inform: none, close: none };
const noNotifier = {
  send: () => Promise.resolve({ outcome: 'unresolved' as const, why: 'ChannelUnknown' as const, documents: [] }),
};
const noWaves = { send: () => Promise.resolve({ sent: 0, refused: 0, unknown: 0 }) };

const namespace = 'default';

/** One server of each kind, on which cases and bare workflows run side by side. */
export interface House {
  readonly client: Client;
  /** Without our codec. */
  readonly bareClient: Client;
  readonly desk: CaseDesk;
  readonly registrar: Registrar;
  readonly organisation: Organisation;
  readonly pool: Pool;
  readonly announcements: Announcements;
  /** What a process is given by its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  emptyDatabase(name: string): Promise<PreparedDatabase>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-bench-'));
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const cli = await findTemporalCli(cliSourcesFrom(process.env), console.error);
  const [postgres, temporal] = await Promise.all([
    startPostgres(path.join(directory, 'postgres'), await anyFreePort()),
    startTestTemporal({ cli, directory }),
  ]);
  const passwords = { duly_owner: 'owner', duly_app: 'app', duly_pruner: 'pruner', duly_vault: 'vault' };
  const emptyDatabase = async (name: string): Promise<PreparedDatabase> => {
    const prepared = await prepareDatabase(postgres.url, passwords, name);
    await migrate(prepared.ownerUrl);
    return prepared;
  };
  const { appUrl } = await emptyDatabase('duly');
  const keyEncryptionKeys = mintKeyEncryptionKey('2026-11');
  const pool = createPool(appUrl, console.error, 20);
  const keys = createKeys({
    pool,
    keks: parseKeyEncryptionKeys(keyEncryptionKeys),
    now: () => new Date().toISOString(),
  });
  const settings = { namespace, connectionOptions: { address: temporal.address } };
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace })));
  const bareClient = connectClient(settings, {});
  const announcements = createAnnouncements();
  const connection = await NativeConnection.connect({ address: temporal.address });
  const records = createCaseRecords({ pool, keys });
  const workers = [
    ...(await createCaseWorkers({
      connection,
      namespace,
      dataConverter: dataConverter(await workerCodec(keys, { namespace, alarm: () => undefined })),
      workflowBundle: await bundleWorkflows(new DefaultLogger('ERROR')),
      workStuck: () => Promise.resolve(),
      outside: {
        records: {
          async record(caseId, transition) {
            const there = await records.record(caseId, transition);
            if (transition.entries.some(({ fact }) => fact.type === 'answerSent')) announcements.announce(caseId);
            return there;
          },
        },
        identityResults: createIdentityResults(pool),
        desk: listingDesk([]),
        post: () => Promise.resolve('sent'),
        staffPost: () => Promise.resolve('sent'),
        drillPost: () => Promise.resolve('sent'),
        pager: drillPager,
        drillPager,
        controllerNotices: noNotices,
        waves: noWaves,
        notifier: noNotifier,
        announcerFor: () => undefined,
      },
    })),
    ...(await bareWorkers(connection, announcements)),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  const organisation = await readOrganisation(organisationFile);
  return {
    ...{ client, bareClient, pool, announcements, organisation, directory, emptyDatabase },
    desk: createRequestDesk({ client, pool, keys }),
    registrar: createRegistrar({
      ...{ pool, keys, organisation, serverKey: randomBytes(32) },
      now: () => new Date().toISOString(),
    }),
    environment: {
      DATABASE_URL: appUrl,
      TEMPORAL_ADDRESS: temporal.address,
      DULY_KEY_ENCRYPTION_KEYS: keyEncryptionKeys,
      DULY_SERVER_KEY: randomBytes(32).toString('base64url'),
      DULY_ORGANISATION: organisationFile,
      DULY_STATE: directory,
      DULY_LOCAL_ISSUER: 'true',
      DULY_RATE_PER_TOKEN: '1000000',
      LOG_LEVEL: 'silent',
    },
    async close() {
      for (const worker of workers) worker.shutdown();
      await running;
      await Promise.all([connection.close(), client.connection.close(), bareClient.connection.close()]);
      await pool.end();
      await Promise.all([postgres.stop(), temporal.stop()]);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function bareWorkers(connection: NativeConnection, announcements: Announcements): Promise<readonly Worker[]> {
  const nothing = (): Promise<void> => Promise.resolve();
  const finish = (id: string): Promise<void> => {
    announcements.announce(id);
    return nothing();
  };
  const activities: BareActivities = { note: nothing, carry: nothing, finish };
  const workflowsPath = fileURLToPath(new URL('bare-case.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const common = { connection, namespace, activities: { ...activities } };
  return Promise.all([
    Worker.create({ ...common, taskQueue: BARE_QUEUE, workflowBundle, maxCachedWorkflows: 2_000 }),
    Worker.create({ ...common, taskQueue: `${BARE_QUEUE}-mail`, maxConcurrentActivityTaskExecutions: 20 }),
  ]);
}
