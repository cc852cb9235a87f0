import type { Express, Request, Response } from 'express';
import { buildAuthorizationUrl, calculatePKCECodeChallenge, type Configuration } from 'openid-client';
import type { OidcSettings } from '../config/reports-settings.js';
import { isLoopback } from '../security/site.js';
import { orProblem } from '../shell/or-problem.js';
import { sendPage } from '../shell/send-page.js';
import { addressGroup } from '../sign-in/address-group.js';
import { backPath } from '../sign-in/back-path.js';
import { clearCookie, cookieName, readCookie, setCookie, type CookieRules } from '../sign-in/cookies.js';
import { LandingPage } from '../sign-in/landing-page.js';
import { derivedFrom, hashOfId, isSame, isSecretId, newSecretId } from '../sign-in/secret-id.js';
import type { SignInParts } from '../sign-in/sign-in-parts.js';
import { identityOf } from './identity-of.js';
import { makeProvider, type Provider } from './provider.js';
import { redeemCode } from './redeem-code.js';
import { refusals, type ProviderRefusal } from './refusals.js';

/** Time to sign in at the provider, as the store keeps it. */
const cookieMs = 10 * 60 * 1000;

/** A sign-in at one provider. */
interface ProviderSignIn extends SignInParts {
  readonly oidc: OidcSettings;
  readonly provider: Provider;
  readonly cookie: CookieRules;
  readonly redirectUrl: string;
}

/**
 * Adds the way to the provider and back: authorization code with PKCE, state and nonce. They are derived from one id that
 * only the browser's cookie knows; the database knows its hash, and takes it once. Returns where the provider signs out.
 */
export function addProviderRoutes(app: Express, parts: SignInParts): () => string | undefined {
  const { oidc, sessions, now } = parts;
  if (oidc === undefined) return () => undefined;
  const secure = sessions.secureCookies;
  const signIn: ProviderSignIn = {
    ...{ ...parts, oidc, provider: makeProvider(oidc, now) },
    // The way back comes from another site: a strict cookie would stay behind.
    cookie: {
      name: cookieName(`${sessions.cookieName}-provider`, secure),
      secure,
      sameSite: 'lax',
      maxAgeMs: cookieMs,
    },
    redirectUrl: oidc.redirectUrl ?? new URL('/sign-in/callback', parts.site.publicUrl).href,
  };
  app.get(
    '/sign-in/provider',
    orProblem(parts, (request, response) => begin(signIn, request, response)),
  );
  app.get(
    '/sign-in/callback',
    orProblem(parts, (request, response) => finish(signIn, request, response)),
  );
  return () => signOutUrl(signIn);
}

async function begin(signIn: ProviderSignIn, request: Request, response: Response): Promise<void> {
  const { store, site, oidc, cookie, redirectUrl, now } = signIn;
  const back = backPath(request.query['back']);
  // The way back leads to the public name: a cookie of this machine's other names would stay behind.
  if (isLoopback(site.publicUrl.hostname) && request.get('host') !== site.publicUrl.host)
    return response.redirect(303, new URL(`/sign-in/provider?back=${encodeURIComponent(back)}`, site.publicUrl).href);
  const configuration = await configurationOf(signIn, request, response);
  if (configuration === undefined) return;
  const id = newSecretId();
  const isBegun = await store.transactions.begin({
    transactionHash: hashOfId(id),
    ...{ back, address: addressGroup(request.ip), now: now() },
  });
  if (!isBegun) return refuse(signIn, request, response, 'too-many-attempts');
  setCookie(response, cookie, id);
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUrl,
    scope: oidc.scopes.join(' '),
    state: derivedFrom(id, 'state'),
    nonce: derivedFrom(id, 'nonce'),
    code_challenge: await calculatePKCECodeChallenge(derivedFrom(id, 'verifier')),
    code_challenge_method: 'S256',
  });
  response.redirect(303, url.href);
}

async function configurationOf(
  signIn: ProviderSignIn,
  request: Request,
  response: Response,
): Promise<Configuration | undefined> {
  try {
    return await signIn.provider.configuration();
  } catch (error) {
    signIn.log.warn({ err: error }, 'the OpenID provider does not say how to reach it');
    await refuse(signIn, request, response, 'provider-away');
    return undefined;
  }
}

/** A wrong state takes nothing away: somebody else's link cannot end a sign-in under way. */
async function finish(signIn: ProviderSignIn, request: Request, response: Response): Promise<void> {
  const { store, cookie, now } = signIn;
  const id = readCookie(request, cookie.name);
  if (!isSecretId(id) || !isSame(request.query['state'], derivedFrom(id, 'state')))
    return refuse(signIn, request, response, 'state-mismatch');
  clearCookie(response, cookie);
  const transaction = await store.transactions.take(hashOfId(id), now());
  if (transaction === undefined) return refuse(signIn, request, response, 'transaction-unknown');
  const configuration = await configurationOf(signIn, request, response);
  if (configuration === undefined) return;
  const url = new URL(signIn.redirectUrl);
  url.search = new URL(request.originalUrl, url).search;
  const outcome = await redeemCode(configuration, { url, transactionId: id }, signIn.oidc);
  if (outcome.kind === 'failed') {
    signIn.log.warn({ err: outcome.error }, `the OpenID provider's answer: ${outcome.reason}`);
    return refuse(signIn, request, response, outcome.reason);
  }
  await welcome(signIn, { request, response, claims: outcome.claims, back: transaction.back });
}

async function welcome(
  signIn: ProviderSignIn,
  guest: {
    readonly request: Request;
    readonly response: Response;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly back: string;
  },
): Promise<void> {
  const { request, response, claims, back } = guest;
  const identity = identityOf(claims, signIn.oidc);
  if (identity.kind === 'refused') return refuse(signIn, request, response, identity.reason);
  await signIn.door.open(request, response, identity.session);
  await signIn.guard.note(request, { type: 'sign-in', outcome: 'ok', subject: identity.session.subjects[0] });
  sendPage(response, <LandingPage assets={signIn.assets} title="Signed in" back={back} />);
}

async function refuse(
  { guard, answerProblem }: ProviderSignIn,
  request: Request,
  response: Response,
  reason: ProviderRefusal,
): Promise<void> {
  const outcome = reason === 'too-many-attempts' ? 'limited' : 'failed';
  await guard.note(request, { type: 'sign-in', outcome, reason });
  answerProblem(request, response, refusals[reason]);
}

/** Without a place to come back to, which would have to be registered; and without anybody's token. */
function signOutUrl({ provider, oidc }: ProviderSignIn): string | undefined {
  const endpoint = provider.known()?.serverMetadata().end_session_endpoint;
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && url.origin !== new URL(oidc.issuerUrl).origin) return undefined;
  url.searchParams.set('client_id', oidc.clientId);
  return url.href;
}
