import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const path = '/v1/subject-requests';
const request = {
  right: 'access',
  channel: 'letter',
  receivedOn: '2026-11-20',
  contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
  text: 'Please send me a copy of my data.',
};

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await system.close();
});

async function opened(body: object = request): Promise<string> {
  const { caseId } = await system.json(201, 'POST', path, { as: 'r-visser', body });
  return String(caseId);
}

test('Art. 12(3): registering a request answers with its reference and its last day at once', async () => {
  const answer = await system.ask('POST', path, { as: 'r-visser', body: request });
  const body = (await answer.json()) as Record<string, unknown>;

  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`${path}/${String(body.caseId)}`);
  expect(body).toMatchObject({ phase: 'deciding', dueOn: '2026-12-21', dueAt: '2026-12-21T23:00:00.000Z' });
  expect(body.reference).toMatch(/^S-2026-\d{4}$/);
});

test('a request that nobody waits for is registered all the same, and a step is taken once', async () => {
  const hurried = { as: 'r-visser', key: 'a-request-in-a-hurry', headers: { prefer: 'wait=0' } };
  const { caseId, ...rest } = await system.json(202, 'POST', path, { ...hurried, body: request });
  expect(rest).toEqual({});
  await system.until(String(caseId), 'requestAcknowledged');
  expect(await system.json(201, 'POST', path, { ...hurried, body: request, headers: {} })).toMatchObject({ caseId });

  const note = { as: 'r-visser', key: 'a-note-in-a-hurry', body: { text: 'She called.' } };
  const step = `${path}/${String(caseId)}/notes`;
  await system.json(202, 'POST', step, { ...note, headers: { prefer: 'wait=0' } });
  expect(await system.json(200, 'POST', step, note)).toMatchObject({ phase: 'deciding' });
  const { rows } = await system.database.pool.query(
    "SELECT 1 FROM duly.fact WHERE case_id = $1 AND type = 'noteAdded'",
    [caseId],
  );
  expect(rows).toHaveLength(1);
});

