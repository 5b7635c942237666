import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerSignIn } from '../../api/auth/sign-in.js';
import { secretHash } from '../../api/auth/sessions.js';
import { accessesOf, recordAccess } from '../../database/access-records.js';
import { createSignInStore } from '../../database/sessions.js';
import type { SignInStore } from '../../database/sessions.js';
import { withApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const operator = { id: 'r-visser', roles: ['operator', 'decider'] } as const;
const noon = new Date('2026-03-03T12:00:00Z');
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

let database: TestDatabase;
let store: SignInStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createSignInStore(database.pool);
});
afterAll(() => database.drop());

describe('what sign-in keeps in Postgres', () => {
  test('a one-time token is redeemed by one of many who race for it', async () => {
    await store.offer('racing', operator, later(HOUR));

    const answers = await Promise.all(Array.from({ length: 20 }, () => store.redeem('racing', noon)));

    expect(answers.filter((answer) => answer !== undefined)).toEqual([operator]);
  });

  test('a one-time token is of no use from the instant at which it expires', async () => {
    await store.offer('expiring', operator, noon);

    expect(await store.redeem('expiring', noon)).toBeUndefined();
    expect(await store.redeem('unknown', noon)).toBeUndefined();
  });

  test('a session is found until it expires or is closed', async () => {
    await store.open('expires', operator, later(HOUR));
    await store.open('closed', operator, later(HOUR));
    await store.close('closed', noon);

    expect(await store.find('expires', later(HOUR - 1))).toEqual({ ...operator, expiresAt: later(HOUR) });
    expect(await store.find('expires', later(HOUR))).toBeUndefined();
    expect(await store.find('closed', noon)).toBeUndefined();
  });

  test('all sessions of one person close at once, and of nobody else', async () => {
    const leaver = { id: 'j-smit', roles: ['operator'] } as const;
    await store.open('leaver-1', leaver, later(HOUR));
    await store.open('leaver-2', leaver, later(HOUR));
    await store.open('stayer', operator, later(HOUR));

    await store.closeAllOf('j-smit', noon);

    const found = await Promise.all(['leaver-1', 'leaver-2', 'stayer'].map((hash) => store.find(hash, noon)));
    expect(found.map((session) => session?.id)).toEqual([undefined, undefined, 'r-visser']);
  });

  test('a token is revoked once, and forgotten when it has expired', async () => {
    await store.revokeToken('jti', later(HOUR));
    await store.revokeToken('jti', later(HOUR));
    expect(await store.isRevoked('jti')).toBe(true);

    await store.purge(later(HOUR));

    expect(await store.isRevoked('jti')).toBe(false);
  });

  test('a copy of the database signs nobody in: only hashes are kept', async () => {
    await withApi({ store }, async (api) => {
      const token = await offerSignIn(store, { id: 'operator-1', roles: ['operator'] }, new Date(Date.now() + HOUR));
      const response = await api.ask('POST', '/sign-in', {
        body: new URLSearchParams({ token }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      });
      const cookie = /duly=([\w-]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '';
      const { rows } = await database.pool.query(
        'SELECT s::text AS kept FROM duly.session s UNION ALL SELECT t::text FROM duly.sign_in_token t',
      );
      const kept = JSON.stringify(rows);

      expect(response.status).toBe(303);
      expect(kept).toContain(secretHash(cookie));
      expect(kept).not.toContain(cookie);
      expect(kept).not.toContain(token);
    });
  });
});

describe('access records', () => {
  const actor = { role: 'dpo', id: 'dpo-1' } as const;
  const counts = async (caseId: string) => {
    const { rows } = await database.pool.query<{ count: number }>(
      'SELECT count FROM duly.access_record WHERE case_id = $1 ORDER BY access_id',
      [caseId],
    );
    return rows.map(({ count }) => count);
  };

  test('are counted per person, access, case and minute, however many come at once', async () => {
    const record = { access: 'case-opened', actor, caseId: 'counted', at: noon } as const;
    await Promise.all(Array.from({ length: 50 }, () => recordAccess(database.pool, record)));
    await recordAccess(database.pool, { ...record, at: later(59_999) });
    await recordAccess(database.pool, { ...record, at: later(60_000) });
    await recordAccess(database.pool, { ...record, actor: { role: 'operator', id: 'dpo-1' } });

    expect(await counts('counted')).toEqual([51, 1, 1]);
  });

  test('what comes late for a minute that is in the ledger is a record of its own', async () => {
    const record = { access: 'payload-decoded', actor, caseId: 'staged', at: noon } as const;
    await recordAccess(database.pool, record);
    await database.pool.query("UPDATE duly.access_record SET staged_at = now() WHERE case_id = 'staged'");
    await recordAccess(database.pool, record);

    expect(await counts('staged')).toEqual([1, 1]);
  });

  test('of a case are listed the newest first, page by page, and of no other', async () => {
    const record = { access: 'case-opened', actor, caseId: 'listed', at: noon } as const;
    for (const at of [noon, later(60_000), later(120_000)]) await recordAccess(database.pool, { ...record, at });
    await recordAccess(database.pool, { ...record, at: noon });
    await recordAccess(database.pool, { ...record, caseId: 'other' });

    const first = await accessesOf(database.pool, 'listed', 2);
    const rest = await accessesOf(database.pool, 'listed', 2, first.at(-1)?.accessId);

    expect([...first, ...rest].map(({ minute, count }) => [minute, count])).toEqual([
      [later(120_000).toISOString(), 1],
      [later(60_000).toISOString(), 1],
      [noon.toISOString(), 2],
    ]);
    expect(first[0]).toMatchObject({ access: 'case-opened', actor });
  });

  test.each([
    ['forgotten', 'DELETE FROM duly.access_record'],
    ['emptied', 'TRUNCATE duly.access_record'],
    ['moved to somebody else', "UPDATE duly.access_record SET actor_id = 'other'"],
    ['counted down', 'UPDATE duly.access_record SET count = count - 1 WHERE count > 1'],
  ])('cannot be %s, not even by the owner of the tables', async (_what, sql) => {
    const record = { access: 'case-opened', actor, caseId: 'kept', at: noon } as const;
    await recordAccess(database.pool, record);
    await recordAccess(database.pool, record);

    await expect(database.pool.query(sql)).rejects.toThrow();
    await expect(database.as('duly_owner').query(sql)).rejects.toThrow('append-only');
  });
});
