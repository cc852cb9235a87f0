import type { Express } from 'express';
import { fault } from '@smart-router/core';
import { answerFault } from './answer-fault.js';

/** Model endpoints: the router answers what is posted to them; whatever else arrives there arrives here. */
const modelPaths = [
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/responses/compact',
  '/v1/responses/input_tokens',
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/anthropic/v1/messages',
  '/anthropic/v1/messages/count_tokens',
];

/** Paths to be read only. */
const getPaths = [
  '/v1/models',
  '/v1/models/*id',
  '/anthropic/v1/models',
  '/anthropic/v1/models/*id',
  '/v1/codex/models.json',
  '/v1/usage',
  '/v1/requests/:id',
];

/**
 * Endpoints asked with another method learn what is allowed. At a model endpoint a HEAD finds somebody there, since clients
 * look whether there is; elsewhere it is a method like any other.
 */
export function addEndpointRoutes(app: Express): void {
  app.head(modelPaths, (_request, response) => void response.status(200).end());
  refuseOthers(app, { paths: modelPaths, allowed: 'POST, HEAD' });
  refuseOthers(app, { paths: ['/v1/route/explain'], allowed: 'POST' });
  refuseOthers(app, { paths: getPaths, allowed: 'GET, HEAD' });
}

function refuseOthers(app: Express, { paths, allowed }: { readonly paths: string[]; readonly allowed: string }): void {
  app.all(paths, (request, response, next) => {
    if (request.method === 'POST' && allowed.startsWith('POST')) return next();
    response.set('allow', allowed);
    const message = `${request.path.slice(0, 200)} should be asked with ${allowed}, got ${request.method}`;
    answerFault({ request, response, fault: fault('method-not-allowed', message) });
  });
}
