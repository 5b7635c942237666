import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { listenForDestroyedKeys } from '../database/key-listener.js';
import { createKeys } from '../database/keys.js';
import type { CaseKeys } from '../database/keys.js';
import { createOutsideControllers } from '../database/outside-controllers.js';
import { createOutbox } from '../database/outbox.js';
import { createPool } from '../database/pool.js';
import type { Pool } from '../database/pool.js';
import type { Organisation } from '../domain/organisation.js';
import { createCaseDesks } from '../intake/case-desk.js';
import type { CaseDesks } from '../intake/case-desk.js';
import { createControllerNotices } from '../intake/controller-notices.js';
import { createMailIntake } from '../intake/mail-intake.js';
import type { MailIntake } from '../intake/mail-intake.js';
import { createRegistrar } from '../intake/registrar.js';
import type { Registrar } from '../intake/registrar.js';
import { shippedWriter } from '../letters/render.js';
import { readProcessingRecords } from '../organisation/processing-records.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import type { TemporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import type { WorkerConfig } from './config.js';
import type { Outside } from './case-worker.js';
import { realOutside } from './outside.js';

/** Everything that workers and what tends them stand on. */
export interface WorkerParts {
  readonly config: WorkerConfig;
  readonly logger: Logger;
  readonly report: (error: unknown) => void;
  readonly settings: TemporalSettings;
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly outside: Outside;
  readonly client: Client;
  readonly desks: CaseDesks;
  readonly registrar: Registrar;
  readonly intake: MailIntake;
  close(): Promise<void>;
}

export async function openParts(config: WorkerConfig, logger: Logger): Promise<WorkerParts> {
  const report = (error: unknown): void => {
    logger.error({ err: error }, 'a piece of work failed and is tried again');
  };
  const now = () => new Date().toISOString();
  const pool = createPool(config.DATABASE_URL, report, 20);
  const keys = createKeys({ pool, keks: parseKeyEncryptionKeys(config.DULY_KEY_ENCRYPTION_KEYS), now });
  const listener = await listenForDestroyedKeys(config.DATABASE_URL, keys, report);
  const organisation = await readOrganisation(config.DULY_ORGANISATION);
  const processingRecords = await readProcessingRecords(config.DULY_PROCESSING_RECORDS, organisation);
  const writer = shippedWriter();
  const outside = realOutside(config, { pool, keys, organisation, processingRecords, writer });
  const settings = temporalSettings(config.environment);
  const client = connectClient(settings, dataConverter(caseCodec(keys, settings)));
  const desks = createCaseDesks({ client, pool, keys, taskQueue: config.DULY_CASES_QUEUE });
  const controllers = createOutsideControllers(pool, config.DULY_SERVER_KEY, organisation.controllers);
  const controllerNotices = createControllerNotices({
    ...{ pool, keys, organisation, controllers, desk: desks['controller-notice'] },
    serverKey: config.DULY_SERVER_KEY,
  });
  const registrar = createRegistrar({ pool, keys, organisation, serverKey: config.DULY_SERVER_KEY, now });
  const intake = createMailIntake({
    ...{
      pool,
      keys,
      desk: desks['subject-request'],
      noticeDesk: desks['controller-notice'],
      breachDesk: desks.breach,
      registrar,
      organisation,
      now,
      outbox: createOutbox(pool),
    },
    serverKey: config.DULY_SERVER_KEY,
    authenticationServer: config.MAIL_AUTHENTICATION_SERVER,
  });
  return {
    outside: { ...outside, controllerNotices },
    ...{ config, logger, report, settings, pool, keys, organisation, client, desks, registrar, intake },
    async close() {
      outside.carrier.close();
      await Promise.all([listener.close(), client.connection.close()]);
      await pool.end();
    },
  };
}
