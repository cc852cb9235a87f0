import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { fault, type Caller } from '@smart-router/core';
import { checkToken, presentToken } from '@smart-router/keys';
import { answerFault } from './answer-fault.js';
import type { HouseKeeping } from './house-keeping.js';
import { anthropicList, anthropicModel, groupsOf, openaiList, openaiModel } from './list-models.js';

/** Routes for the holder of a token: models and metrics. */
export function addCallerRoutes(app: Express, house: HouseKeeping): void {
  app.get(
    '/v1/models',
    withCaller(house, (caller, request, response) => {
      const groups = groupsOf(house.catalog(), caller);
      response.json(
        speaksAnthropic(request) ? anthropicList(groups) : openaiList(groups, house.catalog().server.ownedBy),
      );
    }),
  );
  app.get(
    '/v1/models/:id',
    withCaller(house, (caller, request, response) => {
      const group = groupsOf(house.catalog(), caller).find((candidate) => candidate.name === request.params['id']);
      if (group === undefined)
        answerFault(house, { request, response, fault: fault('not-found', 'this token has no such model group') });
      else
        response.json(
          speaksAnthropic(request) ? anthropicModel(group) : openaiModel(group, house.catalog().server.ownedBy),
        );
    }),
  );
  app.get(
    '/metrics',
    withCaller(house, (caller, request, response, next) => {
      if (caller.grants.includes('metrics')) sendMetrics(house, response, next);
      else
        answerFault(house, { request, response, fault: fault('metrics-forbidden', 'this token has no metrics grant') });
    }),
  );
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
    if (caller.ok) handler(caller.value, request, response, next);
    else answerFault(house, { request, response, fault: caller.fault });
  };
}

function speaksAnthropic(request: Request): boolean {
  return request.headers['anthropic-version'] !== undefined;
}
