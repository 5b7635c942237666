import { describe, expect, test } from 'vitest';
import { publicLimit } from '../../api/rate-limits.js';
import { resource } from '../../api/route.js';
import { withApi } from '../support/api.js';

function probe() {
  const routes = resource('/probe');
  const contract = { action: 'portal.ask', summary: 'Probe.', answers: { 200: 'text' } } as const;
  routes.route('get', '/open', contract, ({ response }) => void response.send('ok'));
  routes.route('get', '/tight', { ...contract, limit: publicLimit(2) }, ({ response }) => void response.send('ok'));
  return routes;
}

const rateLimits = { perToken: 5, perAddress: 3 };

describe('limits', () => {
  test('count an address without a credential, and say when to come back', async () => {
    await withApi({ mounts: [probe()], change: { rateLimits } }, async (api) => {
      const statuses = await inTurn(4, () => api.ask('GET', '/probe/open'));
      const refused = await api.ask('GET', '/probe/open');

      expect(statuses).toEqual([200, 200, 200, 429]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ type: 'urn:duly:problem:TooManyRequests' });
    });
  });

  test('count each token by itself', async () => {
    await withApi({ mounts: [probe()], change: { rateLimits } }, async (api) => {
      const [one, two] = [await api.tokenFor('operator'), await api.tokenFor('operator')];
      const ask = (token: string) => api.ask('GET', '/probe/open', { headers: { authorization: `Bearer ${token}` } });

      expect(await inTurn(6, () => ask(one))).toEqual([200, 200, 200, 200, 200, 429]);
      expect((await ask(two)).status).toBe(200);
    });
  });

  test('count failed credentials against their address, so that trying is not free', async () => {
    await withApi({ mounts: [probe()], change: { rateLimits } }, async (api) => {
      const headers = { authorization: 'Bearer wrong' };

      expect(await inTurn(4, () => api.ask('GET', '/probe/open', { headers }))).toEqual([401, 401, 401, 429]);
    });
  });

  test('of a single public route come on top', async () => {
    await withApi({ mounts: [probe()] }, async (api) => {
      expect(await inTurn(3, () => api.ask('GET', '/probe/tight'))).toEqual([200, 200, 429]);
      expect((await api.ask('GET', '/probe/open')).status).toBe(200);
    });
  });

  test('do not believe a client who claims to be many', async () => {
    await withApi({ mounts: [probe()], change: { rateLimits } }, async (api) => {
      let claimed = 0;
      const ask = () => {
        claimed += 1;
        return api.ask('GET', '/probe/open', { headers: { 'x-forwarded-for': `192.0.2.${String(claimed)}` } });
      };

      expect((await inTurn(4, ask)).at(-1)).toBe(429);
    });
  });
});

async function inTurn(times: number, ask: () => Promise<Response>): Promise<number[]> {
  const statuses: number[] = [];
  for (let turn = 0; turn < times; turn += 1) statuses.push((await ask()).status);
  return statuses;
}
