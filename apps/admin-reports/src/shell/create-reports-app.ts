import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Assets } from '../assets/assets.js';
import type { Guard } from '../guard.js';
import { addReportRoutes } from '../report-routes.js';
import type { ReportsHouse } from '../reports-house.js';
import { securityHeaders } from '../security/security-headers.js';
import type { Site } from '../security/site.js';
import { takeTurns } from '../security/take-turns.js';
import { problems, type AnswerProblem, type Problem } from './answer-problem.js';
import { problemOfFailure } from './problem-of-failure.js';
import { requestLog } from './request-log.js';

/** What the app stands on. */
export interface ReportsAppParts {
  readonly house: ReportsHouse;
  readonly guard: Guard;
  readonly site: Site;
  readonly assets: Assets;
  readonly answerProblem: AnswerProblem;
  readonly log: Logger;
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Finds out whose request it is, and refuses forged ones. */
  readonly enter: readonly RequestHandler[];
  readonly addSignInRoutes: (app: Express) => void;
  /** Whether the database answers and has what the reports need. */
  readonly isReady: () => Promise<boolean>;
}

/** Forms are a few fields; nothing else is ever sent here. */
const largestFormBytes = 16 * 1024;

/** The whole app: headers, probes, files, sign-in, reports, and answers to everything else. */
export function createReportsApp(parts: ReportsAppParts): Express {
  const app = express().disable('x-powered-by').disable('etag').enable('case sensitive routing');
  app.set('trust proxy', [...parts.trustedProxies]);
  app.set('query parser', 'simple');
  app.use(securityHeaders({ isHttps: parts.site.publicUrl.protocol === 'https:' }));
  addProbes(app, parts);
  app.use(requestLog(parts.log, () => parts.house.now()));
  app.use(refuseForeignHosts(parts));
  if (parts.trustedProxies.length === 0) app.use(warnOfProxy(parts.log));
  app.get('/assets/:file', sendAsset(parts));
  app.use(express.urlencoded({ extended: false, limit: largestFormBytes, parameterLimit: 50 }));
  for (const handler of parts.enter) app.use(handler);
  parts.addSignInRoutes(app);
  app.use(takeTurns(parts.guard, parts.answerProblem));
  addReportRoutes(app, parts.house, parts.guard);
  app.use((request, response) => parts.answerProblem(request, response, problems.notFound));
  app.use(answerErrors(parts));
  return app;
}

/** Before the check of the host: whoever probes asks by address. */
function addProbes(app: Express, { isReady }: ReportsAppParts): void {
  app.get('/livez', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', async (_request, response) => {
    const isWell = await isReady();
    response.status(isWell ? 200 : 503).json({ status: isWell ? 'ready' : 'database away' });
  });
}

/** A name that is not ours leads here only when somebody points it here, to read answers as their own site. */
function refuseForeignHosts({ site, answerProblem }: ReportsAppParts): RequestHandler {
  return (request, response, next) => {
    if (site.isOwnHost(request.get('host'))) return next();
    answerProblem(request, response, {
      ...{ status: 421, type: 'unknown-host', title: 'Wrong address' },
      text: 'The reports do not answer under this name; the configuration says which one in public_url.',
    });
  };
}

/** Behind a proxy nobody has told of, everybody seems to sit at one address, and is slowed for what others try. */
function warnOfProxy(log: Logger): RequestHandler {
  let isTold = false;
  return (request, _response, next) => {
    if (!isTold && request.get('x-forwarded-for') !== undefined) {
      isTold = true;
      log.warn('requests come through a proxy: name it in trusted_proxies, or all visitors count as one address');
    }
    next();
  };
}

function sendAsset({ assets, answerProblem }: ReportsAppParts): RequestHandler {
  return (request, response) => {
    const asset = assets.find(request.path);
    if (asset === undefined) return answerProblem(request, response, problems.notFound);
    response.set({ 'content-type': asset.contentType, 'cache-control': 'public, max-age=31536000, immutable' });
    response.send(asset.body);
  };
}

/** Never a stack trace: the log has it. */
function answerErrors({ log, answerProblem }: ReportsAppParts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = statusOf(error);
    const problem = status === undefined ? problemOfFailure(error, log) : notUnderstood(status);
    if (response.headersSent) return next(error);
    answerProblem(request, response, problem);
  };
}

function notUnderstood(status: number): Problem {
  const text = status === 413 ? 'What was sent is too large.' : 'What was sent cannot be read.';
  return { status, type: 'invalid-request', title: 'Not understood', text };
}

/** Express and its body parser mark what the caller did wrong by a status below 500. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof URIError) return 400;
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : undefined;
}
