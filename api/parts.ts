import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { createQuestionStore } from '../database/idempotency.js';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { listenForDestroyedKeys } from '../database/key-listener.js';
import { createKeys } from '../database/keys.js';
import { createOutsideControllers } from '../database/outside-controllers.js';
import type { OutsideControllers } from '../database/outside-controllers.js';
import { createPool } from '../database/pool.js';
import { createBreachRegistrar } from '../intake/breach-registrar.js';
import type { BreachRegistrar } from '../intake/breach-registrar.js';
import { createCaseDesks } from '../intake/case-desk.js';
import type { BreachDesk, NoticeDesk } from '../intake/case-desk.js';
import { createFurtherRights } from '../intake/further-rights.js';
import { createRegistrar } from '../intake/registrar.js';
import type { EvidenceFile } from '../ledger/evidence.js';
import { logNameOf } from '../ledger/log-name.js';
import { noteSigner } from '../ledger/note.js';
import { signingKeyFrom } from '../ledger/signing-key.js';
import { createLinks } from '../letters/links.js';
import { readProcessingRecords } from '../organisation/processing-records.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { createLogger } from '../telemetry/log.js';
import type { ApiConfig } from './config.js';
import { createQuestions } from './idempotency.js';
import { startPulse } from './live.js';
import type { Pulse } from './live.js';
import { createPages } from './pages.js';
import type { Pages } from './pages.js';
import type { PortalServices } from './portal-services.js';

/** Everything that routes and pages stand on. */
export interface ApiParts extends PortalServices {
  readonly breachDesk: BreachDesk;
  readonly noticeDesk: NoticeDesk;
  readonly controllers: OutsideControllers;
  readonly breachRegistrar: BreachRegistrar;
  readonly config: ApiConfig;
  readonly version: string;
  readonly logger: Logger;
  readonly client: Client;
  readonly namespace: string;
  readonly log: EvidenceFile['log'];
  readonly pages: Pages;
  readonly pulse: Pulse;
  close(): Promise<void>;
}

export async function openParts(config: ApiConfig, environment: NodeJS.ProcessEnv, version: string): Promise<ApiParts> {
  const logger = createLogger(config.logLevel);
  const report = (error: unknown): void => {
    logger.error({ err: error }, 'a connection broke and is made again');
  };
  const now = () => new Date();
  const pool = createPool(config.databaseUrl, report, 20);
  const keks = parseKeyEncryptionKeys(config.keyEncryptionKeys);
  const keys = createKeys({ pool, keks, now: () => now().toISOString() });
  const listener = await listenForDestroyedKeys(config.databaseUrl, keys, report);
  const organisation = await readOrganisation(config.organisation);
  const settings = temporalSettings(environment);
  const { namespace } = settings;
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace })));
  const { name, vkey } = noteSigner(logNameOf(organisation), config.ledgerKey ?? signingKeyFrom(config.serverKey));
  const pulse = startPulse(pool, report);
  const { serverKey } = config;
  const desks = createCaseDesks({ client, pool, keys, taskQueue: config.casesQueue });
  const desk = desks['subject-request'];
  const registering = { pool, keys, organisation, serverKey, now: () => now().toISOString() };
  const registrar = createRegistrar(registering);
  return {
    ...{ config, version, logger, pool, keys, organisation, client, namespace, pulse, now },
    log: { name, vkey },
    ...{
      desk,
      registrar,
      breachDesk: desks.breach,
      noticeDesk: desks['controller-notice'],
      breachRegistrar: createBreachRegistrar(registering),
    },
    furtherRights: createFurtherRights({ pool, keys, desk, registrar, organisation, serverKey }),
    controllers: createOutsideControllers(pool, serverKey, organisation.controllers),
    questions: createQuestions(createQuestionStore(pool), serverKey),
    links: createLinks(config.publicUrl.href, serverKey),
    processingRecords: await readProcessingRecords(config.processingRecords, organisation),
    pages: createPages(),
    async close() {
      await Promise.all([listener.close(), pulse.stop(), client.connection.close()]);
      await pool.end();
    },
  };
}
