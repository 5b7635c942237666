import { readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger as TemporalLogger, WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createLogger } from '../telemetry/log.js';
import { stageAccessRecords } from '../database/access-staging.js';
import { raiseAlarm } from '../database/alarms.js';
import { createKeyDestructions } from '../database/key-destruction.js';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { listenForDestroyedKeys } from '../database/key-listener.js';
import { createKeys } from '../database/keys.js';
import { startSequencer } from '../database/ledger-sequencer.js';
import { noteOrganisation } from '../database/organisation-versions.js';
import { createOutbox } from '../database/outbox.js';
import { createPool } from '../database/pool.js';
import { purge } from '../database/purging.js';
import { isSameAddress } from '../domain/mail.js';
import type { Organisation } from '../domain/organisation.js';
import { createCaseDesk } from '../intake/case-desk.js';
import { createMailIntake } from '../intake/mail-intake.js';
import type { MailIntake } from '../intake/mail-intake.js';
import { createRegistrar } from '../intake/registrar.js';
import { startReceiver } from '../intake/smtp-receiver.js';
import { finishRegistrations, reviveMissing, tend } from '../intake/tending.js';
import { logNameOf } from '../ledger/log-name.js';
import { noteSigner } from '../ledger/note.js';
import { signingKeyFrom } from '../ledger/signing-key.js';
import { renderInformation, renderLetter, renderStaffLetter } from '../letters/render.js';
import { readOrganisation } from '../organisation/read.js';
import { readProcessingRecords } from '../organisation/processing-records.js';
import { caseCodec, workerCodec } from '../temporal/codec.js';
import { connectClient, connectWorker, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { registerSearchAttributes } from '../temporal/search-attributes.js';
import { ringBell } from './bell.js';
import { createCaseWorkers } from './case-worker.js';
import type { WorkerConfig } from './config.js';
import { realOutside } from './outside.js';
import { bundleWorkflows } from './workflow-bundle.js';

export interface StartedWorkers {
  readonly stopped: Promise<void>;
  readonly stop: () => void;
}

/** Every worker of one machine: cases, letters, the ledger's sequencer, and what looks after registrations and keys. */
export async function startWorkers(config: WorkerConfig): Promise<StartedWorkers> {
  const logger = createLogger(config.LOG_LEVEL);
  const report = (error: unknown): void => {
    logger.error({ err: error }, 'a piece of work failed and is tried again');
  };
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
  const pool = createPool(config.DATABASE_URL, report, 20);
  const now = () => new Date().toISOString();
  const keys = createKeys({ pool, keks: parseKeyEncryptionKeys(config.DULY_KEY_ENCRYPTION_KEYS), now });
  const listener = await listenForDestroyedKeys(config.DATABASE_URL, keys, report);
  const organisation = await readOrganisation(config.DULY_ORGANISATION);
  const processingRecords = await readProcessingRecords(config.DULY_PROCESSING_RECORDS, organisation);
  const writer = { letter: renderLetter, staffLetter: renderStaffLetter, information: renderInformation };
  const outside = realOutside(config, { pool, keys, organisation, processingRecords, writer });

  await noteOrganisation(pool, organisation, now());

  const settings = temporalSettings(config.environment);
  const { namespace } = settings;
  const alarm = ({ code, caseId }: { readonly code: string; readonly caseId: string | undefined }): void => {
    logger.warn({ code, caseId }, 'a message that Duly did not seal');
    raiseAlarm(pool, 'MessageForged', caseId).catch(report);
  };
  const connection = await connectWorker(settings);
  const workers = await createCaseWorkers({
    connection,
    namespace,
    dataConverter: dataConverter(workerCodec(keys, { namespace, alarm })),
    workflowBundle: await workflowBundle(config),
    outside,
    casesQueue: config.DULY_CASES_QUEUE,
  });
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace })));
  await registerSearchAttributes(client.connection, namespace).catch((error: unknown) => {
    logger.warn({ err: error }, 'search attributes could not be registered: create them in the namespace by hand');
  });
  const desk = createCaseDesk({ client, pool, keys, taskQueue: config.DULY_CASES_QUEUE });
  const registrar = createRegistrar(pool, keys, organisation);
  const signer = noteSigner(logNameOf(organisation), config.DULY_LEDGER_KEY ?? signingKeyFrom(config.DULY_SERVER_KEY));
  const sequencer = startSequencer({ pool, signer, report });
  const destructions = createKeyDestructions({ pool, keys, backupRetentionDays: config.DULY_BACKUP_DAYS });
  const intake = createMailIntake({
    ...{ pool, keys, desk, registrar, organisation, now, outbox: createOutbox(pool) },
    serverKey: config.DULY_SERVER_KEY,
    authenticationServer: config.MAIL_AUTHENTICATION_SERVER,
  });
  const receiver = await receiverFor(config, organisation, intake, logger);
  const tendings = [
    tend(1_000, () => intake.process(), report),
    tend(2_000, () => finishRegistrations({ pool, client, desk, registrar, now: () => Date.now() }), report),
    tend(60_000, () => reviveMissing({ pool, client, desk }), report),
    tend(60_000, () => destructions.destroyDueKeys(now()), report),
    tend(20_000, () => stageAccessRecords(pool, new Date()), report),
    tend(5_000, () => ringBell(pool, organisation, outside.post), report),
    tend(6 * 60 * 60_000, () => purge(pool, new Date()), report),
  ];

  const running = workers.map((worker) => worker.run());
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const stopped = Promise.all(running).then(async () => {
    await receiver?.close();
    await Promise.all([...tendings.map((tending) => tending.stop()), sequencer.stop(), listener.close()]);
    outside.carrier.close();
    await Promise.all([connection.close(), client.connection.close()]);
    await pool.end();
  });
  return { stopped, stop };
}

/** Where our mail server hands on what people write to the privacy mailbox. */
async function receiverFor(
  config: WorkerConfig,
  organisation: Organisation,
  intake: MailIntake,
  logger: Logger,
): Promise<Awaited<ReturnType<typeof startReceiver>> | undefined> {
  if (config.INTAKE_SMTP_PORT === undefined) return undefined;
  const { privacyMailbox } = organisation.contact;
  return startReceiver({
    host: config.INTAKE_SMTP_HOST,
    port: config.INTAKE_SMTP_PORT,
    accepts: (recipient) => isSameAddress(recipient, privacyMailbox),
    deliver: (mail) => intake.take(mail),
    report: (event, cause) => {
      if (event !== 'taken') logger.warn({ event, err: cause }, 'a mail was not taken');
    },
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
