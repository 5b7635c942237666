import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLogger, errorForLog, scrub } from '../../telemetry/log.js';
import { resource } from '../../api/route.js';
import { assetRoutes } from '../../api/routes/assets.js';
import { withApi } from '../support/api.js';

const secrets = [
  ['a mail address', 'jan.jansen+privacy@mail.example.org'],
  ['a mail address with letters beyond ASCII', 'jörg.müller@exämple.de'],
  ['a mail address in an address line', 'jan%40example.org'],
  ['a telephone number', '+31 6 1234 5678'],
  ['a national telephone number', '020-123 45 67'],
  ['a bearer token', 'Bearer abc.def-123'],
  ['a signed token', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJqYW4ifQ.c2lnbmF0dXJl'],
  ['a session secret', 'Q2hhcmxlc19iYWJiYWdlX2Fsd2F5c19yb2Nrcy10aGUta2V5'],
] as const;

const harmless = [
  '2026-03-03T12:00:00.000Z',
  '0b21c7e4-52a5-4e39-9a4b-5d6b1fd6a21f',
  '/v1/subject-requests/{caseId}',
  'S-2026-0031',
  'GDPR Art. 12(3)',
  '127.0.0.1:7070',
  '0123456789abcdefghjkmnpqrs',
];

describe('the log', () => {
  test.each(secrets)('loses %s from any text', (_what, secret) => {
    const text = scrub(`before ${secret} after`);

    expect(text).not.toContain(secret.slice(3, -3));
    expect(text).toMatch(/^before \[\w+\] after$/);
  });

  test.each(harmless)('keeps %s', (text) => {
    expect(scrub(`at ${text} now`)).toBe(`at ${text} now`);
  });

  test('is scrubbed in messages, arguments and at any depth of what is logged', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line: string) => lines.push(line) });

    for (const [, secret] of secrets) {
      log.info({ deep: { list: [secret, { error: new Error(secret) }] }, err: new Error(secret) }, `for ${secret}`);
      log.warn('for %s', secret);
      log.child({ of: secret }).info('x');
      log.error(new Error(secret));
      log.error({ err: new Error(secret) });
    }

    expect(lines).toHaveLength(5 * secrets.length);
    const all = lines.join('');
    expect(secrets.filter(([, secret]) => all.includes(secret))).toEqual([]);
  });

  test('knows an error by class, code and place, never by its words', () => {
    const error = new TypeError('Jan Jansen\n    at Kerkstraat 1, Utrecht\nwas refused', {
      cause: Object.assign(new Error('duplicate key (email)=(Jan Jansen)'), { code: '23505' }),
    });

    const logged = errorForLog(error);

    expect(inspect(logged, { depth: 9 })).not.toMatch(/Jansen|Kerkstraat|refused|duplicate/);
    expect(logged).toMatchObject({ class: 'TypeError', cause: { class: 'Error', code: '23505' } });
    expect(logged.frames[0]).toMatch(/logging\.test\.ts:\d+:\d+$/);
  });

  test('an error that imitates a stack in its name or message adds no frame', () => {
    const error = new Error('one');
    error.message = 'two';
    error.stack = 'Error: two Jan\n    at Jan Jansen (/home/jan.jansen@example.org:1:1)\n    at jan (Kerkstraat:1:1)';

    expect(scrub(JSON.stringify(errorForLog(error)))).not.toMatch(/Kerkstraat|jansen/);
  });
});

test('a request is logged by route template, without address, query, headers or body', async () => {
  const probe = resource('/v1/people');
  probe.route(
    'get',
    '/:name',
    { action: 'portal.ask', summary: 'Probe.', params: z.object({ name: z.string() }), answers: { 200: 'text' } },
    ({ params }) => Promise.reject(new Error(`no ${params.name}`)),
  );
  await withApi({ mounts: [probe] }, async (api) => {
    const headers = { 'user-agent': 'marker-agent', referer: 'http://marker-referer', cookie: 'marker=cookie' };
    await api.ask('GET', '/v1/people/marker-path?marker=query', { headers });
    await api.ask('GET', '/marker-unmatched');

    await expect.poll(() => api.logged.length).toBe(3);
    expect(api.logged.join('')).toContain('"route":"/v1/people/{name}"');
    expect(api.logged.join('')).toContain('"route":"unmatched"');
    expect(api.logged.join('')).not.toContain('marker');
  });
});

test('scripts, styles and the icon are logged and measured by their own names', async () => {
  await withApi({ mounts: [assetRoutes()] }, async (api) => {
    expect((await api.ask('GET', '/assets/duly.css')).status).toBe(200);
    const icon = await api.ask('GET', '/favicon.ico');
    const metrics = await (await api.ask('GET', '/metrics', { as: 'service' })).text();

    expect([icon.status, icon.headers.get('location')]).toEqual([301, '/assets/duly.svg']);
    expect(api.logged.join('')).toContain('"route":"/assets/duly.css"');
    expect(api.logged.join('')).toContain('"route":"/favicon.ico"');
    expect(metrics).toContain('route="/assets/duly.css"');
    expect(api.logged.join('')).not.toContain('unmatched');
  });
});
