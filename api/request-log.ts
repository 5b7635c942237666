import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { HttpLogger } from 'pino-http';
import { templateOf } from './route-template.js';

/** One line per request: id, method, route template, status, time. No address, query, header or body. */
export function requestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => idFrom(response),
    serializers: {
      req: (request: { raw: IncomingMessage; id: unknown }) => ({
        id: request.id,
        method: request.raw.method,
        route: templateOf(request.raw),
      }),
      res: (response: { raw: ServerResponse }) => ({ status: response.raw.statusCode }),
    },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
    quietReqLogger: true,
    customSuccessMessage: (_request, response) =>
      response.writableEnded ? 'request completed' : 'the client went away',
    // The route is known only once the request has been answered.
    customSuccessObject: (request, _response, entry: object) => ({ ...entry, req: { raw: request, id: request.id } }),
    customErrorObject: (request, _response, _error, entry: object) => ({
      ...entry,
      req: { raw: request, id: request.id },
    }),
  });
}

function idFrom(response: ServerResponse): string {
  const id = response.getHeader('x-request-id');
  return typeof id === 'string' ? id : '';
}
