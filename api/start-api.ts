import type { AddressInfo } from 'node:net';
import { createLogger } from '../telemetry/log.js';
import { createApp } from './app.js';
import { createProvider, accessTokenRules } from './auth/provider.js';
import { tokenVerifier } from './auth/bearer.js';
import { identifier } from './auth/identity.js';
import type { FindPerson } from './auth/identity.js';
import { createLocalIssuer } from './auth/local-issuer.js';
import type { LocalIssuer } from './auth/local-issuer.js';
import { codeFlow } from './auth/oidc.js';
import { createSessions } from './auth/sessions.js';
import { offerSignIn, signInRoutes } from './auth/sign-in.js';
import type { SignIn } from './auth/sign-in.js';
import type { ApiConfig } from './config.js';
import { createQuestions } from './idempotency.js';
import { publicLimit } from './rate-limits.js';
import type { Mount } from './route.js';
import { codecMount } from './routes/codec-mount.js';
import { deadlineRoutes } from './routes/deadlines.js';
import { documentRoutes } from './routes/documents.js';
import { keyRoutes } from './routes/keys.js';
import { ledgerRoutes } from './routes/ledger.js';
import { subjectRequestRoutes } from './routes/subject-requests.js';
import { recordAccess } from '../database/access-records.js';
import { createQuestionStore } from '../database/idempotency.js';
import { createKeyDestructions } from '../database/key-destruction.js';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { listenForDestroyedKeys } from '../database/key-listener.js';
import { createKeys } from '../database/keys.js';
import { createPool } from '../database/pool.js';
import { createSignInStore } from '../database/sessions.js';
import type { SignInStore } from '../database/sessions.js';
import type { Role } from '../domain/actor.js';
import { civilDateIn } from '../domain/civil-date.js';
import { mayActAs, personOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import { roles } from '../domain/actor.js';
import { createCaseDesk } from '../intake/case-desk.js';
import { createRegistrar } from '../intake/registrar.js';
import { logNameOf } from '../ledger/log-name.js';
import { noteSigner } from '../ledger/note.js';
import { signingKeyFrom } from '../ledger/signing-key.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec, readingCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';

export interface StartedApi {
  readonly port: number;
  /** One per person of the organisation file; of the local issuer only. */
  readonly tokens: readonly {
    readonly role: string;
    readonly id: string;
    readonly token: string;
    readonly signInUrl: string;
  }[];
  stop(): Promise<void>;
}

const TOKEN_MINUTES = 8 * 60;

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
  const desk = createCaseDesk({ client, pool, keys });
  const steps = { desk, pool, keys, organisation, now };

  const mounts: readonly Mount[] = [
    signInRoutes(sign),
    deadlineRoutes(),
    subjectRequestRoutes({
      ...steps,
      registrar: createRegistrar(pool, keys, organisation),
      questions: createQuestions(createQuestionStore(pool), config.serverKey),
      log: { name: signer.name, vkey: signer.vkey },
    }),
    documentRoutes({ pool, keys, now }),
    keyRoutes({ destructions: createKeyDestructions({ pool, keys, backupRetentionDays: 35 }), organisation, now }),
    ledgerRoutes({ pool }),
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
    recordAccess: (record) => recordAccess(pool, record),
    now,
    mounts,
  });

  const server = app.listen(config.port, config.host);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    port: (server.address() as AddressInfo).port,
    tokens: issuer === undefined ? [] : await tokensFor(organisation, issuer, store, config.publicUrl, now()),
    async stop() {
      server.closeIdleConnections();
      await new Promise((resolve) => {
        server.close(resolve);
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      });
      await Promise.all([listener.close(), client.connection.close()]);
      await pool.end();
    },
  };
}

type SignInParts = SignIn & { readonly verify: ReturnType<typeof tokenVerifier> };

async function signInFor(
  config: ApiConfig,
  organisation: Organisation,
  store: SignInStore,
  now: () => Date,
): Promise<{ readonly sign: SignInParts; readonly issuer?: LocalIssuer }> {
  const { publicUrl, signIn } = config;
  const identify = identifier(findPerson(organisation), config.serverKey);
  const services = { identify, isRevoked: (hash: string) => store.isRevoked(hash), now };
  const common = { store, sessions: createSessions(store, publicUrl, now), publicUrl, now, limit: publicLimit(30) };
  if (signIn === 'local') {
    const issuer = await createLocalIssuer(config.state, config.host);
    const verify = tokenVerifier(issuer.rules, services);
    return { sign: { ...common, verify, verifyLocal: verify }, issuer };
  }
  const provider = createProvider(signIn.issuer);
  const client = {
    clientId: signIn.clientId,
    redirectUri: new URL('/sign-in/callback', publicUrl).href,
    ...(signIn.clientSecret !== undefined && { clientSecret: signIn.clientSecret }),
  };
  const verify = tokenVerifier(accessTokenRules(provider, signIn.audience), services);
  return { sign: { ...common, verify, oidc: { flow: codeFlow(provider, client, config.serverKey, now), identify } } };
}

/** A person's own roles, and on this day those of the people they stand in for. */
function findPerson(organisation: Organisation): FindPerson {
  return (subject, at) => {
    const person = personOf(organisation, subject);
    if (person === undefined) return undefined;
    const on = civilDateIn(at.toISOString(), organisation.controllersInHouse[0]?.timeZone ?? 'UTC');
    const standsInFor = roles.filter(
      (role) => !isOwn(person.roles, role) && mayActAs(organisation, person.id, role, on),
    );
    return { id: person.id, roles: person.roles, standsInFor };
  };
}

function isOwn(own: readonly Role[], role: Role): boolean {
  return own.includes(role);
}

async function tokensFor(
  organisation: Organisation,
  issuer: LocalIssuer,
  store: SignInStore,
  publicUrl: URL,
  at: Date,
): Promise<StartedApi['tokens']> {
  const expiresAt = new Date(at.getTime() + TOKEN_MINUTES * 60_000);
  const service = { id: 'local-service', roles: ['service'] as const };
  return Promise.all(
    [...organisation.people, service].map(async ({ id, roles: held }) => {
      const signIn = new URL('/sign-in', publicUrl);
      signIn.searchParams.set('token', await offerSignIn(store, { id, roles: held }, expiresAt));
      return { role: held.join(', '), id, token: await issuer.mint({ id, roles: held }, at), signInUrl: signIn.href };
    }),
  );
}
