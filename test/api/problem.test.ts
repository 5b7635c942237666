import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CaseClosed, KeyReused, NotFound, Refused, TooMany } from '../../api/problem.js';
import { resource } from '../../api/route.js';
import { WaitedInVain } from '../../intake/gate.js';
import { startApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

const throwing = {
  found: new NotFound(),
  reused: new KeyReused(),
  many: new TooMany(12.2),
  closed: new CaseClosed(),
  refused: new Refused({ type: 'CaseOnHold', message: 'a claim is pending', article: 'GDPR Art. 17(3)(e)' }),
  unknown: new WorkflowNotFoundError('no such run', 'case/x', undefined),
  started: new WorkflowExecutionAlreadyStartedError('started', 'case/x', 'subjectRequest'),
  slow: new WorkflowUpdateRPCTimeoutOrCancelledError('timeout'),
  crowded: new WaitedInVain(),
  gone: new WorkflowUpdateFailedError('', ApplicationFailure.nonRetryable('', 'AcceptedUpdateCompletedWorkflow')),
  late: new WorkflowUpdateFailedError(
    '',
    ApplicationFailure.nonRetryable('Too late.', 'ExtensionTooLate', 'GDPR Art. 12(3)'),
  ),
  unlisted: new WorkflowUpdateFailedError('', ApplicationFailure.nonRetryable('jan@example.org', 'Strange')),
  away: new ServiceError('failed', { cause: Object.assign(new Error('14'), { code: 14 }) }),
  database: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  defect: new Error('jan.jansen@example.org was not found in table people'),
  parsing: new z.ZodError([{ code: 'custom', path: ['secret_column'], message: 'jan@example.org', input: '' }]),
} as const;

const person = z.strictObject({
  name: z.string().max(200),
  addresses: z.array(z.strictObject({ 'a/b~c': z.string() })).optional(),
});

let api: TestApi;
beforeAll(async () => {
  const probe = resource('/v1/probe');
  probe.route(
    'post',
    '/',
    { action: 'subject-request.open', summary: 'Probe.', body: person, answers: { 200: person }, changes: false },
    ({ body, response }) => void response.json(body),
  );
  probe.route(
    'post',
    '/empty',
    { action: 'subject-request.open', summary: 'Probe.', answers: { 204: 'nothing' }, changes: false },
    ({ response }) => void response.status(204).end(),
  );
  probe.route(
    'get',
    '/:which',
    {
      action: 'subject-request.read',
      summary: 'Fail.',
      params: z.object({ which: z.enum(Object.keys(throwing) as (keyof typeof throwing)[]) }),
      query: z.strictObject({ page: z.coerce.number().optional() }),
      answers: { 200: 'text' },
    },
    ({ params }) => Promise.reject(throwing[params.which]),
  );
  api = await startApi({ mounts: [probe] });
});
afterAll(() => api.close());

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return api.ask('POST', '/v1/probe', { as: 'operator', body, headers });
}

