import type { Request, Response } from 'express';
import type { SecurityEvent } from '@smart-router/usage-storage';
import type { Assets } from './assets/assets.js';
import type { Guard, RouteEvent } from './guard.js';
import { userAgentFamily } from './security/user-agent-family.js';
import { isApi, type AnswerProblem, type Problem } from './shell/answer-problem.js';
import { sendPage } from './shell/send-page.js';
import { backPath } from './sign-in/back-path.js';
import { LandingPage } from './sign-in/landing-page.js';
import type { Visits } from './sign-in/visits.js';

/** What a guard stands on. */
export interface GuardParts {
  readonly visits: Visits;
  readonly answerProblem: AnswerProblem;
  readonly assets: Pick<Assets, 'style'>;
  readonly note: (event: SecurityEvent) => Promise<void>;
  readonly now: () => number;
}

const notSignedIn: Problem = {
  ...{ status: 401, type: 'not-signed-in', title: 'Sign in first' },
  text: 'This needs somebody who has signed in.',
};

const notPermitted: Problem = {
  ...{ status: 403, type: 'not-permitted', title: 'Not permitted' },
  text: 'Your roles do not allow this. Whoever operates the reports can grant it in the configuration.',
  link: { href: '/', text: 'To the overview' },
};

/** The guard of an app's routes. */
export function makeGuard({ visits, answerProblem, assets, note, now }: GuardParts): Guard {
  const noteOf = (request: Request, event: RouteEvent): Promise<void> =>
    note({ ...eventOf(request, visits), ...event, at: now() });
  return {
    viewer: (request) => visits.viewerOf(request),
    note: noteOf,
    require: (permission) => async (request, response, next) => {
      const viewer = visits.viewerOf(request);
      if (viewer === undefined) return sendToSignIn({ answerProblem, assets }, request, response);
      const scope = viewer.scopeFor(permission);
      if (scope === 'everything' || scope.length > 0) return next();
      await noteOf(request, { type: 'permission', outcome: 'refused', reason: 'permission-missing' });
      answerProblem(request, response, notPermitted);
    },
  };
}

/** Who asked for what from where, as far as the request tells. */
export function eventOf(
  request: Request,
  visits: Visits,
): Pick<SecurityEvent, 'surface' | 'subject' | 'method' | 'pathTemplate' | 'address' | 'userAgentFamily'> {
  return {
    surface: 'reports',
    subject: visits.viewerOf(request)?.subject,
    method: request.method.slice(0, 16),
    pathTemplate: templateOf(request),
    address: request.ip,
    userAgentFamily: userAgentFamily(request.get('user-agent')),
  };
}

/** The route as it was written, never the path itself, which may be anything. */
function templateOf(request: Request): string | undefined {
  const route = request.route as { readonly path?: unknown } | undefined; // set by Express once a route matches
  return typeof route?.path === 'string' ? route.path : undefined;
}

/**
 * A link on another site comes without the strict cookie of whoever has signed in: a page of ours on the way asks again,
 * and then it is known who it is. It asks once, since then the browser names this site as where it comes from.
 */
function sendToSignIn(
  { answerProblem, assets }: Pick<GuardParts, 'answerProblem' | 'assets'>,
  request: Request,
  response: Response,
): void {
  if (isApi(request)) return answerProblem(request, response, notSignedIn);
  // Only what can be asked for again is come back to.
  const back = request.method === 'GET' ? backPath(request.originalUrl) : '/';
  if (request.get('sec-fetch-site') === 'cross-site')
    return sendPage(response, LandingPage({ assets, title: 'One moment', back }));
  response.redirect(303, back === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(back)}`);
}
