import type { Express, Request, Response } from 'express';
import { orProblem } from '../shell/or-problem.js';
import { sendPage } from '../shell/send-page.js';
import { fieldOf } from '../security/refuse-forgeries.js';
import { addressGroup } from './address-group.js';
import { backPath } from './back-path.js';
import { passwordChecker, type PasswordVerdict } from './check-password.js';
import { addProviderRoutes } from '../oidc/add-provider-routes.js';
import { SignedOutPage } from './signed-out-page.js';
import { SignInPage } from './sign-in-page.js';
import { stampOf } from './password-hash.js';
import type { SignInParts } from './sign-in-parts.js';

/** Longer names are nobody's. */
const longestName = 100;

/** Adds the pages where people sign in and out. */
export function addSignInRoutes(app: Express, parts: SignInParts): void {
  const providerSignOut = addProviderRoutes(app, parts);
  app.get('/sign-in', (request, response) => {
    const back = backPath(request.query['back']);
    if (parts.guard.viewer(request) !== undefined) return response.redirect(303, back);
    showForm(parts, { request, response, back });
  });
  if (parts.localUsers.length > 0) app.post('/sign-in', orProblem(parts, signIn(parts)));
  app.post('/sign-out', orProblem(parts, signOut(parts, providerSignOut)));
}

function showForm(
  { assets, formToken, localUsers, oidc }: SignInParts,
  shown: {
    readonly request: Request;
    readonly response: Response;
    readonly back: string;
    readonly problem?: string;
    readonly name?: string;
    readonly status?: number;
  },
): void {
  const { request, response, back, problem, name, status } = shown;
  const view = {
    ...{ assets, back, problem, name, formToken: formToken.give(request, response) },
    ...{ hasLocalUsers: localUsers.length > 0, providerButton: oidc?.button },
  };
  sendPage(response, <SignInPage {...view} />, status);
}

function signIn(parts: SignInParts): (request: Request, response: Response) => Promise<void> {
  const check = passwordChecker(parts.localUsers, parts.store);
  return async (request, response) => {
    const back = backPath(fieldOf(request, 'back'));
    const name = fieldOf(request, 'name')?.slice(0, longestName) ?? '';
    const verdict = await check({
      name,
      password: fieldOf(request, 'password') ?? '',
      address: addressGroup(request.ip),
      now: parts.now(),
    });
    await noteVerdict(parts, request, verdict);
    if (verdict.kind !== 'right') {
      const { status, problem, retryAfterSeconds } = refusalOf(verdict);
      if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
      return showForm(parts, { request, response, back, problem, name, status });
    }
    const { user } = verdict;
    const { displayName, passwordHash } = user;
    const session = { subjects: [`local:${user.name}`], name: displayName, credentialStamp: stampOf(passwordHash) };
    await parts.door.open(request, response, session);
    response.redirect(303, back);
  };
}

/** The same words whoever was named: nobody learns who exists. */
function refusalOf(verdict: Exclude<PasswordVerdict, { readonly kind: 'right' }>): {
  readonly status: number;
  readonly problem: string;
  readonly retryAfterSeconds?: number;
} {
  switch (verdict.kind) {
    case 'wrong':
      return { status: 401, problem: 'The name or the password is wrong.' };
    case 'busy':
      return { status: 503, problem: 'Too many people sign in at this moment. Try again.', retryAfterSeconds: 2 };
    case 'limited': {
      const retryAfterSeconds = Math.ceil(verdict.retryAfterMs / 1000);
      const problem = `There were too many tries. Try again in ${inWords(retryAfterSeconds)}.`;
      return { status: 429, problem, retryAfterSeconds };
    }
  }
}

function inWords(seconds: number): string {
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
}

/** A name that does not exist is never written down: people type passwords into the wrong field. */
async function noteVerdict({ guard }: SignInParts, request: Request, verdict: PasswordVerdict): Promise<void> {
  const subject = 'user' in verdict && verdict.user !== undefined ? `local:${verdict.user.name}` : undefined;
  switch (verdict.kind) {
    case 'right':
      return guard.note(request, { type: 'sign-in', outcome: 'ok', subject });
    case 'wrong':
      return guard.note(request, { type: 'sign-in', outcome: 'failed', reason: 'wrong-password', subject });
    case 'limited':
      return guard.note(request, { type: 'sign-in', outcome: 'limited', reason: 'too-many-attempts', subject });
    case 'busy':
      return guard.note(request, { type: 'sign-in', outcome: 'limited', reason: 'busy' });
  }
}

function signOut(
  { door, guard, assets }: SignInParts,
  providerSignOut: () => string | undefined,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const subject = guard.viewer(request)?.subject;
    await door.end(request, response);
    await guard.note(request, { type: 'sign-out', outcome: 'ok' });
    const isLocal = subject === undefined || subject.startsWith('local:');
    sendPage(response, <SignedOutPage assets={assets} providerSignOut={isLocal ? undefined : providerSignOut()} />);
  };
}
