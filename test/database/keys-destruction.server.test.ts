import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeDocument } from '../../database/document-storing.js';
import { documentsOf } from '../../database/documents.js';
import { createKeyDestructions, type KeyDestructions } from '../../database/key-destruction.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import { addRecipients } from '../../database/wave-recipients.js';
import type { Pool } from '../../database/pool.js';
import { duly } from '../../domain/actor.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { aCase, leavesAbout, someKeys } from './support/keys.js';

let database: TestDatabase;
let pool: Pool;
let keys: CaseKeys;
let destructions: KeyDestructions;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  keys = someKeys(pool);
  destructions = createKeyDestructions({ pool, keys, backupRetentionDays: 30 });
});
afterAll(() => database.drop());

const proposedAt = '2026-11-01T10:00:00.000Z';
const approvedAt = '2026-11-02T10:00:00.000Z';
const dueAt = '2026-11-09T10:00:00.000Z';
const justBefore = '2026-11-09T09:59:59.999Z';

const person = (id: string) => ({ role: 'decider', id }) as const;
const propose = (caseId: string, id = 'r-visser') => destructions.propose({ caseId, by: person(id), at: proposedAt });
const approve = (caseId: string, id = 'j-smit') => destructions.approve({ caseId, by: person(id), at: approvedAt });
const closedCase = (): Promise<DataKey> => aCase(pool, keys, { closed: true });
async function approvedCase(): Promise<DataKey> {
  const key = await closedCase();
  await propose(key.caseId);
  await approve(key.caseId);
  return key;
}
const destroyedCases = async (now: string): Promise<readonly string[]> =>
  (await destructions.destroyDueKeys(now)).map(({ caseId }) => caseId);

