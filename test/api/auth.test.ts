import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenHash } from '../../api/auth/bearer.js';
import { identifier } from '../../api/auth/identity.js';
import { createLocalIssuer } from '../../api/auth/local-issuer.js';
import { grantOf, permissions } from '../../api/auth/permissions.js';
import type { Action } from '../../api/auth/permissions.js';
import { resource } from '../../api/route.js';
import { roles } from '../../domain/actor.js';
import { startApi, staff, testServerKey, withApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

const HOUR = 3_600_000;
const actions = Object.keys(permissions) as Action[];

/** One route per action, answering who was let through. */
function everyAction() {
  const probe = resource('/probe');
  for (const action of actions) {
    probe.route('get', `/${action}`, { action, summary: 'Probe.', answers: { 200: 'text' } }, ({ actor, response }) => {
      response.json(actor);
    });
  }
  return probe;
}

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ mounts: [everyAction()] });
});
afterAll(() => api.close());

describe('who may do what', () => {
  test.each(roles)('%s is let through exactly where the table says so', async (role) => {
    const token = await api.tokenFor(role);
    for (const action of actions) {
      const grant = grantOf(action);
      const response = await api.ask('GET', `/probe/${action}`, { headers: { authorization: `Bearer ${token}` } });

      expect([action, response.status]).toEqual([action, grant === 'public' || grant.includes(role) ? 200 : 403]);
    }
  });

  test('without a credential only what is public opens, and the others say how to sign in', async () => {
    for (const action of actions) {
      const response = await api.ask('GET', `/probe/${action}`);

      expect([action, response.status]).toEqual([action, grantOf(action) === 'public' ? 200 : 401]);
      if (response.status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer realm="duly"');
    }
  });

  test('a wrong role is told which one is needed and which ones one has', async () => {
    const response = await api.ask('GET', '/probe/codec.decode', { as: 'operator' });

    expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(await response.json()).toMatchObject({
      detail: 'This step needs the role data protection officer. You are signed in as operator.',
    });
  });

  test('the data protection officer decides nothing', () => {
    const deciding = ['decide', 'approve', 'extend', 'answer'].map((step) => `subject-request.${step}` as Action);

    expect(deciding.filter((action) => grantOf(action).includes('dpo'))).toEqual([]);
  });

  test('a wrong role leaves an access record of the person, without what was typed', async () => {
    await withApi({ mounts: [everyAction()] }, async (own) => {
      await own.ask('GET', '/probe/codec.decode?case=typed', { as: 'auditor' });
      await own.ask('GET', '/probe/codec.decode');
      await own.ask('GET', '/probe/case.read', { as: 'auditor' });

      expect(own.records).toEqual([
        { access: 'role-refused', actor: { role: 'auditor', id: 'auditor-1' }, at: expect.any(Date) as Date },
      ]);
    });
  });

  test('a lost access record does not turn the refusal into a success or a defect', async () => {
    const change = { recordAccess: () => Promise.reject(new Error('away')) };
    await withApi({ mounts: [everyAction()], change }, async (own) => {
      expect((await own.ask('GET', '/probe/codec.decode', { as: 'auditor' })).status).toBe(403);
      expect(own.logged.join('')).toContain('an access record was lost');
    });
  });
});

describe('bearer tokens', () => {
  test('the actor is the person of the organisation file in the role that allows the step', async () => {
    const response = await api.ask('GET', '/probe/codec.decode', { as: 'dpo' });

    expect(await response.json()).toEqual({ role: 'dpo', id: 'dpo-1' });
  });

  test.each([
    ['no token at all', 'Bearer '],
    ['text', 'Bearer hello'],
    ['another scheme', 'Basic b3BlcmF0b3I6eA=='],
    ['an unsigned token', `Bearer ${unsigned()}`],
  ])('%s is refused, on public addresses too', async (_what, authorization) => {
    const open = await api.ask('GET', '/probe/ledger.read', { headers: { authorization } });

    expect(open.status).toBe(401);
    expect(open.headers.get('www-authenticate')).toContain('invalid_token');
  });

  test('a token signed by another key is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');

    expect(await statusWith(await signed({}, privateKey))).toBe(401);
  });

  test.each([
    ['for another audience', { aud: 'urn:other' }],
    ['of another issuer', { iss: 'urn:other' }],
    ['that has expired', { iat: -600, exp: -60 }],
    ['that is not valid yet', { nbf: 600 }],
    ['from the future', { iat: 600, exp: 900 }],
    ['that lives longer than it may', { exp: 9 * 3_600 }],
    ['without a name to revoke it by', { jti: undefined }],
    ['without an end', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['whose roles are no list', { roles: 'dpo' }],
  ] satisfies [string, Claims][])('a token %s is refused', async (_what, change) => {
    const { state, own } = await apiWithKnownKey();
    try {
      const key = JSON.parse(await readFile(path.join(state, 'issuer.jwk'), 'utf8')) as JWK;

      expect(await statusWith(await signed({}, key), own)).toBe(200);
      expect(await statusWith(await signed(change, key), own)).toBe(401);
    } finally {
      await own.close();
    }
  });

  test('a revoked token is refused while it would still be valid', async () => {
    const token = await api.tokenFor('dpo');
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
    expect(await statusWith(token)).toBe(200);

    await api.store.revokeToken(tokenHash('urn:duly:local-issuer', jti), new Date(Date.now() + HOUR));

    expect(await statusWith(token)).toBe(401);
  });

  test('the local issuer refuses to serve a network', async () => {
    const state = await mkdtemp(path.join(tmpdir(), 'duly-issuer-'));

    for (const host of ['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example.org', '']) {
      await expect(createLocalIssuer(state, host)).rejects.toThrow('loopback');
    }
  });

  test('the local key is made once, for its owner only', async () => {
    const state = await mkdtemp(path.join(tmpdir(), 'duly-issuer-'));
    const both = await Promise.all([createLocalIssuer(state, '127.0.0.1'), createLocalIssuer(state, 'localhost')]);
    const tokens = await Promise.all(both.map((issuer) => issuer.mint(staff[0] ?? { id: '', roles: [] }, new Date())));

    expect((await stat(path.join(state, 'issuer.jwk'))).mode & 0o777).toBe(0o600);
    expect(tokens).toHaveLength(2);
  });
});

