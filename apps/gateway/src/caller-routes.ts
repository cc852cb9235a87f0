import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { fault, type Caller } from '@smart-router/core';
import { checkToken, presentToken } from '@smart-router/keys';
import { limitSubjects } from '@smart-router/relay';
import { answerFault } from './answer-fault.js';
import { codexCatalog } from './codex-catalog.js';
import type { HouseKeeping } from './house-keeping.js';
import { anthropicList, anthropicModel, groupsOf, openaiList, openaiModel } from './list-models.js';
import { requestIdOf } from './name-request.js';
import type { Stranger } from './note-stranger.js';
import { pageOf } from './page-of.js';
import { requestReport } from './request-report.js';
import { usageReport } from './usage-report.js';

/** Routes for the holder of a token: models, usage and metrics. */
export function addCallerRoutes(app: Express, house: HouseKeeping): void {
  app.get(
    ['/v1/models', '/anthropic/v1/models'],
    withCaller(house, (caller, request, response) => sendModels(house, caller, { request, response })),
  );
  app.get(
    ['/v1/models/*id', '/anthropic/v1/models/*id'],
    withCaller(house, (caller, request, response) => sendModel(house, caller, { request, response })),
  );
  app.get(
    '/v1/codex/models.json',
    withCaller(house, (caller, _request, response) => {
      response.json(codexCatalog(groupsOf(house.catalog(), caller)));
    }),
  );
  app.get(
    '/v1/usage',
    withCaller(house, (caller, _request, response, next) => {
      sendUsage(house, caller, response).catch(next);
    }),
  );
  app.get(
    '/v1/requests/:id',
    withCaller(house, (caller, request, response, next) => {
      sendRequest(house, caller, { request, response }).catch(next);
    }),
  );
  app.get(
    '/metrics',
    withCaller(house, (caller, request, response, next) => {
      if (caller.grants.includes('metrics')) sendMetrics(house, response, next);
      else answerFault({ request, response, fault: fault('metrics-forbidden', 'this token has no metrics grant') });
    }),
  );
}

interface Answer {
  readonly request: Request;
  readonly response: Response;
}

function sendModels(house: HouseKeeping, caller: Caller, { request, response }: Answer): void {
  const groups = groupsOf(house.catalog(), caller);
  if (!speaksAnthropic(request)) return void response.json(openaiList(groups, house.catalog().server.ownedBy));
  const page = pageOf(groups, new URLSearchParams(/\?(.*)$/.exec(request.url)?.[1]));
  if (page.ok) response.json(anthropicList(page.value));
  else answerFault({ request, response, fault: page.fault });
}

function sendModel(house: HouseKeeping, caller: Caller, { request, response }: Answer): void {
  const { ownedBy } = house.catalog().server;
  const id = idOf(request);
  const group = groupsOf(house.catalog(), caller).find((candidate) => candidate.name === id);
  if (group === undefined)
    answerFault({ request, response, fault: fault('not-found', 'this token has no such model group') });
  else response.json(speaksAnthropic(request) ? anthropicModel(group) : openaiModel(group, ownedBy));
}

const dayMs = 86_400_000;

/** What it says changes with every request, so nobody keeps it. */
async function sendUsage(house: HouseKeeping, caller: Caller, response: Response): Promise<void> {
  const [now, subjects] = [house.now(), limitSubjects(caller, house.catalog().defaults)];
  const keys = subjects.map(({ key }) => key);
  const [answer, sums] = await Promise.all([
    house.peekLimits({ subjects, nowMs: now }),
    // A database that is away is told of on readiness; the limits are known without it.
    house.usedBy(keys, Math.floor(now / dayMs)).catch(() => undefined),
  ]);
  response.set('cache-control', 'no-store').json(usageReport({ caller, subjects, answer, sums, now }));
}

/** What is its own and nothing else: another key's is answered like what never was. */
async function sendRequest(house: HouseKeeping, caller: Caller, { request, response }: Answer): Promise<void> {
  const found = await house.lookUps.find(idOf(request), caller.keyId);
  if (!found.ok) return answerFault({ request, response, fault: found.fault });
  const targets = house.catalog().server.responseHeaders === 'detailed' ? 'named' : 'numbered';
  response.set('cache-control', 'no-store').json(requestReport(found.value, targets));
}

/** Ids may hold slashes, written plainly or as `%2F`. */
function idOf(request: Request): string {
  const parts: unknown = request.params['id'];
  return Array.isArray(parts) ? parts.join('/') : String(parts);
}

/** Answers a scrape. */
export function sendMetrics(house: HouseKeeping, response: Response, next: NextFunction): void {
  house.metricsText().then((text) => response.type(house.metricsType).send(text), next);
}

type CallerHandler = (caller: Caller, request: Request, response: Response, next: NextFunction) => void;

/** Runs a handler only for a valid token. */
function withCaller(house: HouseKeeping, handler: CallerHandler): RequestHandler {
  return (request, response, next) => {
    const key = request.headers['x-api-key'];
    const token = presentToken({
      authorization: request.headers.authorization,
      'x-api-key': typeof key === 'string' ? key : undefined,
    });
    const caller = checkToken(token, house.keys, house.now());
    if (caller.ok) return handler(caller.value, request, response, next);
    house.noteStranger(strangerOf(request, response, caller.fault.type));
    answerFault({ request, response, fault: caller.fault });
  };
}

function strangerOf(request: Request, response: Response, errorType: string): Stranger {
  const { path } = request.route as { readonly path: string | readonly string[] }; // as it was written above
  return {
    ...{ requestId: requestIdOf(response), errorType },
    ...{ remoteAddress: request.socket.remoteAddress ?? '', method: request.method },
    pathTemplate: typeof path === 'string' ? path : path[0],
  };
}

function speaksAnthropic(request: Request): boolean {
  return request.headers['anthropic-version'] !== undefined || request.path.startsWith('/anthropic/');
}
