import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { NotFound } from './problem.js';
import type { Problem } from './problem.js';
import { told } from './to-problem.js';

/** How a problem looks to somebody in a browser; undefined leaves the answer as JSON. */
export type ProblemPage = (problem: Problem, request: Request) => string | undefined;

export interface ProblemHandling {
  /** Hears of every defect; what the caller is told is not enough to mend it. */
  readonly report: (error: unknown, request: Request) => void;
  readonly page: ProblemPage;
}

/** The caller learns nothing from an unexpected error; the operator learns everything. */
export function problemHandler({ report, page }: ProblemHandling): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (isBrokenOff(error, request)) {
      // Nobody hears it; the log has the status of a request that was never whole.
      if (!response.headersSent) response.status(400);
      response.destroy();
      return;
    }
    const { problem, headers } = told(error);
    if (problem.status >= 500) report(error, request);
    if (response.headersSent) {
      next(error);
      return;
    }
    const whole = { ...problem, instance: requestIdOf(response) };
    response.status(problem.status).set(headers).set('cache-control', 'no-store');
    const html = prefersHtml(request) ? page(whole, request) : undefined;
    if (html === undefined) response.type('application/problem+json').json(whole);
    else response.type('html').send(html);
  };
}

const brokenOff = new Set(['ECONNABORTED', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
 * The client went away before it had sent or heard everything: that is its own affair, and no defect of ours. A database
 * breaks off with the same codes, but of its socket one learns the system call that failed.
 */
function isBrokenOff(error: unknown, request: Request): boolean {
  const hasLeft = request.destroyed || request.socket.destroyed;
  if (!hasLeft || !(error instanceof Error) || 'syscall' in error) return false;
  return 'code' in error && brokenOff.has(String(error.code));
}

export const nothingHere: RequestHandler = () => {
  throw new NotFound();
};

/** Ours always: an id chosen by the caller would put the caller's words into our logs. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', randomUUID());
  next();
};

export function requestIdOf(response: Pick<Response, 'getHeader'>): string {
  const id = response.getHeader('x-request-id');
  return typeof id === 'string' ? `urn:uuid:${id}` : '';
}

/** Only a browser that loads a page asks for HTML by name; `curl` and `fetch` send `*` + `/*`. */
function prefersHtml(request: Request): boolean {
  return request.headers.accept?.includes('text/html') === true && request.accepts('html', 'json') === 'html';
}
