import { readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger as TemporalLogger, Worker, WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import { raiseAlarm, raiseAlarmOnce } from '../database/alarms.js';
import { noteOrganisation } from '../database/organisation-versions.js';
import { createLogger } from '../telemetry/log.js';
import { workerCodec } from '../temporal/codec.js';
import type { ForgeryAlarm } from '../temporal/codec.js';
import { connectWorker } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { isLeftToOwner, registerSearchAttributes } from '../temporal/search-attributes.js';
import { createCaseWorkers } from './case-worker.js';
import type { WorkerConfig } from './config.js';
import { openMailDoor } from './mail-door.js';
import { openParts } from './parts.js';
import type { WorkerParts } from './parts.js';
import { startTendings } from './tendings.js';
import { bundleWorkflows } from './workflow-bundle.js';

export interface StartedWorkers {
  readonly stopped: Promise<void>;
  readonly stop: () => void;
}

/** Every worker of one machine, and what tends them. */
export async function startWorkers(config: WorkerConfig): Promise<StartedWorkers> {
  const logger = createLogger(config.LOG_LEVEL);
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
  const parts = await openParts(config, logger);
  await noteOrganisation(parts.pool, parts.organisation, new Date().toISOString());
  await makeSearchable(parts);
  const connection = await connectWorker(parts.settings);
  const workers = await createCaseWorkers({
    connection,
    namespace: parts.settings.namespace,
    dataConverter: dataConverter(await workerCodec(parts.keys, { ...parts.settings, alarm: alarmOf(parts) })),
    workflowBundle: await workflowBundle(config),
    outside: parts.outside,
    casesQueue: config.DULY_CASES_QUEUE,
    workStuck: (caseId) => raiseAlarmOnce(parts.pool, 'WorkStuck', [caseId]),
  });
  const door = await openMailDoor(config, parts.organisation, parts.intake, logger);
  const tendings = startTendings(parts);

  const stopped = Promise.all(workers.map((worker) => worker.run())).then(async () => {
    await door.close();
    await tendings.stop();
    await connection.close();
    await parts.close();
  });
  const stop = (): void => {
    for (const worker of workers) shutDown(worker);
  };
  return { stopped, stop };
}

function shutDown(worker: Worker): void {
  if (worker.getState() === 'RUNNING') worker.shutdown();
}

/** A message that Duly did not seal was dropped; somebody must hear of it. */
function alarmOf({ logger, pool, report }: WorkerParts): (alarm: ForgeryAlarm) => void {
  return ({ code, caseId }) => {
    logger.warn({ code, caseId }, 'a message that Duly did not seal');
    raiseAlarm(pool, 'MessageForged', caseId === undefined ? [] : [caseId]).catch(report);
  };
}

/** Some clusters let nobody but their owner do this. No case runs without them, so what may pass is tried again by a new start. */
async function makeSearchable({ client, settings, logger }: WorkerParts): Promise<void> {
  await registerSearchAttributes(client.connection, settings.namespace).catch((error: unknown) => {
    if (!isLeftToOwner(error)) throw error;
    logger.warn({ err: error }, 'search attributes could not be registered: create them in the namespace by hand');
  });
}

async function workflowBundle({ DULY_WORKFLOW_BUNDLE: file }: WorkerConfig): Promise<WorkflowBundleOption> {
  return file === undefined
    ? await bundleWorkflows(new DefaultLogger('ERROR'))
    : { code: await readFile(file, 'utf8') };
}

/** The SDK's own words go through the same scrubber as ours. */
function temporalLogger(logger: Logger): TemporalLogger {
  return new DefaultLogger('WARN', ({ level, message, meta }) => {
    const say = level === 'ERROR' ? 'error' : 'warn';
    logger[say]({ ...meta }, message);
  });
}
