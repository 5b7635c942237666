import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerSignIn } from '../../api/auth/sign-in.js';
import { resource } from '../../api/route.js';
import { startApi, withApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

const HOUR = 3_600_000;

function probes() {
  const probe = resource('/probe');
  const answers = { 200: 'text' } as const;
  probe.route('get', '/board.read', { action: 'board.read', summary: 'Probe.', answers }, ({ actor, response }) => {
    response.json(actor);
  });
  probe.route(
    'post',
    '/note',
    { action: 'subject-request.note', summary: 'Probe.', answers },
    ({ actor, response }) => {
      response.json(actor);
    },
  );
  return probe;
}

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ mounts: [probes()] });
});
afterAll(() => api.close());

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
    expect(await second.text()).toContain('This link or token was used before, or its time is over');
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
    await withApi({ mounts: [probes()], now: () => now }, async (own) => {
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

      expect(response.headers.get('location')).toBe('/');
    },
  );

  test('what stands in the link is shown as text', async () => {
    const page = await api.ask('GET', '/sign-in?token="><script>alert(1)</script>&then=/"><em>');
    const text = await page.text();

    expect(text).not.toContain('<script');
    expect(text).not.toContain('<em>');
  });

  test.each(['/sign-in', '/sign-in?token=x', '/probe/board.read', '/docs'])(
    'the page %s stands in the frame of all others',
    async (path) => {
      const page = await (await api.ask('GET', path, { headers: { accept: 'text/html' } })).text();

      expect(page).toContain('<html lang="en">');
      expect(page).toContain('<a class="skip" href="#main">');
      expect(page).toMatch(/<main (class="narrow")? id="main" tabindex="-1">/);
      expect(page).toContain('<b>Duly</b> Example Cloud BV');
      expect(page).toContain('href="/assets/duly.css"');
    },
  );

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
