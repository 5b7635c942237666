import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { drillPager } from '../../activities/paging/pagers.js';
import { createCaseRecords } from '../../database/case-records.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import { createIdentityResults } from '../../database/identity-results.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys } from '../../database/keys.js';
import type { CaseKeys } from '../../database/keys.js';
import { createPool, inTransaction } from '../../database/pool.js';
import type { Pool } from '../../database/pool.js';
import type { CaseRecords } from '../../domain/ports/case-records.js';
import type { LetterCarrier } from '../../domain/ports/letter-carrier.js';
import type { Registration } from '../../domain/subject-request.js';
import { createCaseDesks } from '../../intake/case-desk.js';
import type { CaseDesk, CaseDesks } from '../../intake/case-desk.js';
import { caseCodec, workerCodec } from '../../temporal/codec.js';
import type { ForgeryAlarm } from '../../temporal/codec.js';
import { connectClient } from '../../temporal/connection.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { createCaseWorkers } from '../../workers/case-worker.js';
import type { Outside } from '../../workers/case-worker.js';
import { subjectRequestWorkflowId } from '../../workflows/subject-request.contract.js';
import { aRegistration, operator } from './builders.js';
import { testNotices } from './notices.js';
import { taking, testWaves } from './waves.js';
import { createTestDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { fastForward } from './fast-forward.js';
import { listingDesk } from './listing-desk.js';
import type { SentLetter } from './listing-desk.js';

/** Everything a running case needs, on real servers, with letters that go into a list. */
export interface TestCases {
  readonly database: TestDatabase;
  readonly keys: CaseKeys;
  /** As a process gets it from its environment. */
  readonly keyEncryptionKeys: string;
  readonly client: Client;
  readonly desk: CaseDesk;
  readonly desks: CaseDesks;
  readonly casesQueue: string;
  readonly letters: SentLetter[];
  readonly forgeries: ForgeryAlarm[];
  /** Replaceable by a test: what becomes of the next letters. */
  post: Outside['post'];
  /** Replaceable by a test: what carries the letters of a wave. */
  carrier: LetterCarrier;
  /** Replaceable by a test: who carries notifications to an authority. */
  notifier: Outside['notifier'];
  /** Replaceable by a test: who brings statements to which place. */
  announcerFor: Outside['announcerFor'];
  /** Replaceable by a test: how facts are put on record. */
  record: CaseRecords['record'];
  open(overrides?: Partial<Registration>): Promise<string>;
  read(caseId: string): Promise<ReadRequest>;
  factsOf(caseId: string): Promise<readonly string[]>;
  forward(caseId: string, by: Parameters<typeof fastForward>[2]): Promise<void>;
  /** Resolves once the case has a fact of this type. */
  until(caseId: string, type: string, times?: number): Promise<void>;
  startWorkers(bundle?: string): Promise<void>;
  stopWorkers(): Promise<void>;
  /** Leaves the cases without anybody who carries letters. */
  stopMailWorker(): void;
  close(): Promise<void>;
}

const namespace = 'default';

export interface CasesOptions {
  /** The way to Postgres that workers and desk take; what a test reads, it reads directly. */
  readonly way?: (appUrl: string) => string;
  readonly keyEncryptionKeys?: string;
  readonly bundle?: string;
  /** Real letters in place of listed ones. */
  readonly letterDesk?: (pool: Pool, keys: CaseKeys) => Outside['desk'];
}

export async function startCases(options: CasesOptions = {}): Promise<TestCases> {
  const database = await createTestDatabase();
  const pool = options.way === undefined ? database.pool : createPool(options.way(database.appUrl), () => undefined);
  const now = (): string => new Date().toISOString();
  const keyEncryptionKeys = options.keyEncryptionKeys ?? mintKeyEncryptionKey('2026-11');
  const keks = parseKeyEncryptionKeys(keyEncryptionKeys);
  const keys = createKeys({ pool, keks, now });
  const settings = { namespace, connectionOptions: { address: inject('temporal') } };
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace })));
  const casesQueue = `${randomUUID()}-cases`;
  const desks = createCaseDesks({ client, pool, keys, taskQueue: casesQueue });
  const desk = desks['subject-request'];
  const records = createCaseRecords({ pool, keys });
  const letters: SentLetter[] = [];
  const letterDesk = options.letterDesk?.(pool, keys) ?? listingDesk(letters);
  const forgeries: ForgeryAlarm[] = [];
  let connection: NativeConnection | undefined;
  let workers: readonly Worker[] = [];
  let running: Promise<unknown> = Promise.resolve();

  const cases: TestCases = {
    database,
    keys,
    keyEncryptionKeys,
    client,
    desk,
    desks,
    casesQueue,
    letters,
    forgeries,
    post: () => Promise.resolve('sent'),
    carrier: taking,
    notifier: { send: () => Promise.reject(new Error('a test that sends says by whom')) },
    announcerFor: () => undefined,
    record: (caseId, transition) => records.record(caseId, transition),
    async open(overrides = {}) {
      const caseId = randomBytes(13).toString('hex');
      await inTransaction(pool, (transaction) => keys.create(transaction, caseId));
      const reference = `S-2026-${caseId.slice(0, 6)}`;
      const registration = aRegistration({ receivedAt: now(), reference, ...overrides });
      await desk.open(caseId, { by: operator, registration });
      return caseId;
    },
    async read(caseId) {
      const read = await readRequest(database.pool, keys, caseId);
      if (read === undefined) throw new Error(`no facts of ${caseId}`);
      return read;
    },
    factsOf: async (caseId) => (await cases.read(caseId)).entries.map(({ fact }) => fact.type),
    forward: (caseId, by) => fastForward(client, subjectRequestWorkflowId(caseId), by),
    async until(caseId, type, times = 1) {
      await untilTrue(async () => (await cases.factsOf(caseId)).filter((found) => found === type).length >= times);
    },
    async startWorkers(bundle = options.bundle ?? inject('workflows')) {
      connection = await NativeConnection.connect({ address: inject('temporal') });
      const outside: Outside = {
        records: { record: (caseId, transition) => cases.record(caseId, transition) },
        identityResults: createIdentityResults(pool),
        desk: letterDesk,
        post: (letter, signal) => cases.post(letter, signal),
        staffPost: (letter, signal) => cases.post(letter, signal),
        drillPost: () => Promise.resolve('sent'),
        pager: drillPager,
        drillPager,
        controllerNotices: await testNotices({ pool, keys, desk: desks['controller-notice'] }),
        notifier: { send: (caseId, dispatch, signal) => cases.notifier.send(caseId, dispatch, signal) },
        announcerFor: (place, drill) => cases.announcerFor(place, drill),
        waves: await testWaves({
          ...{ pool, keys },
          carrier: { carry: (letter, signal) => cases.carrier.carry(letter, signal) },
        }),
      };
      const alarm = (forgery: ForgeryAlarm): number => forgeries.push(forgery);
      workers = await createCaseWorkers({
        connection,
        namespace,
        dataConverter: dataConverter(await workerCodec(keys, { namespace, alarm })),
        workflowBundle: { code: bundle },
        outside,
        casesQueue,
        workStuck: () => Promise.resolve(),
      });
      running = Promise.all(workers.map((worker) => worker.run()));
    },
    stopMailWorker() {
      workers[1]?.shutdown();
    },
    async stopWorkers() {
      const stopping = workers;
      workers = [];
      for (const worker of stopping) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection?.close();
    },
    async close() {
      if (workers.length > 0) await cases.stopWorkers();
      await client.connection.close();
      if (pool !== database.pool) await pool.end();
      await database.drop();
    },
  };
  await cases.startWorkers();
  return cases;
}

/** Polls a condition of the outside; a test waits for what it needs, never for time. */
export async function untilTrue(isTrue: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error('what the test waits for did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
