import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { AccessRecord } from '../database/access-records.js';
import { authenticate, refusedActor, refuseFailedCredentials } from './auth/authenticate.js';
import type { Authentication } from './auth/authenticate.js';
import { documentationRoutes } from './docs-page.js';
import { healthRoutes } from './health.js';
import type { HealthChecks } from './health.js';
import { errorForLog } from '../telemetry/log.js';
import { requestLog } from './request-log.js';
import { createMetrics } from './metrics.js';
import { openApiDocument } from './openapi.js';
import { problemPage } from './plain-page.js';
import type { House } from './plain-page.js';
import { Forbidden } from './problem.js';
import { nothingHere, problemHandler, requestId } from './problem-handler.js';
import type { ProblemPage } from './problem-handler.js';
import { generalLimit } from './rate-limits.js';
import type { RateLimits } from './rate-limits.js';
import type { Mount, Route } from './route.js';

export interface AppDependencies {
  readonly publicUrl: URL;
  readonly house: House;
  readonly authentication: Authentication;
  readonly logger: Logger;
  /** Proxies in front of us whose word about the caller's address counts. */
  readonly trustedProxies: number;
  readonly rateLimits: RateLimits;
  readonly healthChecks: HealthChecks;
  readonly recordAccess: (record: AccessRecord) => Promise<void>;
  readonly now: () => Date;
  /** The resources and pages. */
  readonly mounts: readonly Mount[];
  readonly problemPage?: ProblemPage;
}

/** The whole API without a port; the process that listens is another file. */
export function createApp(dependencies: AppDependencies): Express {
  const { logger, authentication, rateLimits, trustedProxies, publicUrl } = dependencies;
  const metrics = createMetrics();
  const mounts = allMounts(dependencies, healthRoutes(dependencies.healthChecks, metrics.registry));
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustedProxies);
  app.set('query parser', 'simple');
  app.use(requestId, requestLog(logger), metrics.measure, securityHeaders(publicUrl));
  app.use(authenticate(authentication), generalLimit(rateLimits), refuseFailedCredentials);
  for (const { path, router } of mounts) app.use(path, router);
  app.use(nothingHere);
  app.use(noteRefusal(dependencies));
  app.use(
    problemHandler({
      report: (error) => {
        logger.error({ err: error }, 'defect');
      },
      page:
        dependencies.problemPage ??
        ((problem, request) => problemPage(dependencies.house, problem, request.originalUrl)),
    }),
  );
  return app;
}

/** Every route that the app serves, for tests that walk them and for the documentation. */
export function routesOf(mounts: readonly Mount[]): readonly Route[] {
  return mounts.flatMap(({ routes }) => routes ?? []);
}

function allMounts({ mounts, publicUrl, house }: AppDependencies, health: Mount): readonly Mount[] {
  const described = routesOf([...mounts, health]);
  return [
    health,
    documentationRoutes(described, openApiDocument(described, publicUrl, house.version), house),
    ...mounts,
  ];
}

/** Nothing from other places, no inline code, no framing; scripts and styles of our own only. */
function securityHeaders(publicUrl: URL): ReturnType<typeof helmet> {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        formAction: self,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // With `no-referrer` browsers would send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.protocol === 'https:' && { maxAge: 31_536_000 },
  });
}

/** Who tried what their role does not allow: counted per person and minute. */
function noteRefusal({ recordAccess, logger, now }: AppDependencies): ErrorRequestHandler {
  return async (error: unknown, request, _response, next) => {
    const actor = error instanceof Forbidden ? refusedActor(request) : undefined;
    if (actor !== undefined) {
      await recordAccess({ access: 'role-refused', actor, at: now() }).catch((failure: unknown) => {
        logger.error({ err: errorForLog(failure) }, 'an access record was lost');
      });
    }
    next(error);
  };
}
