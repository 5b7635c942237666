import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '../../api/openapi.js';
import { resource } from '../../api/route.js';
import type { Mount } from '../../api/route.js';
import { deadlineRoutes } from '../../api/routes/deadlines.js';
import { withApi } from '../support/api.js';

const body = z.strictObject({ level: z.enum(['low', 'high']), at: z.iso.datetime({ offset: true }).optional() });

function people() {
  const probe = resource('/v1/people');
  const params = z.object({ personId: z.string() });
  const query = z.strictObject({ cursor: z.string().optional() });
  const handler = () => undefined;
  const common = { answers: { 200: z.object({ id: z.string() }) } };
  probe.route('get', '/', { ...common, action: 'case.read', summary: 'List people.', query }, handler);
  probe.route(
    'post',
    '/:personId/level',
    { ...common, action: 'keys.destroy', summary: 'Set <b>.', params, body },
    handler,
  );
  probe.route(
    'post',
    '/questions',
    { ...common, action: 'deadline.compute', summary: 'Ask.', body, changes: false },
    handler,
  );
  probe.route('get', '/room', { ...common, action: 'case.read', summary: 'Page.', page: true }, handler);
  return probe;
}

const described = openApiDocument(people().routes, new URL('https://duly.example.org/x'), '1.2.3');

describe('the OpenAPI document', () => {
  test('describes every route that is not a page, once', () => {
    const paths = Object.entries(described.paths ?? {}).map(([path, item]) => [path, Object.keys(item as object)]);

    expect(described.openapi).toBe('3.1.0');
    expect(described.info.version).toBe('1.2.3');
    expect(paths).toEqual([
      ['/v1/people', ['get']],
      ['/v1/people/{personId}/level', ['post']],
      ['/v1/people/questions', ['post']],
    ]);
  });

  test('says what the door accepts: fields, choices, and that no others are taken', () => {
    const operation = described.paths?.['/v1/people/{personId}/level']?.post as Record<string, unknown>;

    expect(operation['requestBody']).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            properties: { level: { enum: ['low', 'high'] }, at: { format: 'date-time' } },
            required: ['level'],
            additionalProperties: false,
          },
        },
      },
    });
  });

  test('asks for the Idempotency-Key exactly where the API does', () => {
    const headers = (path: string) => JSON.stringify(described.paths?.[path]?.post?.parameters ?? []);

    expect(headers('/v1/people/{personId}/level')).toContain('Idempotency-Key');
    expect(headers('/v1/people/questions')).not.toContain('Idempotency-Key');
  });

  test('names the roles, the token and the form of errors', () => {
    const operation = described.paths?.['/v1/people']?.get;

    expect(operation?.description).toBe('For operator, decider, dpo, auditor, incident-manager.');
    expect(operation?.security).toEqual([{ bearer: [] }]);
    expect(JSON.stringify(operation?.responses)).toContain('application/problem+json');
  });

  test('gives every operation a name of its own', () => {
    const ids = Object.values(described.paths ?? {}).flatMap((item) =>
      Object.values(item as Record<string, { operationId?: string }>).map(({ operationId }) => operationId),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('the description is served to machines and to people, without scripts or foreign content', async () => {
  await withApi({ mounts: [people()] }, async (api) => {
    const document = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(await (await api.ask('GET', '/openapi.json')).json());
    const page = await (await api.ask('GET', '/docs')).text();

    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/people', '/healthz', '/metrics']));
    for (const path of Object.keys(document.paths)) expect(page).toContain(` ${path}</code>`);
    expect(page).toContain('POST /v1/people/{personId}/level');
    expect(page).toContain('Set &lt;b&gt;.');
    expect(page).not.toMatch(/<script|style=|https?:\/\/(?!127)/);
  });
});

describe('the page of the API', () => {
  const shown = async (mount: Mount): Promise<string> => {
    let page = '';
    await withApi({ mounts: [mount] }, async (api) => {
      page = await (await api.ask('GET', '/docs')).text();
    });
    return page;
  };
  const rowsIn = (page: string) =>
    [...page.matchAll(/<tr role="row">\s*<th role="rowheader".*?<\/tr>/gs)].map(([row]) =>
      row
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );

  test('shows what a question for a deadline is made of, one question or a list of them', async () => {
    const page = await shown(deadlineRoutes());

    expect(rowsIn(page)).toEqual(
      expect.arrayContaining([
        'period string required Hours as PT72H, days as P14D, months as P1M. At most 64 characters.',
        'receivedOn string: date optional The day of receipt, where the hour is not known.',
        'extension boolean optional With the two further months of GDPR Art. 12(3).',
      ]),
    );
    expect(page).toContain('Either an object');
    expect(page).toContain('Or a list of them, 1 to 1000');
  });

  test('shows nested fields by their path, choices, defaults and each alternative of a body', async () => {
    const probe = resource('/v1/probe');
    const way = z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('mail'), to: z.strictObject({ address: z.string().max(9).default('x') }) }),
      z.strictObject({ by: z.literal('letter'), pages: z.array(z.strictObject({ side: z.enum(['a', 'b']) })).max(2) }),
    ]);
    const contract = { action: 'deadline.compute', summary: 'Try.', body: way, answers: { 204: 'nothing' } } as const;
    probe.route('post', '/', contract, () => undefined);

    const page = await shown(probe);

    expect(page).toContain('Either an object, with by mail');
    expect(page).toContain('Or an object, with by letter');
    expect(rowsIn(page)).toEqual(
      expect.arrayContaining([
        'by string required Always mail.',
        'to.address string optional Default: x. At most 9 characters.',
        'pages list of object required At most 2 entries.',
        'pages[].side string required One of a, b.',
      ]),
    );
  });

  test('says of every error what it means, and only of those that the address can give', async () => {
    const computing = rowsIn(await shown(deadlineRoutes()));
    const changing = rowsIn(await shown(people()));

    expect(computing).toContain('422 What was sent is not valid: errors tells every fault, and where it stands.');
    expect(computing).toContain('401 No valid token was sent.');
    expect(computing.join('\n')).not.toContain('404 ');
    expect(changing.join('\n')).toContain('404 ');
    expect(changing.join('\n')).toContain('or the Idempotency-Key is missing');
  });
});

test('a group of routes below a path with parameters is refused: its template would carry values', () => {
  expect(() => resource('/v1/cases/:caseId')).toThrow('/v1/cases/:caseId');
});
