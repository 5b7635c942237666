import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

const templates = new WeakMap<IncomingMessage, string>();

/** Logs and metrics know a request by its route; the address itself may carry a reference or a token. */
export function noteTemplate(template: string): RequestHandler {
  return (request, _response, next) => {
    templates.set(request, template);
    next();
  };
}

export function templateOf(request: IncomingMessage): string {
  return templates.get(request) ?? 'unmatched';
}
