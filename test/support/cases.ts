import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { createCaseRecords } from '../../database/case-records.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import { createIdentityResults } from '../../database/identity-results.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys } from '../../database/keys.js';
import type { CaseKeys } from '../../database/keys.js';
import { inTransaction } from '../../database/pool.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import type { LetterOrder } from '../../domain/subject-request.js';
import type { Registration } from '../../domain/subject-request.js';
import { createCaseDesk } from '../../intake/case-desk.js';
import type { CaseDesk } from '../../intake/case-desk.js';
import { caseCodec, workerCodec } from '../../temporal/codec.js';
import type { ForgeryAlarm } from '../../temporal/codec.js';
import { connectClient } from '../../temporal/connection.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { createCaseWorkers } from '../../workers/case-worker.js';
import type { Outside } from '../../workers/case-worker.js';
import { subjectRequestWorkflowId } from '../../workflows/subject-request.contract.js';
import { aRegistration, operator } from './builders.js';
import { createTestDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { fastForward } from './fast-forward.js';

/** Everything a running case needs, on real servers, with letters that go into a list. */
export interface TestCases {
  readonly database: TestDatabase;
  readonly keys: CaseKeys;
  readonly client: Client;
  readonly desk: CaseDesk;
  readonly casesQueue: string;
  readonly letters: SentLetter[];
  readonly forgeries: ForgeryAlarm[];
  /** Replaceable by a test: what becomes of the next letters. */
  post: Outside['post'];
  open(overrides?: Partial<Registration>): Promise<string>;
  read(caseId: string): Promise<ReadRequest>;
  factsOf(caseId: string): Promise<readonly string[]>;
  forward(caseId: string, by: Parameters<typeof fastForward>[2]): Promise<void>;
  /** Resolves once the case has a fact of this type. */
  until(caseId: string, type: string, times?: number): Promise<void>;
  startWorkers(): Promise<void>;
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

export interface SentLetter {
  readonly caseId: string;
  readonly key: string;
  readonly order: LetterOrder | { readonly alert: string };
}

const namespace = 'default';

export async function startCases(): Promise<TestCases> {
  const database = await createTestDatabase();
  const { pool } = database;
  const now = (): string => new Date().toISOString();
  const keks = parseKeyEncryptionKeys(mintKeyEncryptionKey('2026-11'));
  const keys = createKeys({ pool, keks, now });
  const settings = { namespace, connectionOptions: { address: inject('temporal') } };
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace })));
  const casesQueue = `${randomUUID()}-cases`;
  const desk = createCaseDesk({ client, pool, keys, taskQueue: casesQueue });
  const letters: SentLetter[] = [];
  const forgeries: ForgeryAlarm[] = [];
  let connection: NativeConnection | undefined;
  let workers: readonly Worker[] = [];
  let running: Promise<unknown> = Promise.resolve();

  const cases: TestCases = {
    database,
    keys,
    client,
    desk,
    casesQueue,
    letters,
    forgeries,
    post: () => Promise.resolve('sent'),
    async open(overrides = {}) {
      const caseId = randomBytes(13).toString('hex');
      await inTransaction(pool, (transaction) => keys.create(transaction, caseId));
      const reference = `S-2026-${caseId.slice(0, 6)}`;
      const registration = aRegistration({ receivedAt: now(), reference, ...overrides });
      await desk.open(caseId, { by: operator, registration });
      return caseId;
    },
    async read(caseId) {
      const read = await readRequest(pool, keys, caseId);
      if (read === undefined) throw new Error(`no facts of ${caseId}`);
      return read;
    },
    factsOf: async (caseId) => (await cases.read(caseId)).entries.map(({ fact }) => fact.type),
    forward: (caseId, by) => fastForward(client, subjectRequestWorkflowId(caseId), by),
    async until(caseId, type, times = 1) {
      await untilTrue(async () => (await cases.factsOf(caseId)).filter((found) => found === type).length >= times);
    },
    async startWorkers() {
      connection = await NativeConnection.connect({ address: inject('temporal') });
      const outside: Outside = {
        records: createCaseRecords({ pool, keys, activity: 'data-subject-requests' }),
        identityResults: createIdentityResults(pool),
        desk: listingDesk(letters),
        post: (letter, signal) => cases.post(letter, signal),
        drillPost: () => Promise.resolve('sent'),
      };
      const alarm = (forgery: ForgeryAlarm): number => forgeries.push(forgery);
      workers = await createCaseWorkers({
        connection,
        namespace,
        dataConverter: dataConverter(workerCodec(keys, { namespace, alarm })),
        workflowBundle: { code: inject('workflows') },
        outside,
        casesQueue,
      });
      running = Promise.all(workers.map((worker) => worker.run()));
    },
    async stopWorkers() {
      for (const worker of workers) worker.shutdown();
      await running;
      await connection?.close();
      workers = [];
    },
    async close() {
      if (workers.length > 0) await cases.stopWorkers();
      await client.connection.close();
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

function listingDesk(letters: SentLetter[]): Outside['desk'] {
  const letterFor = (caseId: string, key: string): OutgoingLetter => ({
    key,
    caseId,
    messageId: `<${caseId}.${key}@example.org>`,
    to: { address: 'ilse@example.com' },
    from: { address: 'privacy@example.org' },
    subject: '',
    text: '',
    language: 'en',
    date: '2026-03-03T09:00:00.000Z',
    boundary: key,
  });
  return {
    compose(caseId, key, order) {
      letters.push({ caseId, key, order });
      return Promise.resolve({ documentId: key, letter: letterFor(caseId, key) });
    },
    composeAlert(caseId, key, order) {
      letters.push({ caseId, key, order });
      return Promise.resolve([letterFor(caseId, key)]);
    },
  };
}