test('an access request goes from registration to an answer that can be proved', async () => {
  const caseId = await opened();
  const step = (name: string, body: object, as = 'r-visser') =>
    system.json(200, 'POST', `${path}/${caseId}/${name}`, { as, body });

  await system.until(caseId, 'requestAcknowledged');
  await step('identity-decision', { outcome: 'confirmed', method: 'known-address' });
  await step('acceptance', { outcome: 'accepted' });
  const upload = await fetch(new URL(`/v1/documents?caseId=${caseId}&kind=answer&name=copy.txt`, system.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${system.tokenOf('r-visser')}`,
      'content-type': 'text/plain',
      'idempotency-key': 'copy-1',
    },
    body: 'All that we hold.',
  });
  const { documentId } = (await upload.json()) as { documentId: string };
  await step('answer', { documents: [documentId] });
  expect(await step('fulfilment', {})).toMatchObject({ phase: 'answering' });
  await system.until(caseId, 'answerSent');

  const letters = system.letters.filter((letter) => letter.caseId === caseId);
  expect(letters.map(({ to }) => to.address)).toEqual(['ilse@example.com', 'ilse@example.com']);
  expect(letters[1]?.text).toContain(`/portal/answers/${caseId}/`);
  await system.sequence();
  const evidence = await system.ask('GET', `${path}/${caseId}/evidence`, { as: 'k-lindqvist' });
  expect(verifyEvidence(await evidence.text())).toMatchObject({ ok: true, failed: [] });
});

test('a decider takes a case and an operator hands it on, to nobody who cannot handle it', async () => {
  const caseId = await opened();
  const assign = (status: number, owner: string, as: string) =>
    system.json(status, 'POST', `${path}/${caseId}/owner`, { as, body: { owner } });

  await assign(200, 'n-okafor', 'n-okafor');
  expect(await assign(409, 'n-okafor', 'r-visser')).toMatchObject({ type: 'urn:duly:problem:AlreadyOwner' });
  expect(await assign(422, 'left', 'r-visser')).toMatchObject({ type: 'urn:duly:problem:CannotOwn' });
  await assign(200, 's-haddad-admin', 'r-visser');
  await assign(403, 'j-smit', 'j-smit');

  expect(await system.json(200, 'GET', `${path}/${caseId}`, { as: 'r-visser' })).toMatchObject({ owner: 's-haddad' });
  const { rows } = await system.database.pool.query('SELECT owner FROM duly.board WHERE case_id = $1', [caseId]);
  expect(rows).toEqual([{ owner: 's-haddad' }]);
});

test('the same key with the same body gives the same answer, and with another body 422', async () => {
  const first = await system.json(201, 'POST', path, { as: 'r-visser', body: request, key: 'same-key' });
  const again = await system.json(201, 'POST', path, { as: 'r-visser', body: request, key: 'same-key' });
  const other = await system.ask('POST', path, {
    as: 'r-visser',
    body: { ...request, text: 'Other' },
    key: 'same-key',
  });

  expect(again).toEqual(first);
  expect(other.status).toBe(422);
});

test('a refusal is told in full: type, words and article', async () => {
  const caseId = await opened();
  const body = { outcome: 'accepted' };
  const refused = await system.json(409, 'POST', `${path}/${caseId}/acceptance`, { as: 'r-visser', body });

  expect(refused).toMatchObject({ type: 'urn:duly:problem:IdentityNotSettled', article: 'GDPR Art. 12(6)' });
});

test('Art. 12(4): whoever proposed a refusal cannot approve it, and the file says who may', async () => {
  const caseId = await opened();
  const proposal = {
    scope: 'whole',
    ground: 'excessive',
    reasons: 'The fifth identical request within a month.',
    demonstration: 'S-2026-0001 to S-2026-0004',
  };
  await system.json(200, 'POST', `${path}/${caseId}/refusal`, { as: 'n-okafor', body: proposal });

  const same = await system.ask('POST', `${path}/${caseId}/approval`, {
    as: 'n-okafor',
    body: { decision: 'approved' },
  });
  const operator = await system.ask('POST', `${path}/${caseId}/approval`, {
    as: 'r-visser',
    body: { decision: 'approved' },
  });
  expect([same.status, operator.status]).toEqual([409, 403]);
});

test('Art. 12(6): a service stores what it found out, and the case reads it back', async () => {
  const caseId = await opened();
  const body = { confirmed: true, method: 'wallet' };
  await system.json(202, 'POST', `${path}/${caseId}/identity-results`, { as: 'local-service', body });

  await system.until(caseId, 'identityConfirmed');
});

test('Art. 12(6): a person decides on an identity and a service tells its result, neither in place of the other', async () => {
  const caseId = await opened();
  const status = async (name: string, as: string, body: object) =>
    (await system.ask('POST', `${path}/${caseId}/${name}`, { as, body })).status;
  const decision = { outcome: 'confirmed', method: 'account' };
  const result = { confirmed: true, method: 'wallet' };

  expect(await status('identity-request', 'local-service', { doubt: 'Two customers bear this name.' })).toBe(403);
  expect(await status('identity-decision', 'local-service', decision)).toBe(403);
  expect(await status('identity-results', 'r-visser', result)).toBe(403);
  expect(await status('identity-decision', 'r-visser', decision)).toBe(200);
});

describe('bad input is a clear 4xx, and nothing is stored', () => {
  test.each([
    ['an unknown field', { ...request, colour: 'red' }, 422],
    ['no way to answer', { ...request, contact: { name: 'Ilse' } }, 422],
    ['an address with a line break', { ...request, contact: { mail: 'a@example.com\r\nBcc: b@example.com' } }, 422],
    [
      'a name of 100,000 characters',
      { ...request, contact: { mail: 'a@example.com', name: 'x'.repeat(100_000) } },
      422,
    ],
    ['a date before 1970', { ...request, receivedOn: '1969-12-31' }, 422],
    ['a date that does not exist', { ...request, receivedOn: '2026-02-30' }, 422],
    ['a receipt in the future', { ...request, receivedOn: undefined, receivedAt: '2199-01-01T00:00:00Z' }, 422],
    ['a day and an instant of receipt', { ...request, receivedAt: '2026-11-20T10:00:00Z' }, 422],
    ['an unknown controller', { ...request, controller: 'nobody' }, 422],
    ['a right that is none', { ...request, right: 'oblivion' }, 422],
    ['a list', [], 422],
    ['broken JSON', '{', 400],
    ['more than 1 MB', JSON.stringify({ ...request, text: 'x'.repeat(1_100_000) }), 413],
  ])('%s', async (_title, body, status) => {
    const before = await count();
    const answer = await system.ask('POST', path, { as: 'r-visser', body });

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await count()).toBe(before);
  });

  test('a name loses what cannot be seen, and keeps what can', async () => {
    const caseId = await opened({ ...request, contact: { mail: 'a@example.com', name: 'Ilse\u200b \u202eTerpstra' } });
    await system.until(caseId, 'requestAcknowledged');

    expect(system.letters.find((letter) => letter.caseId === caseId)?.to.name).toBe('Ilse Terpstra');
  });

  test('an unknown case is 404 for every step and every reading', async () => {
    const nobody = 'z'.repeat(26);
    const step = await system.ask('POST', `${path}/${nobody}/notes`, { as: 'r-visser', body: { text: 'a note' } });
    const reading = await system.ask('GET', `${path}/${nobody}`, { as: 'r-visser' });

    expect([step.status, reading.status]).toEqual([404, 404]);
  });
});

async function count(): Promise<unknown> {
  const { rows } = await system.database.pool.query<{ all: string }>(
    `SELECT (SELECT count(*) FROM duly.board) + (SELECT count(*) FROM duly.registration)
          + (SELECT count(*) FROM duly.subject) + (SELECT count(*) FROM duly.case_key) AS all`,
  );
  return rows[0]?.all;
}

test('the list is paged by cursor without gap or repetition, what is due next first', async () => {
  for (const day of ['01', '05', '09']) await opened({ ...request, receivedOn: `2026-11-${day}` });
  const references: string[] = [];
  const dates: string[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const page = await system.json(200, 'GET', `${path}?limit=2${next === '' ? '' : `&cursor=${next}`}`, {
      as: 'r-visser',
    });
    const items = page.items as { reference: string; dueAt?: string }[];
    references.push(...items.map(({ reference }) => reference));
    dates.push(...items.map(({ dueAt }) => dueAt ?? '9'));
    next = page.next as string | undefined;
  }

  expect(new Set(references).size).toBe(references.length);
  expect(dates).toEqual([...dates].sort());
});

test('opening a case leaves an access record', async () => {
  const caseId = await opened();
  await system.json(200, 'GET', `${path}/${caseId}`, { as: 'j-smit' });
  const { rows } = await system.database.pool.query(
    "SELECT actor_id FROM duly.access_record WHERE case_id = $1 AND access = 'case-opened'",
    [caseId],
  );

  expect(rows).toEqual([{ actor_id: 'j-smit' }]);
});
