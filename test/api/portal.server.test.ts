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
async function asked(mail: string): Promise<string> {
  const fields = { screen: '4', go: 'next', shown: 'en', controller: 'example-cloud', nonce: randomUUID() };
  const answer = await system.ask('POST', '/portal', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, right: 'access', channel: 'mail', mail }).toString(),
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
