import type { Request, RequestHandler } from 'express';
import type { AnswerProblem, Problem } from '../shell/answer-problem.js';
import { isSame } from '../sign-in/secret-id.js';
import type { Guard } from '../guard.js';
import type { Site } from './site.js';

/** What the check of requests that change something stands on. */
export interface ForgeryParts {
  readonly site: Site;
  readonly guard: Guard;
  readonly answerProblem: AnswerProblem;
  /** The token a request should bring; `undefined` where nobody gave it one. */
  readonly expectedToken: (request: Request) => string | undefined;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const forged: Problem = {
  ...{ status: 403, type: 'forged-request', title: 'This did not come from here' },
  text: 'The request was not made by a page of this site, or the page was open for too long. Reload it and try again.',
  link: { href: '/', text: 'To the overview' },
};

/**
 * Lets requests that change something pass only when a page of ours made them: the browser names the page's site, and
 * the page names a token that another site cannot read.
 */
export function refuseForgeries(parts: ForgeryParts): RequestHandler {
  return async (request, response, next) => {
    if (safeMethods.has(request.method)) return next();
    const reason = reasonToRefuse(parts, request);
    if (reason === undefined) return next();
    await parts.guard.note(request, { type: 'forgery', outcome: 'refused', reason });
    parts.answerProblem(request, response, forged);
  };
}

function reasonToRefuse(
  { site, expectedToken }: ForgeryParts,
  request: Request,
): 'foreign-origin' | 'token-missing' | 'token-wrong' | undefined {
  if (!comesFromHere(site, request)) return 'foreign-origin';
  const given = tokenOf(request);
  const expected = expectedToken(request);
  if (given === undefined || expected === undefined) return 'token-missing';
  return isSame(given, expected) ? undefined : 'token-wrong';
}

/** Programs that are no browsers say nothing: they have to know the token. */
function comesFromHere(site: Site, request: Request): boolean {
  const origin = request.get('origin');
  if (origin !== undefined) return site.isOwnOrigin(origin);
  const fetchSite = request.get('sec-fetch-site');
  return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
}

function tokenOf(request: Request): unknown {
  return request.get('x-csrf-token') ?? fieldOf(request, 'csrf');
}

/** One field of a form, when it was sent once. */
export function fieldOf(request: Request, name: string): string | undefined {
  // Express leaves the body undefined where none of a known form was sent, and a repeated field is a list.
  const body = request.body as Readonly<Record<string, unknown>> | undefined;
  const value = body !== undefined && Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
