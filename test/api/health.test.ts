import { describe, expect, test } from 'vitest';
import { outcome } from '../../api/health.js';
import { withApi } from '../support/api.js';

describe('health', () => {
  test('a process that runs says so, whatever it needs is away', async () => {
    const healthChecks = { postgres: () => Promise.reject(new Error('away')) };
    await withApi({ change: { healthChecks } }, async (api) => {
      const response = await api.ask('GET', '/healthz');

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ok' });
    });
  });

  test('it is ready when all answer', async () => {
    const healthChecks = { postgres: () => Promise.resolve(1), temporal: () => Promise.resolve() };
    await withApi({ change: { healthChecks } }, async (api) => {
      const response = await api.ask('GET', '/readyz');

      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ready', checks: { postgres: 'ok', temporal: 'ok' } });
    });
  });

  test('what fails is named and not quoted', async () => {
    const healthChecks = {
      postgres: () => Promise.reject(new Error('password of duly_app is wrong')),
      broken: () => {
        throw new Error('at once');
      },
    };
    await withApi({ change: { healthChecks } }, async (api) => {
      const response = await api.ask('GET', '/readyz');

      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({
        status: 'not ready',
        checks: { postgres: 'away', broken: 'away' },
      });
    });
  });
});

test('a probe does not wait for what never answers', async () => {
  expect(await outcome(() => new Promise(() => undefined), 1)).toBe('away');
});

describe('metrics', () => {
  test('time answers by route template; addresses and unknown methods open no label', async () => {
    await withApi({}, async (api) => {
      await api.ask('GET', '/healthz?marker=query');
      await api.ask('GET', '/marker-path');
      await api.ask('PROPFIND', '/marker-path');
      const text = await (await api.ask('GET', '/metrics', { as: 'service' })).text();

      expect(text).toMatch(/duly_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} 1/);
      expect(text).toMatch(/method="other",route="unmatched",status="404"/);
      expect(text).not.toContain('marker');
    });
  });

  test('are for those who watch the service', async () => {
    await withApi({}, async (api) => {
      expect((await api.ask('GET', '/metrics')).status).toBe(401);
      expect((await api.ask('GET', '/metrics', { as: 'agent' })).status).toBe(403);
    });
  });
});
