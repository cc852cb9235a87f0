import type { Express } from 'express';
import { fault } from '@smart-router/core';
import { answerFault } from './answer-fault.js';

/** Paths the router answers when they are posted to; whatever else arrives there arrives here. */
const postPaths = [
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/responses/compact',
  '/v1/responses/input_tokens',
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/anthropic/v1/messages',
  '/anthropic/v1/messages/count_tokens',
  '/v1/route/explain',
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

/** Endpoints asked with another method: a HEAD finds somebody there, anything else learns what is allowed. */
export function addEndpointRoutes(app: Express): void {
  app.head(postPaths, (_request, response) => void response.status(200).end());
  refuseOthers(app, { paths: postPaths, allowed: 'POST, HEAD' });
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
