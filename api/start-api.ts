import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { recordAccess } from '../database/access-records.js';
import { createSignInStore } from '../database/sessions.js';
import { createApp, routesOf } from './app.js';
import { signInRoutes } from './auth/sign-in.js';
import { signInFor, tokensFor } from './auth/sign-in-for.js';
import type { LocalToken, SignInParts } from './auth/sign-in-for.js';
import type { ApiConfig } from './config.js';
import { mountsOf } from './mounts.js';
import { framedProblemPage } from './pages.js';
import { openParts } from './parts.js';
import type { ApiParts } from './parts.js';
import type { House } from './plain-page.js';
import type { Mount, Route } from './route.js';

export interface StartedApi {
  readonly port: number;
  /** One per person of the organisation file; of the local issuer only. */
  readonly tokens: readonly LocalToken[];
  /** Every address, for whoever walks them. */
  readonly routes: readonly Route[];
  stop(): Promise<void>;
}

/** What is still being answered may end within this time, in milliseconds. */
const PATIENCE = 5_000;

export async function startApi(
  config: ApiConfig,
  environment: NodeJS.ProcessEnv,
  version: string,
): Promise<StartedApi> {
  const parts = await openParts(config, environment, version);
  const { organisation, now } = parts;
  const store = createSignInStore(parts.pool);
  const { sign, issuer } = await signInFor(config, organisation, store, now);
  const house = { organisation: organisation.organisation.name, version };
  const mounts = [signInRoutes({ ...sign, house }), ...mountsOf(parts)];
  const server = appOf(parts, sign, { mounts, house }).listen(config.port, config.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    routes: routesOf(mounts),
    tokens: issuer === undefined ? [] : await tokensFor(organisation, issuer, store, config.publicUrl, now()),
    async stop() {
      await closed(server);
      await parts.close();
    },
  };
}

function appOf(
  parts: ApiParts,
  { verify, sessions }: SignInParts,
  shown: { readonly mounts: readonly Mount[]; readonly house: House },
): Express {
  const { config, logger, pool, client, pages, organisation, now } = parts;
  return createApp({
    ...shown,
    ...{ logger, now },
    publicUrl: config.publicUrl,
    authentication: {
      ...{ verify, sessions },
      publicOrigin: config.publicUrl.origin,
      temporalUiOrigin: config.temporalUiUrl?.origin,
    },
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    healthChecks: {
      postgres: () => pool.query('SELECT 1'),
      temporal: () => client.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({})),
    },
    recordAccess: (record) => recordAccess(pool, record),
    problemPage: framedProblemPage(pages, organisation, shown.house),
  });
}

/** Live streams would keep it open for ever, so patience ends. */
async function closed(server: Server): Promise<void> {
  const ended = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const end = setTimeout(() => {
    server.closeAllConnections();
  }, PATIENCE);
  await ended;
  clearTimeout(end);
}
