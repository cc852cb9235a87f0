import express, { type Express } from 'express';
import { fault } from '@smart-router/core';
import { canonicalPath } from '@smart-router/relay';
import { addCallerRoutes, sendMetrics } from './caller-routes.js';
import { answerFault } from './answer-fault.js';
import { addEndpointRoutes } from './endpoint-routes.js';
import type { HouseKeeping } from './house-keeping.js';
import { nameRequest } from './name-request.js';
import { addProbeRoutes } from './probe-routes.js';

/** Everything beside the model endpoints, on the public listener. */
export function createPublicApp(house: HouseKeeping): Express {
  const app = bareApp(house);
  addProbeRoutes(app, house);
  addCallerRoutes(app, house);
  addEndpointRoutes(app);
  return closeApp(app);
}

/** Probes and metrics without a token, for the admin listener, which is never public. */
export function createAdminApp(house: HouseKeeping): Express {
  const app = bareApp(house);
  addProbeRoutes(app, house);
  app.get('/metrics', (_request, response, next) => sendMetrics(house, response, next));
  return closeApp(app);
}

function bareApp(house: HouseKeeping): Express {
  const app = express().disable('x-powered-by').disable('etag').enable('case sensitive routing');
  // Routes see the path the router sees, and no other.
  app.use((request, _response, next) => {
    const query = /\?[^#]*/.exec(request.url)?.[0] ?? '';
    request.url = `${canonicalPath(request.url)}${query}`;
    next();
  });
  app.use((request, response, next) => {
    nameRequest(house, request, response);
    next();
  });
  return app;
}

const routerFailed = fault('internal-error', 'the router failed');

/** Unknown paths and bugs answer in the caller's dialect too. */
function closeApp(app: Express): Express {
  app.use((request, response) => {
    const message = `there is nothing at ${request.method} ${request.path.slice(0, 200)}`;
    answerFault({ request, response, fault: fault('not-found', message) });
  });
  app.use((error: unknown, request: express.Request, response: express.Response, _next: express.NextFunction) => {
    // The only way a caller makes a route throw: a path that is no UTF-8 once its percent signs are read.
    const cause = error instanceof URIError ? fault('not-found', 'the path is malformed') : routerFailed;
    answerFault({ request, response, fault: cause });
  });
  return app;
}
