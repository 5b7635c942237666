import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

type Files = Readonly<Record<string, string>>;

/** As a browser sends a form with files. */
function submit(path: string, fields: Files, files: Files, as?: string): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const [name, text] of Object.entries(files)) body.append('files', new File([text], name));
  const headers = as === undefined ? {} : { authorization: `Bearer ${system.tokenOf(as)}` };
  return fetch(new URL(path, system.url), { method: 'POST', redirect: 'manual', body, headers });
}

const caseIn = (answer: Response): string => answer.headers.get('location')?.split(/[/?]/)[3] ?? '';

/** Letters are written when the case gets to it. */
async function documentsIn(caseId?: string): Promise<number> {
  const { rows } = await system.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM duly.document WHERE kind <> 'letter' AND ($1::text IS NULL OR case_id = $1)`,
    [caseId ?? null],
  );
  return rows[0]?.count ?? 0;
}

async function casesKept(): Promise<number> {
  return (await system.database.pool.query('SELECT 1 FROM duly.registration')).rowCount ?? 0;
}

/** As where the process died between the work and its note of the answer. */
const forgetAnswers = () => system.database.pool.query('UPDATE duly.idempotency SET answer = NULL');

const portalRequest = { screen: '4', go: 'next', shown: 'en', controller: 'example-cloud', right: 'access' };
const ofPost = { ...portalRequest, channel: 'letter', address: 'Main Street 1', text: 'My data, please.' };
const byPhone = {
  ...{ channel: 'phone', receivedAt: '2026-01-05T10:00', controller: 'example-cloud', right: 'access' },
  ...{ language: 'en', name: '', mail: '', phone: '+31 20 555', postalAddress: '', text: 'All of it.' },
};

describe.each([
  { door: 'the portal', path: '/portal', fields: ofPost, as: undefined },
  { door: 'the counter', path: '/operations/new', fields: byPhone, as: 'r-visser' },
])('a request with a file through $door', ({ path, fields, as }) => {
  let nonce: string;
  const send = (files: Files) => submit(path, { ...fields, nonce }, files, as);
  beforeEach(() => {
    nonce = randomUUID();
  });

  test('that is sent twice is one case with one copy of its file, also where the answer was lost', async () => {
    const first = await send({ 'claim.pdf': 'page one' });
    await forgetAnswers();
    const again = await send({ 'claim.pdf': 'page one' });

    expect([first.status, again.status]).toEqual([303, 303]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await documentsIn(caseIn(first))).toBe(2);
  });

  test('and then with other bytes under the same name is told so, and changes nothing', async () => {
    const first = await send({ 'claim.pdf': 'page one' });
    const before = [await documentsIn(), await casesKept()];

    const other = await send({ 'claim.pdf': 'page two' });

    expect(first.status).toBe(303);
    expect(other.status).toBe(422);
    expect(await other.text()).not.toContain(nonce);
    expect([await documentsIn(), await casesKept()]).toEqual(before);
  });
});

test('a message with files is one fact that names them all, however often it is sent', async () => {
  const sent = await submit('/portal', { ...ofPost, nonce: randomUUID() }, {});
  const caseId = caseIn(sent);
  const page = sent.headers.get('location')?.split('?')[0] ?? '';
  const message = { nonce: randomUUID(), language: 'en', text: 'Two scans.' };
  const add = () => submit(`${page}/messages`, message, { 'one.pdf': 'one', 'two.pdf': 'two' });

  expect((await add()).status).toBe(303);
  await forgetAnswers();
  expect((await add()).status).toBe(303);
  await system.until(caseId, 'messageReceived');

  const { facts } = (await system.json(200, 'GET', `/v1/subject-requests/${caseId}/facts`, { as: 'r-visser' })) as {
    facts: readonly { type: string; documentId?: string; attachments?: readonly string[] }[];
  };
  const [told, ...others] = facts.filter(({ type }) => type === 'messageReceived');
  expect(others).toEqual([]);
  expect(new Set([told?.documentId, ...(told?.attachments ?? [])]).size).toBe(3);
  expect(await documentsIn(caseId)).toBe(4);
});

describe('files attached on the page of a case', () => {
  const step = (caseId: string, name: string, body: object) =>
    system.json(200, 'POST', `/v1/subject-requests/${caseId}/${name}`, { as: 'r-visser', body });
  const attach = (caseId: string, nonce: string, files: Files) =>
    submit(`/operations/cases/${caseId}/answer`, { nonce }, files, 'r-visser');

  async function opened(): Promise<string> {
    return caseIn(await submit('/portal', { ...ofPost, nonce: randomUUID() }, {}));
  }

  test('are not kept where the case refuses them', async () => {
    const caseId = await opened();
    await step(caseId, 'withdrawal', {});
    const before = await documentsIn(caseId);

    expect((await attach(caseId, randomUUID(), { 'copy.csv': 'a;b' })).status).toBe(409);

    expect(await documentsIn(caseId)).toBe(before);
  });

  test('are attached once per form, and the same form with other bytes is refused', async () => {
    const caseId = await opened();
    await step(caseId, 'identity-decision', { outcome: 'confirmed', method: 'account' });
    await step(caseId, 'acceptance', { outcome: 'accepted' });
    const before = await documentsIn(caseId);
    const nonce = randomUUID();

    expect((await attach(caseId, nonce, { 'copy.csv': 'a;b', 'more.csv': 'c;d' })).status).toBe(303);
    await forgetAnswers();
    expect((await attach(caseId, nonce, { 'copy.csv': 'a;b', 'more.csv': 'c;d' })).status).toBe(303);
    expect((await attach(caseId, nonce, { 'copy.csv': 'a;b', 'more.csv': 'c;e' })).status).toBe(422);

    expect(await documentsIn(caseId)).toBe(before + 2);
    const { rowCount } = await system.database.pool.query(
      `SELECT 1 FROM duly.fact WHERE case_id = $1 AND type = 'answerAttached'`,
      [caseId],
    );
    expect(rowCount).toBe(1);
  });
});
