import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import { inject } from 'vitest';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { caseCodec, workerCodec, type ForgeryAlarm } from '../../temporal/codec.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { onlySealedInput } from '../../temporal/sealed-input.js';
import { bundleWorkflows } from '../../workers/workflow-bundle.js';
import { aCase, someKeys } from '../database/support/keys.js';
import { createTestDatabase } from '../support/database.js';
import { planting as activities } from './planting-activities.js';
import type { planting } from './workflows/planting.js';

const namespace = 'default';
const silent = new DefaultLogger('ERROR', () => undefined);

export interface Stage {
  readonly taskQueue: string;
  readonly alarms: ForgeryAlarm[];
}

interface Started {
  readonly caseId: string;
  readonly handle: WorkflowHandleWithFirstExecutionRunId<typeof planting>;
}

export interface Theatre {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly bundle: WorkflowBundle;
  /** Knows the keys, as the api does. */
  readonly client: Client;
  /** Merely reaches the engine and seals nothing; it reads answers only so that a test sees why it was refused. */
  readonly stranger: Client;
  /** A worker of its own for each test. Without a cache every task replays the whole history, as after a restart. */
  onStage<T>(work: (stage: Stage) => Promise<T>, maxCachedWorkflows?: number, workerKeys?: CaseKeys): Promise<T>;
  start(stage: Stage, name: string, more?: { again?: number; child?: string }): Promise<Started>;
  /** Of one run, the latest unless told. */
  historyOf(workflowId: string, runId?: string): Promise<string>;
  close(): Promise<void>;
}

export async function createTheatre(): Promise<Theatre> {
  const database = await createTestDatabase();
  const { pool } = database;
  const keys = someKeys(pool);
  const address = inject('temporal');
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const bundle = await bundleWorkflows(silent, path.join(import.meta.dirname, 'workflows/planting.ts'));
  const codec = caseCodec(keys, { namespace });
  const unsealed = { ...codec, encode: (payloads: Payload[]) => Promise.resolve(payloads) };
  const client = new Client({ connection, namespace, dataConverter: dataConverter(codec) });

  return {
    pool,
    keys,
    bundle,
    client,
    stranger: new Client({ connection, namespace, dataConverter: dataConverter(unsealed) }),
    onStage: async (work, maxCachedWorkflows = 100, workerKeys = keys) => {
      const stage: Stage = { taskQueue: randomUUID(), alarms: [] };
      const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue: stage.taskQueue,
        workflowBundle: bundle,
        activities,
        dataConverter: dataConverter(
          await workerCodec(workerKeys, { namespace, alarm: (alarm) => stage.alarms.push(alarm) }),
        ),
        interceptors: { activity: [onlySealedInput] },
        maxCachedWorkflows,
      });
      return worker.runUntil(work(stage));
    },
    start: async ({ taskQueue }, name, more = {}) => {
      const { caseId } = await aCase(pool, keys);
      const handle = await client.workflow.start<typeof planting>('planting', {
        workflowId: `subject-request/${caseId}`,
        taskQueue,
        args: [{ again: 0, ...more, name }],
        memo: { started: `${name} memo` },
        staticSummary: `${name} summary`,
        staticDetails: `${name} details`,
      });
      return { caseId, handle };
    },
    historyOf: async (workflowId, runId) =>
      historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory()),
    close: async () => {
      await native.close();
      await connection.close();
      await database.drop();
    },
  };
}
