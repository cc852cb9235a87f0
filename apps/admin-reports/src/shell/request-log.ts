import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** One line per request: never the query, which may hold what somebody searched for or a provider's code. */
export function requestLog(log: Logger, now: () => number): RequestHandler {
  return (request, response, next) => {
    const startedAt = now();
    const { method, path } = request;
    response.on('close', () => {
      log.info(
        { method, path: path.slice(0, 200), status: response.statusCode, duration_ms: now() - startedAt },
        'request',
      );
    });
    next();
  };
}
