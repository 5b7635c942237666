import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../telemetry/log.js';
import { createApp, routesOf } from './app.js';
import { signInRoutes } from './auth/sign-in.js';
import { signInFor, tokensFor } from './auth/sign-in-for.js';
import type { LocalToken } from './auth/sign-in-for.js';
import type { ApiConfig } from './config.js';
import { publicLimit } from './rate-limits.js';
import { createQuestions } from './idempotency.js';
import type { Mount, Route } from './route.js';
import { startPulse } from './live.js';
import { mailSource, pageServices } from './page-services.js';
import { portalServices, takeDown } from './portal-services.js';
import { createPages, framedProblemPage } from './pages.js';
import { assetRoutes } from './routes/assets.js';
import { casePageRoutes } from './routes/case-pages.js';
import { codecMount } from './routes/codec-mount.js';
import { deadlineRoutes } from './routes/deadlines.js';
import { documentRoutes } from './routes/documents.js';
import { keyRoutes } from './routes/keys.js';
import { ledgerRoutes } from './routes/ledger.js';
import { newCaseRoutes } from './routes/new-case.js';
import { operationsRoutes } from './routes/operations.js';
import { portalRoutes } from './routes/portal.js';
import { subjectRequestRoutes } from './routes/subject-requests.js';
import { recordAccess } from '../database/access-records.js';
import type { AccessRecord } from '../database/access-records.js';
import { createQuestionStore } from '../database/idempotency.js';
import { createKeyDestructions } from '../database/key-destruction.js';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { listenForDestroyedKeys } from '../database/key-listener.js';
import { createKeys } from '../database/keys.js';
import { createPool } from '../database/pool.js';
import { createSignInStore } from '../database/sessions.js';
import { createCaseDesk } from '../intake/case-desk.js';
import { createRegistrar } from '../intake/registrar.js';
import { logNameOf } from '../ledger/log-name.js';
import { noteSigner } from '../ledger/note.js';
import { signingKeyFrom } from '../ledger/signing-key.js';
import { createLinks } from '../letters/links.js';
import { readProcessingRecords } from '../organisation/processing-records.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec, readingCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';

export interface StartedApi {
  readonly port: number;
  /** One per person of the organisation file; of the local issuer only. */
  readonly tokens: readonly LocalToken[];
  /** Every address, for whoever walks them. */
  readonly routes: readonly Route[];
  stop(): Promise<void>;
}

export async function startApi(
  config: ApiConfig,
  environment: NodeJS.ProcessEnv,
  version: string,
): Promise<StartedApi> {
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
  const store = createSignInStore(pool);
  const { sign, issuer } = await signInFor(config, organisation, store, now);
  const signer = noteSigner(logNameOf(organisation), environment.DULY_LEDGER_KEY ?? signingKeyFrom(config.serverKey));
  const desk = createCaseDesk({ client, pool, keys, taskQueue: config.casesQueue });
  const steps = { desk, pool, keys, organisation, now };
  const questions = createQuestions(createQuestionStore(pool), config.serverKey);
  const registrar = createRegistrar(pool, keys, organisation);
  const links = createLinks(config.publicUrl.href, config.serverKey);
  const processingRecords = await readProcessingRecords(config.processingRecords, organisation);
  const services = { ...steps, questions, links, processingRecords, registrar };
  const newNonce = (): string => randomUUID();
  const pages = createPages();
  const pulse = startPulse(pool, report);
  const shown = { pages, pulse, organisation: () => organisation, version, now };
  const noted = (record: AccessRecord): Promise<void> => recordAccess(pool, record);

  const mounts: readonly Mount[] = [
    signInRoutes(sign),
    deadlineRoutes(),
    subjectRequestRoutes({
      ...steps,
      registrar,
      questions,
      log: { name: signer.name, vkey: signer.vkey },
    }),
    documentRoutes({ pool, keys, now }),
    keyRoutes({ destructions: createKeyDestructions({ pool, keys, backupRetentionDays: 35 }), organisation, now }),
    ledgerRoutes({ pool }),
    assetRoutes(),
    operationsRoutes({ ...shown, db: pool, sources: (since) => mailSource(pool, since) }),
    casePageRoutes({ ...shown, ...pageServices(services), newNonce, recordAccess: noted }),
    newCaseRoutes({ ...shown, newNonce, openCase: takeDown(services) }),
    portalRoutes({ ...shown, ...portalServices(services), newNonce, limit: publicLimit(60) }),
    codecMount({ pool, codec: readingCodec(keys, { namespace }), uiOrigin: config.temporalUiUrl?.origin, now }),
  ];
  const app = createApp({
    publicUrl: config.publicUrl,
    version,
    authentication: {
      verify: sign.verify,
      sessions: sign.sessions,
      publicOrigin: config.publicUrl.origin,
      temporalUiOrigin: config.temporalUiUrl?.origin,
    },
    logger,
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    healthChecks: {
      postgres: () => pool.query('SELECT 1'),
      temporal: () => client.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({})),
    },
    recordAccess: noted,
    now,
    mounts,
    problemPage: framedProblemPage(pages),
  });

  const server = app.listen(config.port, config.host);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    port: (server.address() as AddressInfo).port,
    routes: routesOf(mounts),
    tokens: issuer === undefined ? [] : await tokensFor(organisation, issuer, store, config.publicUrl, now()),
    async stop() {
      server.closeIdleConnections();
      await new Promise((resolve) => {
        server.close(resolve);
        setTimeout(() => {
          server.closeAllConnections();
        }, 5_000).unref();
      });
      await Promise.all([listener.close(), pulse.stop(), client.connection.close()]);
      await pool.end();
    },
  };
}
