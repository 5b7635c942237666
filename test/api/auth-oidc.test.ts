import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenVerifier } from '../../api/auth/bearer.js';
import { identifier } from '../../api/auth/identity.js';
import type { Person } from '../../api/auth/identity.js';
import { codeFlow } from '../../api/auth/oidc.js';
import { accessTokenRules, createProvider } from '../../api/auth/provider.js';
import { createSessions } from '../../api/auth/sessions.js';
import { signInRoutes } from '../../api/auth/sign-in.js';
import { publicLimit } from '../../api/rate-limits.js';
import { resource } from '../../api/route.js';
import { signInsInMemory, startApi, testServerKey } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { startOidcProvider } from '../support/oidc-provider.js';
import type { OidcProvider } from '../support/oidc-provider.js';

const people: readonly (Person & { readonly subject: string })[] = [
  { id: 'r-visser', subject: 'idp-7', roles: ['operator', 'decider'] },
];
const publicUrl = new URL('https://duly.example.org');

let provider: OidcProvider;
let api: TestApi;

beforeAll(async () => {
  provider = await startOidcProvider('duly-pages', 'a secret: with % and +');
  api = await apiFor(provider.issuer);
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

/** As in production: tokens of the provider, pages behind https. */
function apiFor(issuer: string): Promise<TestApi> {
  const now = () => new Date();
  const store = signInsInMemory();
  const found = createProvider(issuer);
  const identify = identifier((subject) => people.find((person) => person.subject === subject), testServerKey);
  const isRevoked = (hash: string) => store.isRevoked(hash);
  const verify = tokenVerifier(accessTokenRules(found, 'duly-api'), { identify, isRevoked, now });
  const client = {
    clientId: 'duly-pages',
    clientSecret: 'a secret: with % and +',
    redirectUri: `${publicUrl.origin}/sign-in/callback`,
  };
  const flow = codeFlow(found, client, testServerKey, now);
  const sessions = createSessions(store, publicUrl, now);
  const signIn = {
    store,
    sessions,
    publicUrl,
    now,
    limit: publicLimit(10_000),
    house: { organisation: 'Example', version: '0.0.0' },
    oidc: { flow, identify },
  };
  const probe = resource('/probe');
  probe.route('get', '/', { action: 'board.read', summary: 'Probe.', answers: { 200: 'text' } }, (asked) => {
    asked.response.json(asked.actor);
  });
  const authentication = { verify, sessions, publicOrigin: publicUrl.origin };
  return startApi({ change: { publicUrl, authentication, mounts: [signInRoutes(signIn), probe] } });
}

describe('sign-in through an OpenID provider', () => {
  test('leads there with PKCE and back to the page that was asked for', async () => {
    const { url, cookie } = await start('/operations?late=1');
    const back = await finish(provider.authorize(url), cookie);
    const session = cookieOf(back, '__Host-duly=');

    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(back.status).toBe(200);
    expect(await back.text()).toContain('<meta http-equiv="refresh" content="0;url=/operations?late=1"');
    expect(back.headers.getSetCookie().join('\n')).toMatch(/__Host-duly=[\w-]{43}; Path=\/; .*Secure; SameSite=Strict/);
    const seen = await api.ask('GET', '/probe', { headers: { cookie: session } });
    expect(await seen.json()).toEqual({ role: 'operator', id: 'r-visser' });
  });

  test('the note between the halves says nothing to the browser that keeps it, and is dropped', async () => {
    const { url, cookie } = await start();
    const back = await finish(provider.authorize(url), cookie);

    expect(cookie).toMatch(/^__Host-duly-sign-in=eyJ/);
    expect(cookie).not.toContain(url.searchParams.get('state') ?? '');
    expect(back.headers.getSetCookie().join('\n')).toMatch(/__Host-duly-sign-in=; Path=\/; Expires=Thu, 01 Jan 1970/);
  });

  test('an answer to a sign-in that this browser did not start is refused', async () => {
    const [mine, other] = [await start(), await start()];
    const foreign = provider.authorize(other.url);

    expect((await finish(foreign, mine.cookie)).status).toBe(400);
    expect((await finish(foreign, '')).status).toBe(400);
    expect((await finish(foreign, '__Host-duly-sign-in=eyJh.b.c.d.e')).status).toBe(400);
  });

  test('an answer that names another issuer is refused', async () => {
    const { url, cookie } = await start();
    const back = provider.authorize(url);
    back.searchParams.set('iss', 'https://evil.example');

    expect((await finish(back, cookie)).status).toBe(400);
  });

  test('somebody whom the provider declines is told so', async () => {
    const { url, cookie } = await start();
    const back = new URL('/sign-in/callback?error=access_denied', publicUrl);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    const response = await finish(back, cookie);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'urn:duly:problem:SignInDeclined' });
  });

  test.each([
    ['another nonce', { nonce: 'other' }],
    ['another audience', { aud: 'duly-api' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an end in the past', { exp: 1 }],
    ['roles that are no list', { roles: 'dpo' }],
  ])('an ID token with %s signs nobody in', async (_what, wrong) => {
    const { url, cookie } = await start();
    const back = await finish(provider.authorize(url, wrong), cookie);

    expect(back.status).toBe(400);
    expect(cookieOf(back, '__Host-duly=')).toBe('');
  });

  test('a code is of no use a second time', async () => {
    const { url, cookie } = await start();
    const back = provider.authorize(url);
    expect((await finish(back, cookie)).status).toBe(200);

    expect((await finish(back, cookie)).status).toBe(400);
  });
});

describe('access tokens of an OpenID provider', () => {
  const good = { aud: 'duly-api', sub: 'idp-7', roles: ['decider', 'dpo'] };

  test('carry the roles that token and organisation file share', async () => {
    const response = await bearing(await provider.accessToken(good));

    expect(await response.json()).toEqual({ role: 'decider', id: 'r-visser' });
  });

  test.each([
    ['made for the pages', { aud: 'duly-pages' }],
    ['that lives longer than a quarter of an hour', { exp: Math.floor(Date.now() / 1000) + 1_200 }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 10 }],
  ])('one %s is refused', async (_what, wrong) => {
    expect((await bearing(await provider.accessToken({ ...good, ...wrong }))).status).toBe(401);
  });

  test('while the provider is away nobody is called a liar', async () => {
    const token = await provider.accessToken(good);
    const lonely = await apiFor('http://127.0.0.1:9');
    try {
      const response = await lonely.ask('GET', '/probe', { headers: { authorization: `Bearer ${token}` } });

      expect(response.status).toBe(503);
      expect((await lonely.ask('GET', '/sign-in/oidc')).status).toBe(503);
    } finally {
      await lonely.close();
    }
  });

  function bearing(token: string): Promise<Response> {
    return api.ask('GET', '/probe', { headers: { authorization: `Bearer ${token}` } });
  }
});

async function start(then = '/operations'): Promise<{ readonly url: URL; readonly cookie: string }> {
  const response = await api.ask('GET', `/sign-in/oidc?then=${encodeURIComponent(then)}`);
  return {
    url: new URL(response.headers.get('location') ?? ''),
    cookie: cookieOf(response, '__Host-duly-sign-in='),
  };
}

function finish(back: URL, cookie: string): Promise<Response> {
  return api.ask('GET', `${back.pathname}${back.search}`, { headers: { cookie } });
}

function cookieOf(response: Response, start: string): string {
  return (
    response.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith(start))
      ?.split(';')[0] ?? ''
  );
}
