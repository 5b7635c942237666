import express from 'express';
import type { RequestHandler } from 'express';
import { BadRequest } from './problem.js';

const LIMIT = '1mb';
/** A hundred texts of 5,000 characters each; of those beyond Latin, browsers send nine bytes for one. */
const LONG_LIMIT = '5mb';
const DEEPEST = 32;

/** One JSON object or array of at most 1 MB, uncompressed, in UTF-8, and shallow. */
export const jsonBody: readonly RequestHandler[] = [
  only('application/json'),
  express.json({ limit: LIMIT, strict: true, inflate: false, type: 'application/json' }),
  refuseUnsafe,
];

/** What a form of our own pages sends. */
export const formBody = formOfAtMost(LIMIT);

/** A questionnaire as a whole, from whoever is signed in. */
export const longFormBody = formOfAtMost(LONG_LIMIT);

/** For steps without content: an empty body, or an empty JSON object. */
export const noBody: RequestHandler = (request, _response, next) => {
  const length = request.headers['content-length'] ?? '0';
  const isEmpty = request.headers['transfer-encoding'] === undefined && /^[02]$/.test(length);
  if (!isEmpty) throw new BadRequest('BodyNotExpected', 'This step takes no body.');
  next();
};

function formOfAtMost(limit: string): readonly RequestHandler[] {
  return [
    only('application/x-www-form-urlencoded'),
    express.urlencoded({ limit, extended: false, inflate: false, parameterLimit: 4_200 }),
  ];
}

function only(type: string): RequestHandler {
  return (request, _response, next) => {
    if (!request.is(type) || !isUtf8(request.headers['content-type'])) {
      throw new BadRequest('UnsupportedMediaType', `Send the body as ${type} in UTF-8.`, 415);
    }
    next();
  };
}

/** The parser would also read UTF-7, in which a check for letters can be walked around. */
function isUtf8(contentType = ''): boolean {
  const [, charset] = /charset\s*=\s*"?([\w-]*)/i.exec(contentType) ?? [];
  return charset === undefined || charset.toLowerCase() === 'utf-8';
}

function refuseUnsafe(...[request, , next]: Parameters<RequestHandler>): void {
  if (isDeeperThan(DEEPEST, request.body)) {
    throw new BadRequest('TooDeep', `Lists and objects may be nested ${String(DEEPEST)} deep.`);
  }
  if (holdsPrototype(request.body)) throw new BadRequest('UnsafeKey', 'A field may not be called __proto__.');
  next();
}

/** Level by level, without recursion: a deep body must not exhaust the stack of the check itself. */
function isDeeperThan(limit: number, body: unknown): boolean {
  let level: readonly object[] = [body].filter(isObject);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true;
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
  return false;
}

function holdsPrototype(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(holdsPrototype);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
