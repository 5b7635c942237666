import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { inject } from 'vitest';
import { createAnnouncers } from '../../activities/announcing/announcers.js';
import { createNotifier, drillEndpoint } from '../../activities/notifications/notifier.js';
import type { Post } from '../../activities/letters/post.js';
import { createLetterDesk } from '../../activities/letters/letter-desk.js';
import { drillPager } from '../../activities/paging/pagers.js';
import { readConfig } from '../../api/config.js';
import type { Route } from '../../api/route.js';
import { startApi } from '../../api/start-api.js';
import { createCaseRecords } from '../../database/case-records.js';
import { createIdentityResults } from '../../database/identity-results.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys } from '../../database/keys.js';
import { sequence } from '../../database/ledger-sequencer.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { logNameOf } from '../../ledger/log-name.js';
import { noteSigner } from '../../ledger/note.js';
import { signingKeyFrom } from '../../ledger/signing-key.js';
import { createLinks } from '../../letters/links.js';
import { shippedWriter } from '../../letters/render.js';
import { readProcessingRecords } from '../../organisation/processing-records.js';
import { readOrganisation } from '../../organisation/read.js';
import { createCaseDesks } from '../../intake/case-desk.js';
import { connectClient } from '../../temporal/connection.js';
import { caseCodec, workerCodec } from '../../temporal/codec.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { createCaseWorkers } from '../../workers/case-worker.js';
import { untilTrue } from './cases.js';
import { testNotices } from './notices.js';
import { testWaves } from './waves.js';
import { createTestDatabase } from './database.js';
import type { TestDatabase } from './database.js';

export interface SystemAsking {
  /** `id` of a person of the example organisation; nobody: not signed in. */
  readonly as?: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The real API on real servers with a real worker; letters are really composed and end in a list. */
export interface TestSystem {
  readonly url: URL;
  readonly database: TestDatabase;
  readonly letters: OutgoingLetter[];
  readonly routes: readonly Route[];
  ask(method: string, address: string, asking?: SystemAsking): Promise<Response>;
  /** The same, read as JSON; the status must be as expected. */
  json(status: number, method: string, address: string, asking?: SystemAsking): Promise<Record<string, unknown>>;
  tokenOf(id: string): string;
  signInUrl(id: string): string;
  until(caseId: string, fact: string): Promise<void>;
  /** Gives every staged leaf its place. */
  sequence(): Promise<void>;
  close(): Promise<void>;
}

export interface SystemOptions {
  /** Says what the organisation file says; the example without it. */
  readonly organisation?: (example: string) => string;
  /** What becomes of notifications that leave by mail; taken without it. */
  readonly authorityPost?: Post;
}

const exampleFile = 'examples/organisation.yaml';
const recordsFile = 'examples/processing-records.json';

export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const database = await createTestDatabase();
  const { pool } = database;
  const state = await mkdtemp(path.join(os.tmpdir(), 'duly-system-'));
  const organisationFile = path.join(state, 'organisation.yaml');
  const example = await readFile(exampleFile, 'utf8');
  await writeFile(organisationFile, options.organisation?.(example) ?? example);
  const serverKey = randomBytes(32);
  const keyEncryptionKeys = mintKeyEncryptionKey('2026-11');
  const casesQueue = `${randomUUID()}-cases`;
  const environment = {
    PORT: '0',
    DATABASE_URL: database.appUrl,
    DULY_STATE: state,
    DULY_ORGANISATION: organisationFile,
    DULY_SERVER_KEY: serverKey.toString('base64url'),
    DULY_KEY_ENCRYPTION_KEYS: keyEncryptionKeys,
    DULY_LOCAL_ISSUER: 'true',
    DULY_CASES_QUEUE: casesQueue,
    DULY_RATE_PER_TOKEN: '1000000',
    DULY_RATE_PER_ADDRESS: '1000000',
    TEMPORAL_ADDRESS: inject('temporal'),
    TEMPORAL_NAMESPACE: 'default',
    LOG_LEVEL: 'silent',
  };
  const api = await startApi(readConfig(environment), environment, '0.0.0-test');
  const organisation = await readOrganisation(organisationFile);

