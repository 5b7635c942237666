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
import { offerSignIn } from '../../api/auth/sign-in.js';
import { actorOf } from '../../api/auth/authenticate.js';
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
  probe.route(
    'post',
    '/note',
    { action: 'subject-request.note', summary: 'Probe.', answers: { 200: 'text' } },
    ({ request, response }) => void response.json(actorOf(request)),
  );
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

describe('sign-in to the pages', () => {
  test('a one-time link shows a button, and only the button redeems it, once', async () => {
    const token = await offered();
    const page = await api.ask('GET', `/sign-in?token=${token}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(await page.text()).toContain('<form method="post" action="/sign-in">');

    const first = await submit({ token, then: '/operations?late=1' });
    const second = await submit({ token });

    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/operations?late=1');
    expect(first.headers.get('set-cookie')).toMatch(/^duly=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
    expect(second.status).toBe(401);
  });

  test('of many who redeem the same token at once, one is signed in', async () => {
    const token = await offered();

    const answers = await Promise.all(Array.from({ length: 10 }, () => submit({ token })));

    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  test('a token that has expired signs nobody in', async () => {
    expect((await submit({ token: await offered(-1) })).status).toBe(401);
  });

  test('on this machine a bearer token can be pasted, and its session ends with it', async () => {
    const response = await submit({ token: await api.tokenFor('operator') });

    expect(response.status).toBe(303);
    const session = await api.ask('GET', '/probe/board.read', { headers: { cookie: cookieOf(response) } });
    expect(await session.json()).toEqual({ role: 'operator', id: 'operator-1' });
  });

  test('a session ends after eight hours, and on signing out', async () => {
    let now = new Date('2026-03-03T08:00:00Z');
    await withApi({ mounts: [everyAction()], now: () => now }, async (own) => {
      const open = () => signIn(own, new Date(now.getTime() + HOUR));
      const [early, late] = [await open(), await open()];
      const status = async (cookie: string) =>
        (await own.ask('GET', '/probe/board.read', { headers: { cookie } })).status;
      expect(await status(early)).toBe(200);

      await own.ask('POST', '/sign-out', { headers: { ...form, ...ours, cookie: early } });
      expect(await status(early)).toBe(401);
      expect(await status(late)).toBe(200);
      now = new Date('2026-03-03T16:00:00Z');
      expect(await status(late)).toBe(401);
    });
  });

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '\t//evil.example'])(
    'sign-in never leads to another site: %s',
    async (then) => {
      const response = await submit({ token: await offered(), then });

      expect(response.headers.get('location')).toBe('/operations');
    },
  );

  test('what stands in the link is shown as text', async () => {
    const page = await api.ask('GET', '/sign-in?token="><script>alert(1)</script>&then=/"><b>');
    const text = await page.text();

    expect(text).not.toContain('<script');
    expect(text).not.toContain('<b>');
  });

  test('unknown fields of the form are refused', async () => {
    expect((await submit({ token: 'x', roles: 'dpo' })).status).toBe(422);
  });

  test('guessing is slowed down', async () => {
    await withApi({ signInsPerMinute: 3 }, async (own) => {
      const statuses = [];
      for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await submit({ token: 'x' }, ours, own)).status);

      expect(statuses).toEqual([401, 401, 401, 429]);
    });
  });
});

describe('requests from other sites', () => {
  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a page of a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['an older browser on another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['nobody knows where', {}],
  ])('with a cookie, a step from %s is refused', async (_where, headers) => {
    const cookie = await signIn(api);
    const response = await api.ask('POST', '/probe/note', {
      headers: { ...headers, cookie },
    });

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: 'urn:duly:problem:ForeignOrigin' });
  });

  test('a step from our own page is taken, and reading needs no proof of origin', async () => {
    const cookie = await signIn(api);
    const step = await api.ask('POST', '/probe/note', { headers: { ...ours, cookie } });
    const older = await api.ask('POST', '/probe/note', { headers: { origin: api.url.origin, cookie } });
    const read = await api.ask('GET', '/probe/board.read', { headers: { cookie } });

    expect([step.status, older.status, read.status]).toEqual([200, 200, 200]);
  });

  test('another site cannot sign somebody in or out', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const cookie = await signIn(api);

    expect((await submit({ token: await offered() }, foreign)).status).toBe(403);
    expect((await api.ask('POST', '/sign-out', { headers: { ...form, ...foreign, cookie } })).status).toBe(403);
  });

  test('a bearer token needs no proof of origin: no browser sends it by itself', async () => {
    const headers = { origin: 'https://elsewhere.example' };

    expect((await api.ask('POST', '/probe/note', { as: 'dpo', headers })).status).toBe(200);
  });
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const ours = { 'sec-fetch-site': 'same-origin' };

function submit(fields: Record<string, string>, headers: Record<string, string> = ours, at = api): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  return at.ask('POST', '/sign-in', { body, headers: { ...form, ...headers } });
}

function offered(milliseconds = HOUR): Promise<string> {
  return offerSignIn(api.store, { id: 'operator-1', roles: ['operator'] }, new Date(Date.now() + milliseconds));
}

async function signIn(at: TestApi, until = new Date(Date.now() + HOUR)): Promise<string> {
  const token = await offerSignIn(at.store, { id: 'operator-1', roles: ['operator'] }, until);
  return cookieOf(await submit({ token }, ours, at));
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

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