describe('GDPR Art. 5(1)(e): the end of a closed case’s data', () => {
  test('proposed by one, approved by another, carried out after seven days', async () => {
    const key = await closedCase();
    await storeDocument(pool, {
      key,
      kind: 'request',
      name: 'brief.pdf',
      contentType: 'application/pdf',
      bytes: Readable.from([Buffer.from('text')]),
    });
    await pool.query('INSERT INTO duly.subject VALUES ($1, $2)', [key.caseId, Buffer.from('sealed')]);
    await addRecipients(pool, key, Readable.from([{ mail: 'noor@example.com', language: 'nl' as const }]));

    expect(await propose(key.caseId)).toEqual({ destructionId: expect.any(String) as string });
    expect(await approve(key.caseId)).toEqual({ dueAt });
    expect(await destroyedCases(justBefore)).toEqual([]);
    const [certificate] = await destructions.destroyDueKeys(dueAt);

    expect(certificate).toEqual({
      destructionId: expect.any(String) as string,
      caseId: key.caseId,
      keyId: key.keyId,
      proposedBy: 'r-visser',
      approvedBy: 'j-smit',
      destroyedAt: dueAt,
      documents: 1,
      backupsExpireAt: '2026-12-09T10:00:00.000Z',
    });
    expect(await destructions.certificateOf(key.caseId)).toEqual(certificate);
    expect(await keys.byId(key.keyId)).toBe('destroyed');
    expect(await documentsOf(pool, key)).toEqual([]);
    expect((await pool.query('SELECT 1 FROM duly.subject WHERE case_id = $1', [key.caseId])).rowCount).toBe(0);
    expect((await pool.query('SELECT 1 FROM duly.wave_recipient WHERE case_id = $1', [key.caseId])).rowCount).toBe(0);
    expect(await destructions.destroyDueKeys(dueAt)).toEqual([]);
  });

  test('a remembered key is forgotten at once where it is destroyed', async () => {
    const key = await approvedCase();
    await keys.ofCase(key.caseId);
    await keys.byId(key.keyId);

    await destructions.destroyDueKeys(dueAt);

    await expect(keys.ofCase(key.caseId)).rejects.toMatchObject({ reason: 'destroyed' });
    expect(await keys.byId(key.keyId)).toBe('destroyed');
  });

  test('the ledger keeps who proposed, who approved, and that it was carried out', async () => {
    const { caseId } = await approvedCase();
    await destructions.destroyDueKeys(dueAt);

    expect(await leavesAbout(pool, caseId)).toEqual([
      { v: 1, key: 'destruction-proposed', caseId, actor: person('r-visser'), at: proposedAt },
      { v: 1, key: 'destruction-approved', caseId, actor: person('j-smit'), at: approvedAt },
      { v: 1, key: 'destroyed', caseId, actor: duly, at: dueAt },
    ]);
  });

  test('the proposer cannot approve it', async () => {
    const { caseId } = await closedCase();
    await propose(caseId);

    expect(await approve(caseId, 'r-visser')).toMatchObject({ type: 'ApproverIsProposer' });
    expect(await destroyedCases('2030-01-01T00:00:00.000Z')).not.toContain(caseId);
  });

  test('the key of an open case is not proposed for destruction', async () => {
    const { caseId } = await aCase(pool, keys);

    expect(await propose(caseId)).toMatchObject({ type: 'CaseStillOpen' });
  });

  test('neither an unknown case nor the system’s own key can be destroyed', async () => {
    await keys.ofCase('system');

    expect(await propose('nobody')).toMatchObject({ type: 'KeyUnknown' });
    expect(await propose('system')).toMatchObject({ type: 'KeyUnknown' });
    expect(await approve('nobody')).toMatchObject({ type: 'KeyUnknown' });
    expect(await destructions.withdraw({ caseId: 'nobody', by: person('j-smit'), at: approvedAt })).toMatchObject({
      type: 'DestructionNotProposed',
    });
  });

  test('each step is taken once', async () => {
    const { caseId } = await closedCase();

    expect(await approve(caseId)).toMatchObject({ type: 'DestructionNotProposed' });
    await propose(caseId);
    expect(await propose(caseId, 'j-smit')).toMatchObject({ type: 'DestructionAlreadyProposed' });
    await approve(caseId);
    expect(await approve(caseId, 'h-bakker')).toMatchObject({ type: 'DestructionAlreadyApproved' });
  });

  test('of several who propose or approve at once one succeeds', async () => {
    const { caseId } = await closedCase();

    const proposals = await Promise.all(['a', 'b', 'c', 'd'].map((by) => propose(caseId, by)));
    const approvals = await Promise.all(['e', 'f', 'g', 'h'].map((by) => approve(caseId, by)));

    expect(proposals.filter((answer) => 'destructionId' in answer)).toHaveLength(1);
    expect(approvals.filter((answer) => 'dueAt' in answer)).toHaveLength(1);
  });

  test('a withdrawn destruction is not carried out, and may be proposed again', async () => {
    const { caseId } = await approvedCase();

    expect(await destructions.withdraw({ caseId, by: person('h-bakker'), at: justBefore })).toBeUndefined();

    expect(await destroyedCases(dueAt)).not.toContain(caseId);
    expect(await propose(caseId)).toHaveProperty('destructionId');
  });

  test('what is destroyed cannot be withdrawn, proposed or approved any more', async () => {
    const { caseId } = await approvedCase();
    await destructions.destroyDueKeys(dueAt);

    for (const answer of [
      await destructions.withdraw({ caseId, by: person('j-smit'), at: dueAt }),
      await propose(caseId),
      await approve(caseId, 'h-bakker'),
    ]) {
      expect(answer).toMatchObject({ type: 'KeyDestroyed' });
    }
  });

  test('a case that was opened again keeps its key until it is closed again', async () => {
    const { caseId } = await approvedCase();

    await pool.query('UPDATE duly.board SET closed = false WHERE case_id = $1', [caseId]);
    expect(await destroyedCases(dueAt)).not.toContain(caseId);

    await pool.query('UPDATE duly.board SET closed = true WHERE case_id = $1', [caseId]);
    expect(await destroyedCases(dueAt)).toContain(caseId);
  });

  test('two processes that carry out the same destruction give one certificate', async () => {
    const { caseId } = await approvedCase();

    const certificates = await Promise.all([destroyedCases(dueAt), destroyedCases(dueAt), destroyedCases(dueAt)]);

    expect(certificates.flat().filter((destroyed) => destroyed === caseId)).toHaveLength(1);
  });
});
