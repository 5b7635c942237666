import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from '../domain/actor.js';
import { actorOf, allow } from './auth/authenticate.js';
import type { Action } from './auth/permissions.js';
import { formBody, jsonBody, longFormBody, noBody } from './body.js';
import { parseInput } from './input.js';
import type { InputPart } from './input.js';
import { requireIdempotencyKey } from './idempotency.js';
import { noteTemplate } from './route-template.js';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** What a route accepts and answers: checked on the way in, and published as OpenAPI. */
export interface Contract<Params, Query, Body> {
  readonly action: Action;
  /** One sentence for `/docs`, verb first. */
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** `stream`: the handler reads the body itself. Default: JSON where a body schema is given. */
  readonly accepts?: 'json' | 'form' | 'longForm' | 'stream';
  /** By status: what the answer holds. `text` and `bytes` for what is not JSON. */
  readonly answers: Readonly<Record<number, z.ZodType | 'text' | 'bytes' | 'nothing'>>;
  /** False for a POST that only computes: it needs no Idempotency-Key. */
  readonly changes?: boolean;
  /** Stricter than the general limit. */
  readonly limit?: RequestHandler;
  /** Pages are for people: not in the OpenAPI document. */
  readonly page?: boolean;
}

export type AnyContract = Contract<unknown, unknown, unknown>;

/** One address of the API, as tests and documentation walk it. */
export interface Route {
  readonly method: Method;
  /** With parameters in braces, `/v1/subject-requests/{caseId}`. */
  readonly template: string;
  readonly contract: AnyContract;
}

export interface Mount {
  readonly path: string;
  readonly router: Router;
  readonly routes?: readonly Route[];
}

/** What a handler gets: parsed, and from somebody who may. */
export interface Asked<Params, Query, Body> {
  readonly request: Request;
  readonly response: Response;
  readonly actor: Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export interface Resource extends Mount {
  readonly routes: readonly Route[];
  route<Params = undefined, Query = undefined, Body = undefined>(
    method: Method,
    path: string,
    contract: Contract<Params, Query, Body>,
    handle: (asked: Asked<Params, Query, Body>) => Promise<void> | void,
  ): void;
}

/** A group of routes below one path. Each names its action, so none is open by oversight. */
export function resource(path: string): Resource {
  if (path.includes(':')) throw new Error(`a mount path carries no parameters: ${path}`);
  const router = Router();
  const routes: Route[] = [];
  return {
    path,
    router,
    routes,
    route(method, subPath, contract, handle) {
      const template = templateOf(path, subPath);
      routes.push({ method, template, contract });
      router[method](
        subPath,
        noteTemplate(template),
        ...(contract.limit ? [contract.limit] : []),
        allow(contract.action),
        ...keyFor(method, template, contract),
        ...bodyFor(method, contract),
        async (request, response) => {
          await handle(askedBy(request, response, contract));
        },
      );
    },
  };
}

function askedBy<Params, Query, Body>(
  request: Request,
  response: Response,
  { params, query, body }: Contract<Params, Query, Body>,
): Asked<Params, Query, Body> {
  return {
    request,
    response,
    actor: actorOf(request),
    params: parsed(params, request.params, 'path'),
    query: parsed(query, request.query, 'query'),
    body: parsed(body, request.body, 'body'),
  };
}

/** Without a schema nothing is handed on, whatever was sent; its type is then `undefined`. */
function parsed<T>(schema: z.ZodType<T> | undefined, value: unknown, part: InputPart): T {
  return (schema === undefined ? undefined : parseInput(schema, value, part)) as T;
}

function templateOf(path: string, subPath: string): string {
  const whole = subPath === '/' ? path : `${path === '/' ? '' : path}${subPath}`;
  return whole.replaceAll(/:(\w+)/g, '{$1}').replaceAll(/\*(\w+)/g, '{$1}');
}

function keyFor(method: Method, template: string, contract: Pick<AnyContract, 'changes' | 'page'>): RequestHandler[] {
  return needsKey(method, template, contract) ? [requireIdempotencyKey] : [];
}

export function needsKey(
  method: Method,
  template: string,
  { changes, page }: Pick<AnyContract, 'changes' | 'page'>,
): boolean {
  return method === 'post' && changes !== false && page !== true && template.startsWith('/v1/');
}

/** 202 beside the answer proper: a case is asked. */
export function mayAnswerLater({ answers }: AnyContract): boolean {
  return 202 in answers && Object.keys(answers).length > 1;
}

function bodyFor(
  method: Method,
  { accepts, body }: Pick<Contract<never, never, unknown>, 'accepts'> & { readonly body?: unknown },
): RequestHandler[] {
  if (accepts === 'stream') return [];
  if (accepts === 'form') return [...formBody];
  if (accepts === 'longForm') return [...longFormBody];
  if (method === 'get') return [];
  return accepts === 'json' || body !== undefined ? [...jsonBody] : [noBody];
}
