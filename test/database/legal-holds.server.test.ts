import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyDestructions, type KeyDestructions } from '../../database/key-destruction.js';
import { createLegalHolds, type LegalHolds } from '../../database/legal-holds.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { articleOfHold, holdGrounds, type HoldGround } from '../../domain/key-destruction.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { aCase, leavesAbout, someKeys } from './support/keys.js';

let database: TestDatabase;
let pool: Pool;
let keys: CaseKeys;
let destructions: KeyDestructions;
let holds: LegalHolds;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  keys = someKeys(pool);
  destructions = createKeyDestructions({ pool, keys, backupRetentionDays: 30 });
  holds = createLegalHolds(pool, keys);
});
afterAll(() => database.drop());

const dpo = { role: 'dpo', id: 'j-smit' } as const;
const decider = { role: 'decider', id: 'n-okafor' } as const;
const proposedAt = '2026-11-01T10:00:00.000Z';
const placedAt = '2026-11-05T10:00:00.000Z';
const dueAt = '2026-11-09T10:00:00.000Z';
const muchLater = '2027-02-01T10:00:00.000Z';
const claim = 'The claim of 3 November is before the court.';
const settled = 'The claim was settled on 30 January.';

let count = 0;
const nextId = (): string => `hold-${String((count += 1))}`;
function place(caseId: string, ground: HoldGround = 'legal-claims', holdId = nextId()) {
  return holds.place({ caseId, holdId, ground, reasons: claim, by: dpo, at: placedAt });
}
function lift(caseId: string, holdId: string, reasons = settled) {
  return holds.lift({ caseId, holdId, reasons, by: decider, at: muchLater });
}
async function approvedCase(): Promise<DataKey> {
  const key = await aCase(pool, keys, { closed: true });
  await destructions.propose({ caseId: key.caseId, by: decider, at: proposedAt });
  await destructions.approve({
    caseId: key.caseId,
    by: { role: 'decider', id: 'h-bakker' },
    at: '2026-11-02T10:00:00.000Z',
  });
  return key;
}
async function isDestroyedBy(now: string, caseId: string): Promise<boolean> {
  return (await destructions.destroyDueKeys(now)).some((certificate) => certificate.caseId === caseId);
}

describe('GDPR Art. 17(3), 18(2): what keeps the data of a closed case', () => {
  test.each(holdGrounds)('a hold for %s refuses the destruction with its article', async (ground) => {
    const { caseId } = await aCase(pool, keys, { closed: true });
    await place(caseId, ground);

    expect(await destructions.propose({ caseId, by: decider, at: proposedAt })).toMatchObject({
      type: 'CaseOnHold',
      article: articleOfHold[ground],
    });
  });

  test('a hold placed during the seven days stops the destruction until it is lifted', async () => {
    const { caseId, keyId } = await approvedCase();
    const holdId = nextId();
    await place(caseId, 'legal-claims', holdId);

    expect(await isDestroyedBy(dueAt, caseId)).toBe(false);
    expect(await keys.byId(keyId)).toMatchObject({ caseId });
    expect(await lift(caseId, holdId)).toEqual({ destructionDueAt: muchLater });
    expect(await isDestroyedBy(muchLater, caseId)).toBe(true);
  });

  test('of two holds the last one that is lifted lets the destruction go on', async () => {
    const { caseId } = await approvedCase();
    const [one, other] = [nextId(), nextId()];
    await place(caseId, 'legal-claims', one);
    await place(caseId, 'restriction', other);

    expect(await lift(caseId, one)).toEqual({});
    expect(await isDestroyedBy(muchLater, caseId)).toBe(false);
    expect(await lift(caseId, other)).toEqual({ destructionDueAt: muchLater });
  });

  test('a hold is kept with who, when and why, and so is its lifting; the words are sealed under the key of the case', async () => {
    const { caseId } = await aCase(pool, keys);
    const holdId = nextId();
    await place(caseId, 'authority-inquiry', holdId);
    await lift(caseId, holdId);

    expect(await holds.of(caseId)).toEqual({
      holds: [
        {
          ...{ holdId, ground: 'authority-inquiry', placedBy: 'j-smit', placedAt, reasons: claim },
          lifted: { by: 'n-okafor', at: muchLater, reasons: settled },
        },
      ],
    });
    const { rows } = await pool.query<{ reasons: Buffer; lifted_reasons: Buffer }>(
      'SELECT reasons, lifted_reasons FROM duly.legal_hold WHERE hold_id = $1',
      [holdId],
    );
    for (const words of [rows[0]?.reasons, rows[0]?.lifted_reasons]) {
      expect(words?.toString('latin1')).not.toMatch(/claim/);
    }
  });

  test('the ledger keeps that a hold was placed and lifted, and by whom, without its words', async () => {
    const { caseId } = await aCase(pool, keys);
    const holdId = nextId();
    await place(caseId, 'legal-claims', holdId);
    await lift(caseId, holdId);

    expect(await leavesAbout(pool, caseId)).toEqual([
      { v: 1, key: 'hold-placed', caseId, actor: dpo, at: placedAt },
      { v: 1, key: 'hold-lifted', caseId, actor: decider, at: muchLater },
    ]);
  });

  test('the same question twice places one hold', async () => {
    const { caseId } = await aCase(pool, keys);
    const holdId = nextId();
    const answers = [await place(caseId, 'legal-claims', holdId), await place(caseId, 'legal-claims', holdId)];

    expect(answers[1]).toEqual(answers[0]);
    expect((await holds.of(caseId)).holds).toHaveLength(1);
    expect(await leavesAbout(pool, caseId)).toHaveLength(1);
  });

  test('a hold is lifted once, and only at its own case', async () => {
    const { caseId } = await aCase(pool, keys);
    const other = await aCase(pool, keys);
    const holdId = nextId();
    await place(caseId, 'legal-claims', holdId);

    expect(await lift(other.caseId, holdId)).toMatchObject({ refusal: { type: 'HoldNotInForce' } });
    expect(await lift(caseId, holdId)).toEqual({});
    expect(await lift(caseId, holdId)).toMatchObject({ refusal: { type: 'HoldNotInForce' } });
  });

  test('there is nothing to hold once the data are gone, nor in a case that never was', async () => {
    const { caseId } = await approvedCase();
    const stale = createLegalHolds(pool, { ofCase: () => Promise.resolve(key) });
    const key = await keys.ofCase(caseId);
    await destructions.destroyDueKeys(dueAt);

    await expect(place(caseId)).rejects.toMatchObject({ reason: 'destroyed' });
    await expect(place('nobody')).rejects.toMatchObject({ reason: 'unknown' });
    // Another process may have destroyed it a moment ago: the lock on the key's row decides.
    const late = { caseId, holdId: nextId(), ground: 'legal-claims', reasons: claim, by: dpo, at: dueAt } as const;
    expect(await stale.place(late)).toMatchObject({ refusal: { type: 'KeyDestroyed' } });
  });
});
