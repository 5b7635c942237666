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

const request = {
  right: 'access',
  channel: 'letter',
  receivedOn: '2026-11-20',
  contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
};
const placing = { ground: 'authority-inquiry', reasons: 'The authority opened an inquiry on 2 December.' };
const lifting = { reasons: 'The inquiry was closed on 4 January.' };

/** A case whose life is over, as far as the end of its data is concerned. */
async function closedCase(): Promise<string> {
  const { caseId } = await system.json(201, 'POST', '/v1/subject-requests', { as: 'r-visser', body: request });
  await system.until(String(caseId), 'requestAcknowledged');
  await system.database.pool.query('UPDATE duly.board SET closed = true WHERE case_id = $1', [caseId]);
  return String(caseId);
}

test('GDPR Art. 17(3): the data protection officer places a hold, nobody gets the key destroyed, a decider lifts it', async () => {
  const caseId = await closedCase();
  const path = `/v1/keys/${caseId}`;
  const hold = await system.json(201, 'POST', `${path}/holds`, { as: 'j-smit', body: placing });

  const refused = await system.json(409, 'POST', `${path}/destruction`, { as: 'r-visser' });
  expect(refused).toMatchObject({ type: 'urn:duly:problem:CaseOnHold', article: 'GDPR Art. 31' });
  expect(await system.json(200, 'GET', `${path}/holds`, { as: 'r-visser' })).toMatchObject({
    holds: [{ holdId: hold['holdId'], ground: 'authority-inquiry', placedBy: 'j-smit', reasons: placing.reasons }],
  });

  const end = `${path}/holds/${String(hold['holdId'])}/lifting`;
  await system.json(403, 'POST', end, { as: 'j-smit', body: lifting });
  expect(await system.json(200, 'POST', end, { as: 'n-okafor', body: lifting })).toEqual({});
  await system.json(409, 'POST', end, { as: 'n-okafor', body: lifting });
  await system.json(202, 'POST', `${path}/destruction`, { as: 'r-visser' });
});

test('a hold says on which ground and why, in words that can be checked', async () => {
  const path = `/v1/keys/${await closedCase()}/holds`;
  const asking = (body: object) => ({ as: 'n-okafor', body });

  expect(await system.json(422, 'POST', path, asking({ ...placing, ground: 'habit' }))).toMatchObject({
    errors: [{ in: 'body', pointer: '/ground' }],
  });
  expect(await system.json(422, 'POST', path, asking({ ...placing, reasons: ' - ' }))).toMatchObject({
    type: 'urn:duly:problem:ReasonsMissing',
    article: 'GDPR Art. 31',
  });
  await system.json(404, 'POST', `/v1/keys/${'z'.repeat(26)}/holds`, asking(placing));
});

test('a hold asked for twice under one key is one hold', async () => {
  const path = `/v1/keys/${await closedCase()}/holds`;
  const asking = { as: 'n-okafor', body: placing, key: 'one-hold-please' };
  const answers = [await system.json(201, 'POST', path, asking), await system.json(201, 'POST', path, asking)];

  expect(answers[1]).toEqual(answers[0]);
  expect(await system.json(200, 'GET', path, { as: 'n-okafor' })).toMatchObject({ holds: [answers[0]] });
});

test('who reads the holds of a case leaves an access record, and who places one a leaf', async () => {
  const caseId = await closedCase();
  await system.json(201, 'POST', `/v1/keys/${caseId}/holds`, { as: 'j-smit', body: placing });
  await system.json(200, 'GET', `/v1/keys/${caseId}/holds`, { as: 'r-visser' });

  const { rows: read } = await system.database.pool.query(
    "SELECT actor_id FROM duly.access_record WHERE access = 'holds-read' AND case_id = $1",
    [caseId],
  );
  const { rows: leaves } = await system.database.pool.query<{ body: Buffer }>(
    'SELECT body FROM duly.ledger_staged WHERE case_id = $1 AND position IS NULL',
    [caseId],
  );
  expect(read).toEqual([{ actor_id: 'r-visser' }]);
  expect(leaves.map(({ body }): unknown => JSON.parse(body.toString()))).toMatchObject([
    { key: 'hold-placed', caseId, actor: { role: 'dpo', id: 'j-smit' } },
  ]);
});
