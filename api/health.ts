import { setTimeout } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { resource } from './route.js';
import type { Mount } from './route.js';

/** Resolves when what it looks at answers. */
export type HealthCheck = () => Promise<unknown>;
export type HealthChecks = Readonly<Record<string, HealthCheck>>;

const LONGEST_CHECK = 2_000;

const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  checks: z.record(z.string(), z.enum(['ok', 'away'])),
});

/** Probes of an orchestrator, and numbers for Prometheus. A failing check is named, and nothing more is said. */
export function healthRoutes(checks: HealthChecks, registry: Registry): Mount {
  const health = resource('/');
  health.route(
    'get',
    '/healthz',
    {
      action: 'health.read',
      summary: 'Say whether the process runs.',
      answers: { 200: z.object({ status: z.literal('ok') }) },
    },
    ({ response }) => {
      response.json({ status: 'ok' });
    },
  );
  health.route(
    'get',
    '/readyz',
    {
      action: 'health.read',
      summary: 'Say whether Postgres and Temporal answer.',
      answers: { 200: readiness, 503: readiness },
    },
    async ({ response }) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const),
      );
      const isReady = results.every(([, state]) => state === 'ok');
      response
        .status(isReady ? 200 : 503)
        .set('cache-control', 'no-store')
        .json({ status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(results) });
    },
  );
  health.route(
    'get',
    '/metrics',
    { action: 'metrics.read', summary: 'Give metrics in the text format of Prometheus.', answers: { 200: 'text' } },
    async ({ response }) => {
      response.type(registry.contentType).send(await registry.metrics());
    },
  );
  return health;
}

/** `away` also when nothing comes back in time: a probe has to be answered. */
export async function outcome(check: HealthCheck, longest = LONGEST_CHECK): Promise<'ok' | 'away'> {
  const timer = new AbortController();
  const tooLong = setTimeout(longest, 'away' as const, { signal: timer.signal });
  const answered = Promise.resolve()
    .then(check)
    .then(
      () => 'ok' as const,
      () => 'away' as const,
    );
  try {
    return await Promise.race([answered, tooLong]);
  } finally {
    tooLong.catch(() => undefined);
    timer.abort();
  }
}