describe('who is meant by a token', () => {
  const at = new Date('2026-03-03T12:00:00Z');
  const find = (subject: string) =>
    subject === 'known' ? { id: 'r-visser', roles: ['operator' as const, 'decider' as const] } : undefined;
  const identify = identifier(find, testServerKey);

  test('token and organisation file must both grant a role', () => {
    const claimedRoles = ['operator', 'dpo', 'root'];

    expect(identify({ issuer: 'i', subject: 'known', claimedRoles }, at)).toEqual({
      id: 'r-visser',
      roles: ['operator'],
    });
  });

  test('a deputy holds the role of whom they stand in for on those days', () => {
    const deputies = identifier(
      (_subject, day) => ({ id: 'j-smit', roles: ['operator'], standsInFor: day < at ? [] : ['decider'] }),
      testServerKey,
    );
    const subject = { issuer: 'i', subject: 'x', claimedRoles: ['operator'] };

    expect(deputies(subject, at).roles).toEqual(['operator', 'decider']);
    expect(deputies(subject, new Date(at.getTime() - 1)).roles).toEqual(['operator']);
  });

  test('somebody the organisation does not know acts under a pseudonym that tells nothing', () => {
    const subject = { issuer: 'i', subject: 'jan@example.org', claimedRoles: ['auditor'] };
    const once = identify(subject, at);

    expect(once.id).toMatch(/^p-[\w-]{22}$/);
    expect(identify(subject, at)).toEqual(once);
    expect(identify({ ...subject, issuer: 'j' }, at).id).not.toBe(once.id);
  });
});

async function statusWith(token: string, at = api): Promise<number> {
  return (await at.ask('GET', '/probe/codec.decode', { headers: { authorization: `Bearer ${token}` } })).status;
}

async function apiWithKnownKey() {
  const state = await mkdtemp(path.join(tmpdir(), 'duly-known-'));
  return { state, own: await startApi({ mounts: [everyAction()], state }) };
}

type Claims = Readonly<Record<string, unknown>> & { iat?: number; exp?: number | undefined; nbf?: number };

/** `iat` and `exp` in seconds from now; `undefined` leaves a claim out. */
async function signed(change: Claims, key: CryptoKey | JWK): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { iat, exp, nbf, ...rest } = {
    iss: 'urn:duly:local-issuer',
    aud: 'urn:duly:api',
    sub: 'dpo-1',
    jti: 'one',
    roles: ['dpo'],
    iat: 0,
    exp: 600,
    nbf: undefined as number | undefined,
    ...change,
  };
  const at = (claim: number | undefined) => (claim === undefined ? undefined : now + claim);
  const claims = Object.entries({ ...rest, iat: at(iat), exp: at(exp), nbf: at(nbf) });
  return new SignJWT(Object.fromEntries(claims.filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: 'ES256' })
    .sign(key);
}

function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: 'dpo-1', roles: ['dpo'] })}.`;
}
