import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPages } from '../../api/pages.js';
import { decisionAidPageRoutes } from '../../api/routes/decision-aid-pages.js';
import { decisionAidRoutes } from '../../api/routes/decision-aid.js';
import { readOrganisation } from '../../organisation/read.js';
import { startApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  const organisation = await readOrganisation('examples/organisation.yaml');
  const shown = { pages: createPages(), organisation: () => organisation, version: '0.1.0', now: () => new Date() };
  api = await startApi({ mounts: [decisionAidRoutes(), decisionAidPageRoutes(shown)] });
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

const ticked = {
  ...{ 'aspects-confidentiality': 'yes', 'kinds-special': 'yes', receivedBy: 'unknown', protection: 'none' },
  ...{ exfiltration: 'unknown', restoration: 'notNeeded', hasVulnerablePeople: 'yes', people: '40' },
};
const path = '/operations/decision-aid';
const post = (fields: Readonly<Record<string, string>>, as: 'incident-manager' | 'agent' = 'incident-manager') =>
  api.ask('POST', path, {
    ...{ as, body: new URLSearchParams(fields).toString() },
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
  });

test('the page of the decision aid shows reasons, what stayed open and worked cases, and keeps what was ticked', async () => {
  const response = await post(ticked);

  expect(response.status).toBe(200);
  const html = await response.text();
  for (const text of ['Notify the supervisory authority', 'Tell the people concerned', 'GDPR Recital 86'])
    expect(html).toContain(text);
  expect(html).toMatch(/whether data were taken away/);
  expect(html).toMatch(/<b>Case \d+:<\/b>/);
  expect(html).toMatch(/id="f-kinds-special" value="yes" checked/);
});

test('the page of the decision aid proposes nothing from half of the facts, and names what is missing', async () => {
  const { protection: _left, ...unsaid } = ticked;
  const response = await post({ ...unsaid, people: 'some' });

  expect(response.status).toBe(422);
  const html = await response.text();
  for (const field of ['protection', 'people']) expect(html).toContain(`href="#f-${field}"`);
  expect(html).not.toContain('These facts speak for');
});

test('the page of the decision aid says that it decides and stores nothing, to those who read breaches alone', async () => {
  const page = await api.ask('GET', path, { headers: { accept: 'text/html' }, as: 'incident-manager' });

  expect(await page.text()).toContain('It decides nothing, belongs to no case, and nothing of it is stored.');
  expect((await post(ticked, 'agent')).status).toBe(403);
});