  const keys = createKeys({
    pool,
    keks: parseKeyEncryptionKeys(keyEncryptionKeys),
    now: () => new Date().toISOString(),
  });
  const client = connectClient(
    { namespace: 'default', connectionOptions: { address: inject('temporal') } },
    dataConverter(caseCodec(keys, { namespace: 'default' })),
  );
  const desks = createCaseDesks({ client, pool, keys, taskQueue: casesQueue });
  const letters: OutgoingLetter[] = [];
  const keep = (letter: OutgoingLetter) => {
    letters.push(letter);
    return Promise.resolve('sent' as const);
  };
  const nowText = () => new Date().toISOString();
  const connection = await NativeConnection.connect({ address: inject('temporal') });
  const workers = await createCaseWorkers({
    connection,
    namespace: 'default',
    dataConverter: dataConverter(await workerCodec(keys, { namespace: 'default', alarm: () => undefined })),
    workflowBundle: { code: inject('workflows') },
    casesQueue,
    workStuck: () => Promise.resolve(),
    outside: {
      records: createCaseRecords({ pool, keys }),
      identityResults: createIdentityResults(pool),
      desk: createLetterDesk({
        pool,
        keys,
        organisation,
        processingRecords: await readProcessingRecords(recordsFile, organisation),
        links: createLinks(`http://127.0.0.1:${String(api.port)}`, serverKey),
        writer: shippedWriter(),
        now: () => new Date().toISOString(),
      }),
      post: keep,
      staffPost: keep,
      drillPost: keep,
      pager: drillPager,
      drillPager,
      notifier: createNotifier({
        ...{ pool, keys, organisation, drillPost: keep, endpoints: new Map() },
        post: options.authorityPost ?? keep,
        ...{ drillEndpoint: drillEndpoint(nowText), now: nowText },
      }),
      announcerFor: createAnnouncers(organisation, { post: keep, drillPost: keep }),
      controllerNotices: await testNotices({ pool, keys, desk: desks['controller-notice'], serverKey }),
      waves: await testWaves({
        ...{ pool, keys },
        carrier: { carry: async (letter) => ({ outcome: await keep(letter), response: '250' }) },
      }),
    },
  });
  const running = Promise.all(workers.map((worker) => worker.run()));

  const url = new URL(`http://127.0.0.1:${String(api.port)}`);
  const personOf = (id: string) => {
    const person = api.tokens.find((token) => token.id === id);
    if (person === undefined) throw new Error(`nobody is called ${id}`);
    return person;
  };
  const ask: TestSystem['ask'] = (method, address, { as, body, key, headers } = {}) =>
    fetch(new URL(address, url), {
      method,
      redirect: 'manual',
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${personOf(as).token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': key ?? randomUUID() }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    url,
    database,
    letters,
    routes: api.routes,
    ask,
    async json(status, method, address, asking) {
      const answer = await ask(method, address, asking);
      const text = await answer.text();
      if (answer.status !== status) throw new Error(`${method} ${address}: ${String(answer.status)} ${text}`);
      return JSON.parse(text) as Record<string, unknown>;
    },
    tokenOf: (id) => personOf(id).token,
    signInUrl: (id) => {
      const given = new URL(personOf(id).signInUrl);
      return new URL(`${given.pathname}${given.search}`, url).href;
    },
    async until(caseId, fact) {
      await untilTrue(async () => {
        const { rowCount } = await pool.query('SELECT 1 FROM duly.fact WHERE case_id = $1 AND type = $2', [
          caseId,
          fact,
        ]);
        return rowCount !== 0;
      });
    },
    async sequence() {
      const signer = noteSigner(logNameOf(organisation), signingKeyFrom(serverKey));
      while ((await sequence(pool, signer)) > 0);
    },
    async close() {
      for (const worker of workers) worker.shutdown();
      await running;
      await connection.close();
      await client.connection.close();
      await api.stop();
      await database.drop();
      await rm(state, { recursive: true, force: true });
    },
  };
}
