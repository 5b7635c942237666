import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await system.close();
});

/** Sends the last screen, and answers the id of the case that it opened. */
async function asked(mail: string, right = 'access'): Promise<string> {
  const fields = { screen: '4', go: 'next', shown: 'en', controller: 'example-cloud', nonce: randomUUID() };
  const answer = await system.ask('POST', '/portal', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, right, channel: 'mail', mail }).toString(),
  });
  const [, , , caseId = ''] = answer.headers.get('location')?.split('/') ?? [];
  return caseId;
}

test('the portal opens every request of an address and acknowledges three a day', async () => {
  const caseIds: string[] = [];
  for (let time = 0; time < 5; time += 1) caseIds.push(await asked('bomb@example.com'));
  const { rows } = await system.database.pool.query<{ case_id: string; letters: number }>(
    `SELECT case_id, (SELECT count(*)::int FROM duly.outbox WHERE outbox.case_id = board.case_id) AS letters
     FROM duly.board WHERE case_id = ANY($1)`,
    [caseIds],
  );
  const letters = new Map(rows.map((row) => [row.case_id, row.letters]));

  expect(caseIds.map((caseId) => letters.get(caseId))).toEqual([1, 1, 1, 0, 0]);
});

test('whoever asks whether an incident concerned their data asks for access, GDPR Art. 15, and nobody answers before the identity is settled', async () => {
  const caseId = await asked('someone@example.com', 'incident');
  const path = `/v1/subject-requests/${caseId}`;
  expect(await system.json(200, 'GET', path, { as: 'r-visser' })).toMatchObject({
    right: 'access',
    concerns: 'breach',
  });
  const page = await (await system.ask('GET', `/operations/cases/${caseId}`, { as: 'r-visser' })).text();
  expect(page).toContain('Access request, about an incident');

  const answered = await system.ask('POST', `${path}/acceptance`, {
    ...{ as: 'r-visser', key: 'incident-accepted', body: { outcome: 'noDataHeld' } },
  });
  expect([answered.status, await answered.json()]).toMatchObject([
    409,
    { type: 'urn:duly:problem:IdentityNotSettled' },
  ]);
});

test('the portal says the same to whoever is on the list of an incident and whoever is not', async () => {
  const opened = await system.json(201, 'POST', '/v1/breaches', {
    as: 'm-adeyemi',
    key: 'listed-incident',
    body: {
      ...{ roles: ['controller'], summary: 'A mailbox was opened from abroad.', aspects: ['confidentiality'] },
      anchors: { firstInformedAt: { on: '2026-03-03', source: 'logs' } },
    },
  });
  const listed = await system.ask('POST', `/v1/breaches/${String(opened['caseId'])}/recipients`, {
    as: 'm-adeyemi',
    headers: { 'content-type': 'text/csv' },
    body: 'mail,name,language\nlisted@example.com,,en\n',
  });
  expect(listed.status).toBe(200);
  const told = async (mail: string) => {
    const fields = { screen: '4', go: 'next', shown: 'en', controller: 'example-cloud', nonce: randomUUID() };
    const answer = await system.ask('POST', '/portal', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, right: 'incident', channel: 'mail', mail }).toString(),
    });
    const status = await (await system.ask('GET', answer.headers.get('location') ?? '', {})).text();
    return [
      answer.status,
      status.replaceAll(/\/portal\/requests\/[\w/.-]+|S-\d{4}-\d{4}|value="[\w-]{16,}"|data-now="[^"]+"/g, ''),
    ];
  };

  expect(await told('listed@example.com')).toEqual(await told('unlisted@example.com'));
});