describe('what goes wrong is answered as a problem', () => {
  test.each([
    ['found', 404, 'NotFound'],
    ['reused', 422, 'KeyReused'],
    ['many', 429, 'TooManyRequests'],
    ['closed', 409, 'CaseClosed'],
    ['refused', 409, 'CaseOnHold'],
    ['unknown', 404, 'CaseNotFound'],
    ['started', 409, 'CaseAlreadyOpen'],
    ['slow', 504, 'NotAnsweredInTime'],
    ['crowded', 504, 'NotAnsweredInTime'],
    ['gone', 409, 'CaseClosed'],
    ['late', 409, 'ExtensionTooLate'],
    ['unlisted', 500, 'Unexpected'],
    ['away', 503, 'Unavailable'],
    ['database', 503, 'Unavailable'],
    ['defect', 500, 'Unexpected'],
    ['parsing', 500, 'Unexpected'],
  ] as const)('a thrown %s is answered %d %s, and nobody is quoted', async (which, status, name) => {
    const response = await api.ask('GET', `/v1/probe/${which}`, { as: 'operator' });
    const text = await response.text();

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ type: `urn:duly:problem:${name}`, status });
    expect(text).not.toMatch(/example\.org|secret_column|ECONNREFUSED|table/);
  });

  test('the instance of a problem is the id under which it was logged', async () => {
    const response = await api.ask('GET', '/v1/probe/defect', { as: 'operator' });
    const { instance } = z.object({ instance: z.string() }).parse(await response.json());

    expect(instance).toBe(`urn:uuid:${response.headers.get('x-request-id') ?? ''}`);
    await expect.poll(() => api.logged.filter((line) => line.includes(instance.slice(9))).length).toBeGreaterThan(0);
  });

  test('a refusal carries its article, a limit says when to come back', async () => {
    const late = await api.ask('GET', '/v1/probe/late', { as: 'operator' });
    const many = await api.ask('GET', '/v1/probe/many', { as: 'operator' });

    expect(await late.json()).toMatchObject({ detail: 'Too late.', article: 'GDPR Art. 12(3)' });
    expect(many.headers.get('retry-after')).toBe('13');
  });

  test('somebody in a browser reads a page, and a program reads JSON', async () => {
    const page = await api.ask('GET', '/nowhere', { headers: { accept: 'text/html,*/*;q=0.8' } });
    const json = await api.ask('GET', '/nowhere', { headers: { accept: '*/*' } });

    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Nothing is kept under this address.');
    expect(json.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('bad input', () => {
  test('broken JSON is 400', async () => {
    expect((await post('{"name": ')).status).toBe(400);
    expect((await post('"text"')).status).toBe(400);
    expect((await post('{"name":"\\ud8')).status).toBe(400);
  });

  test('a body over 1 MB is 413', async () => {
    expect((await post({ name: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json; charset=utf-7'])(
    'content of type %s is 415 where JSON is asked for',
    async (type) => {
      expect((await post('{"name":"x"}', { 'content-type': type })).status).toBe(415);
    },
  );

  test('compressed content is 415, so that a small body cannot grow', async () => {
    expect((await post('{"name":"x"}', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('a missing body is not taken for an empty one', async () => {
    const response = await api.ask('POST', '/v1/probe', { as: 'operator' });

    expect(response.status).toBe(415);
  });

  test('each unknown field is named where it stands', async () => {
    const response = await post({ name: 'x', admin: true, role: 'dpo' });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [
        { in: 'body', pointer: '/admin', message: 'This field is not known here.' },
        { in: 'body', pointer: '/role' },
      ],
    });
  });

  test('pointers escape what JSON Pointer reserves', async () => {
    const response = await post({ name: 'x', addresses: [{ 'a/b~c': 1 }] });

    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/addresses/0/a~1b~0c' }] });
  });

  test('an unknown or malformed query parameter is told as one', async () => {
    const response = await api.ask('GET', '/v1/probe/found?page=x&debug=1', { as: 'operator' });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ in: 'query' }, { in: 'query', pointer: '/debug' }] });
  });

  test('a name of 100,000 characters is refused and not repeated', async () => {
    const response = await post({ name: 'Q'.repeat(100_000) });

    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(1_000);
  });

  test('a field name of 100,000 characters comes back cut', async () => {
    const response = await post({ name: 'x', ['Q'.repeat(100_000)]: 1 });

    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(1_000);
  });

  test.each(['{"name":"x","__proto__":{"admin":true}}', '{"name":"x","addresses":[{"__proto__":1}]}'])(
    'a body that reaches for the prototype is refused: %s',
    async (body) => {
      expect((await post(body)).status).toBe(400);
    },
  );

  test.each(['constructor', 'prototype', 'toString'])('a field called %s is as unknown as any other', async (name) => {
    const response = await post(`{"name":"x","${name}":{"prototype":{"admin":true}}}`);

    expect(response.status).toBe(422);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test.each([
    ['lists', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['objects', '{"name":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('%s nested without end are refused, and the process goes on', async (_what, body) => {
    expect((await post(body)).status).toBe(400);
    expect((await api.ask('GET', '/healthz')).status).toBe(200);
  });

  test('a step without content takes no content', async () => {
    const empty = await api.ask('POST', '/v1/probe/empty', { as: 'operator' });
    const full = await api.ask('POST', '/v1/probe/empty', { as: 'operator', body: { more: true } });

    expect(empty.status).toBe(204);
    expect(full.status).toBe(400);
  });

  test('an address that cannot be decoded is 400', async () => {
    expect((await api.ask('GET', '/v1/probe/%E0%A4%A', { as: 'operator' })).status).toBe(400);
  });

  test('a line break smuggled into a header reaches no answer', async () => {
    const { port } = api.url;
    const sent = httpRequest({ port, path: '/nowhere', headers: { 'x-request-id': 'a' }, insecureHTTPParser: false });
    expect(() => sent.setHeader('accept', 'text/html\r\nset-cookie: a=b')).toThrow();
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();

    expect(response.headers['x-request-id']).not.toBe('a');
    expect((await api.ask('GET', '/sign-in?then=%0d%0aset-cookie:%20a=b')).headers.get('set-cookie')).toBeNull();
  });

  test('an unknown method on a known address is 404', async () => {
    expect((await api.ask('DELETE', '/v1/probe', { as: 'operator' })).status).toBe(404);
  });
});

test('answers forbid foreign content and inline code, and do not name the framework', async () => {
  const { headers } = await api.ask('GET', '/healthz');

  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
});
