import {
  authorizationCodeGrant,
  AuthorizationResponseError,
  ClientError,
  fetchUserInfo,
  ResponseBodyError,
  type Configuration,
} from 'openid-client';
import type { OidcSettings } from '../config/reports-settings.js';
import { derivedFrom } from '../sign-in/secret-id.js';
import type { Claims } from './identity-of.js';

/** What became of a provider's answer. */
export type CodeOutcome =
  | { readonly kind: 'claims'; readonly claims: Claims }
  | {
      readonly kind: 'failed';
      readonly reason: 'provider-refused' | 'provider-away' | 'answer-invalid';
      readonly error: unknown;
    };

/** Exchanges the code of an answer for what the provider says of somebody, and checks all of it. */
export async function redeemCode(
  configuration: Configuration,
  answer: { readonly url: URL; readonly transactionId: string },
  settings: OidcSettings,
): Promise<CodeOutcome> {
  try {
    const tokens = await authorizationCodeGrant(configuration, answer.url, {
      pkceCodeVerifier: derivedFrom(answer.transactionId, 'verifier'),
      expectedState: derivedFrom(answer.transactionId, 'state'),
      expectedNonce: derivedFrom(answer.transactionId, 'nonce'),
      idTokenExpected: true,
    });
    const idToken: Claims | undefined = tokens.claims();
    if (idToken === undefined) return { kind: 'failed', reason: 'answer-invalid', error: undefined };
    if (hasAll(idToken, settings) || configuration.serverMetadata().userinfo_endpoint === undefined)
      return { kind: 'claims', claims: idToken };
    const more = await fetchUserInfo(configuration, tokens.access_token, String(idToken['sub']));
    return { kind: 'claims', claims: { ...more, ...idToken } };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error), error };
  }
}

/** Many providers tell addresses and groups only to who asks for more. */
function hasAll(claims: Claims, { emailClaim, groupsClaim }: OidcSettings): boolean {
  return claims[emailClaim] !== undefined && claims[groupsClaim] !== undefined;
}

function reasonOf(error: unknown): 'provider-refused' | 'provider-away' | 'answer-invalid' {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) return 'provider-refused';
  if (error instanceof ClientError) return awayCodes.has(error.code ?? '') ? 'provider-away' : 'answer-invalid';
  return 'provider-away'; // fetch fails with an error of its own when nobody answers
}

/** Silence, and a status that no provider gives when it is well. */
const awayCodes = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);
