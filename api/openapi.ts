import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { grantOf } from './auth/permissions.js';
import { problemSchema } from './problem.js';
import { needsKey } from './route.js';
import type { AnyContract, Route } from './route.js';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const keyHeader = z.object({ 'Idempotency-Key': z.string().min(1).max(200) });
const waitHeader = keyHeader.extend({
  Prefer: z.string().optional().describe('`wait=5`: the answer within five seconds, or 202. RFC 7240.'),
});

/** The same schemas that guard the door describe it. */
export function openApiDocument(routes: readonly Route[], publicUrl: URL, version: string): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const route of routes.filter(({ contract }) => contract.page !== true)) {
    registry.registerPath(pathOf(route));
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Duly',
      version,
      description: 'Keeps privacy promises on time. Every error is application/problem+json (RFC 9457).',
    },
    servers: [{ url: publicUrl.origin }],
  });
}

function pathOf({ method, template, contract }: Route): RouteConfig {
  const grant = grantOf(contract.action);
  return {
    method,
    path: template,
    summary: contract.summary,
    operationId: `${method}${template.replaceAll(/\W+(\w?)/g, (_all, next: string) => next.toUpperCase())}`,
    tags: [tagOf(template)],
    description: grant === 'public' ? 'Public.' : `For ${grant.join(', ')}.`,
    security: grant === 'public' ? [] : [{ bearer: [] }],
    request: requestOf(method, template, contract),
    responses: {
      ...answersOf(contract),
      default: { description: 'What went wrong', content: { 'application/problem+json': { schema: problemSchema } } },
    },
  };
}

function requestOf(method: Route['method'], template: string, contract: AnyContract): RouteConfig['request'] & object {
  return {
    ...(contract.params instanceof z.ZodObject && { params: contract.params }),
    ...(contract.query instanceof z.ZodObject && { query: contract.query }),
    ...(needsKey(method, template, contract) && { headers: mayAnswerLater(contract) ? waitHeader : keyHeader }),
    ...(contract.body !== undefined && {
      body: { required: true, content: { 'application/json': { schema: contract.body } } },
    }),
    ...(contract.accepts === 'stream' && {
      body: { required: true, content: { 'application/octet-stream': { schema: z.string() } } },
    }),
  };
}

/** 202 beside the answer proper: a case is asked. */
function mayAnswerLater({ answers }: AnyContract): boolean {
  return 202 in answers && Object.keys(answers).length > 1;
}

function answersOf({ answers, summary }: AnyContract): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if (answer === 'nothing') return [status, { description: summary }];
      if (answer === 'text')
        return [status, { description: summary, content: { 'text/plain': { schema: z.string() } } }];
      return [status, { description: summary, content: { 'application/json': { schema: answer } } }];
    }),
  );
}

/** `/v1/subject-requests/{caseId}` → `subject-requests` */
function tagOf(template: string): string {
  const [first = '', second = ''] = template.split('/').filter((part) => part !== '');
  return first === 'v1' ? second : 'service';
}
