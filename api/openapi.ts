import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { grantOf } from './auth/permissions.js';
import { problemSchema } from './problem.js';
import { problemAnswersOf } from './problem-answers.js';
import { mayAnswerLater, needsKey } from './route.js';
import type { AnyContract, Route } from './route.js';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const keyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .describe('Your own, one for each step: repeated with the same key, a step is taken once and answered alike.'),
});
const waitHeader = keyHeader.extend({
  Prefer: z.string().optional().describe('`wait=5`: the answer within five seconds, or 202. RFC 7240.'),
});

const problemContent = { 'application/problem+json': { schema: problemSchema.meta({ id: 'Problem' }) } };

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

function pathOf(route: Route): RouteConfig {
  const { method, template, contract } = route;
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
      ...problemsOf(route),
      ...answersOf(contract),
      default: { description: 'Anything else that went wrong.', content: problemContent },
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

function problemsOf(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(problemAnswersOf(route)).map(([status, description]) => [
      status,
      { description, content: problemContent },
    ]),
  );
}

function answersOf(contract: AnyContract): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(contract.answers).map(([status, answer]) => {
      const description = answerWords(Number(status), contract);
      return [status, { description, ...(answer !== 'nothing' && { content: contentOf(answer) }) }];
    }),
  );
}

function contentOf(answer: z.ZodType | 'text' | 'bytes') {
  if (answer === 'text') return { 'text/plain': { schema: z.string() } };
  if (answer === 'bytes') return { 'application/octet-stream': { schema: z.string() } };
  return { 'application/json': { schema: answer } };
}

function answerWords(status: number, contract: AnyContract): string {
  switch (status) {
    case 200:
      return 'The answer.';
    case 201:
      return 'It is on record; `Location` says where.';
    case 202:
      return mayAnswerLater(contract)
        ? 'Not answered within the seconds of `Prefer`: ask again with the same Idempotency-Key.'
        : 'On record; what follows from it comes later.';
    case 204:
      return 'Done; nothing is sent back.';
    default:
      return 'The same, where not all is well.';
  }
}

/** `/v1/subject-requests/{caseId}` → `subject-requests` */
function tagOf(template: string): string {
  const [first = '', second = ''] = template.split('/').filter((part) => part !== '');
  return first === 'v1' ? second : 'service';
}
