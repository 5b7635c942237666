import { afterAll, beforeAll, expect, test } from 'vitest';
import { decisionAidRoutes } from '../../api/routes/decision-aid.js';
import { startApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ mounts: [decisionAidRoutes()] });
});

afterAll(async () => {
  await api.close();
});

const described = {
  ...{ aspects: ['confidentiality'], protection: 'none', restoration: 'notNeeded', exfiltration: 'no' },
  ...{ kinds: ['identificationNumber'], receivedBy: 'known', hasVulnerablePeople: false, people: 1, consequences: [] },
};
const ask = (body: object, as?: 'incident-manager' | 'agent') =>
  api.ask('POST', '/v1/breaches/decision-aid', { body, ...(as && { as }) });

test('POST /v1/breaches/decision-aid: a proposal, its reasons with their sources, and what was not judged', async () => {
  const response = await ask(described, 'incident-manager');

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    ...{ authority: 'notify', dataSubjects: 'notNeeded', notJudged: [] },
    because: [{ text: expect.stringContaining('identify one person') as string, source: 'GDPR Recital 75' }],
  });
});

test('POST /v1/breaches/decision-aid: a fact that is missing or unheard of is named, and nothing stands in for it', async () => {
  const { protection: _left, ...unsaid } = described;

  expect((await ask(unsaid, 'incident-manager')).status).toBe(422);
  expect((await ask({ ...described, receivedBy: 'a friend' }, 'incident-manager')).status).toBe(422);
});

test('POST /v1/breaches/decision-aid: whoever reads breaches may ask, others may not', async () => {
  expect((await ask(described, 'agent')).status).toBe(403);
  expect((await ask(described)).status).toBe(401);
});
