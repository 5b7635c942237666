import type { Request, RequestHandler } from 'express';
import { Forbidden } from '../problem.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that changes something was sent by one of our own pages. Browsers say so themselves; a client that
 * says nothing at all is no browser, and is trusted only where no cookie speaks for it.
 */
export function isForeign(request: Request, publicOrigin: string, hasCookie: boolean): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  return origin === undefined ? hasCookie : origin !== publicOrigin;
}

/** For forms that work before anybody is signed in, so that nobody is signed in by another site. */
export function fromOurPages(publicOrigin: string): RequestHandler {
  return (request, _response, next) => {
    if (isForeign(request, publicOrigin, false)) throw foreign();
    next();
  };
}

export function foreign(): Forbidden {
  return new Forbidden(
    'This request did not come from a page of Duly. Open the page again and repeat.',
    'ForeignOrigin',
  );
}
