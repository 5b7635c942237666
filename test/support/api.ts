import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../api/app.js';
import type { AppDependencies } from '../../api/app.js';
import { tokenVerifier } from '../../api/auth/bearer.js';
import { identifier } from '../../api/auth/identity.js';
import type { Person } from '../../api/auth/identity.js';
import { createLocalIssuer } from '../../api/auth/local-issuer.js';
import { createSessions } from '../../api/auth/sessions.js';
import { signInRoutes } from '../../api/auth/sign-in.js';
import { createLogger } from '../../telemetry/log.js';
import { publicLimit } from '../../api/rate-limits.js';
import type { Mount } from '../../api/route.js';
import type { AccessRecord } from '../../database/access-records.js';
import type { QuestionStore } from '../../database/idempotency.js';
import type { Session, SignedIn, SignInStore } from '../../database/sessions.js';
import { roles } from '../../domain/actor.js';
import type { Role } from '../../domain/actor.js';

const house = { organisation: 'Example Cloud BV', version: '0.0.0' };

export const testServerKey = Buffer.alloc(32, 7);

/** One person per role, called by it: `operator-1`. */
export const staff: readonly Person[] = roles.map((role) => ({ id: `${role}-1`, roles: [role] }));

export interface ApiSettings {
  readonly mounts?: readonly Mount[];
  readonly people?: readonly Person[];
  readonly store?: SignInStore;
  /** Where the issuer's key is kept; a new place by default. */
  readonly state?: string;
  readonly signInsPerMinute?: number;
  readonly now?: () => Date;
  readonly change?: Partial<AppDependencies>;
}

export interface Asking {
  readonly as?: Role;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
}

export interface TestApi {
  readonly url: URL;
  readonly store: SignInStore;
  /** Everything that was logged, one JSON line each. */
  readonly logged: string[];
  readonly records: AccessRecord[];
  tokenFor(role: Role): Promise<string>;
  ask(method: string, path: string, asking?: Asking): Promise<Response>;
  close(): Promise<void>;
}

/** The real app with its real sign-in on a free port; what it keeps is kept in memory unless a store is given. */
export async function startApi(settings: ApiSettings = {}): Promise<TestApi> {
  const { now = () => new Date(), store = signInsInMemory(), people = staff } = settings;
  const state = settings.state ?? (await mkdtemp(path.join(tmpdir(), 'duly-api-')));
  const issuer = await createLocalIssuer(state, '127.0.0.1');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);

  const identify = identifier((subject) => people.find(({ id }) => id === subject), testServerKey);
  const verify = tokenVerifier(issuer.rules, { identify, isRevoked: (hash) => store.isRevoked(hash), now });
  const sessions = createSessions(store, url, now);
  const limit = publicLimit(settings.signInsPerMinute ?? 1_000);
  const logged: string[] = [];
  const records: AccessRecord[] = [];
  const app = createApp({
    publicUrl: url,
    house,
    authentication: { verify, sessions, publicOrigin: url.origin },
    logger: createLogger('info', { write: (line: string) => logged.push(line) }),
    trustedProxies: 0,
    rateLimits: { perToken: 100_000, perAddress: 100_000 },
    healthChecks: {},
    recordAccess: (record) => Promise.resolve(void records.push(record)),
    now,
    mounts: [
      signInRoutes({ house, store, sessions, publicUrl: url, now, limit, verifyLocal: verify }),
      ...(settings.mounts ?? []),
    ],
    ...settings.change,
  });
  server.on('request', app);

  const tokenFor = (role: Role) => issuer.mint({ id: `${role}-1`, roles: [role] }, now());
  return {
    url,
    store,
    logged,
    records,
    tokenFor,
    async ask(method, address, { as, headers, body } = {}) {
      return fetch(new URL(address, url), {
        method,
        redirect: 'manual',
        headers: {
          ...(as && { authorization: `Bearer ${await tokenFor(as)}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(state, { recursive: true });
    },
  };
}

/** Runs `use` against an app of its own. */
export async function withApi(settings: ApiSettings, use: (api: TestApi) => Promise<void>): Promise<void> {
  const api = await startApi(settings);
  try {
    await use(api);
  } finally {
    await api.close();
  }
}

export function signInsInMemory(): SignInStore {
  const offered = new Map<string, Session>();
  const sessions = new Map<string, Session>();
  const revoked = new Set<string>();
  return {
    offer: (hash, who: SignedIn, expiresAt) => Promise.resolve(void offered.set(hash, { ...who, expiresAt })),
    redeem(hash, at) {
      const found = offered.get(hash);
      offered.delete(hash);
      return Promise.resolve(found && found.expiresAt > at ? { id: found.id, roles: found.roles } : undefined);
    },
    open: (hash, who: SignedIn, expiresAt) => {
      sessions.set(hash, { id: who.id, roles: who.roles, expiresAt });
      return Promise.resolve();
    },
    find(hash, at) {
      const found = sessions.get(hash);
      return Promise.resolve(found && found.expiresAt > at ? found : undefined);
    },
    close: (hash) => Promise.resolve(void sessions.delete(hash)),
    closeAllOf(actorId) {
      for (const [hash, { id }] of sessions) if (id === actorId) sessions.delete(hash);
      return Promise.resolve();
    },
    revokeToken: (hash) => Promise.resolve(void revoked.add(hash)),
    isRevoked: (hash) => Promise.resolve(revoked.has(hash)),
    purge: () => Promise.resolve(),
  };
}

export function questionsInMemory(): QuestionStore {
  const known = new Map<string, { readonly bodyHash: string; readonly answer: unknown }>();
  return {
    remember({ keyHash, bodyHash }) {
      const kept = known.get(keyHash) ?? { bodyHash, answer: undefined };
      known.set(keyHash, kept);
      return Promise.resolve(kept);
    },
    answered(keyHash, answer) {
      const kept = known.get(keyHash);
      if (kept !== undefined) known.set(keyHash, { ...kept, answer });
      return Promise.resolve();
    },
    purgeBefore: () => Promise.resolve(0),
  };
}
