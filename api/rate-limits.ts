import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { identityOf } from './auth/authenticate.js';
import { TooMany } from './problem.js';

const MINUTE = 60_000;

export interface RateLimits {
  /** Requests per minute with one token or session. */
  readonly perToken: number;
  /** Requests per minute from one address without a valid credential. */
  readonly perAddress: number;
}

/** The limit of every route. Counted in this process: with several, each lets through its share. */
export function generalLimit({ perToken, perAddress }: RateLimits): RequestHandler {
  return limiter((request) => (identityOf(request) === undefined ? perAddress : perToken), callerOf);
}

/** A stricter limit for one public route, such as sign-in or the portal's form. */
export function publicLimit(perMinute: number): RequestHandler {
  return limiter(() => perMinute, addressOf);
}

function limiter(limit: (request: Request) => number, key: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit,
    keyGenerator: key,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false, trustProxy: false },
    handler: (_request, response, next) => {
      next(new TooMany(Number(response.getHeader('retry-after') ?? MINUTE / 1000)));
    },
  });
}

function callerOf(request: Request): string {
  const identity = identityOf(request);
  return identity === undefined ? addressOf(request) : `credential:${identity.credential}`;
}

/** Of an IPv6 address the network counts: one line holds more addresses than a limit could. */
function addressOf(request: Request): string {
  return `address:${ipKeyGenerator(request.ip ?? '')}`;
}
