import type { AdminSession } from '@smart-router/usage-storage';
import type { OidcSettings } from '../config/reports-settings.js';
import { smallLetters } from './small-letters.js';

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** Who it is, or why they may not come in. */
export type IdentityFinding =
  | { readonly kind: 'identity'; readonly session: AdminSession }
  | { readonly kind: 'refused'; readonly reason: 'claim-missing' | 'email-not-verified' | 'domain-not-allowed' };

const mostGroups = 1000;
const longestText = 255;

/** Turns claims into the subjects roles may name. An address counts only when the provider has verified it. */
export function identityOf(claims: Claims, settings: OidcSettings): IdentityFinding {
  const subject = textOf(claims[settings.subjectClaim]);
  if (subject === undefined) return { kind: 'refused', reason: 'claim-missing' };
  const email = emailOf(claims, settings);
  const refusal = refusalOf(email, settings);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const address = email?.isVerified === true ? email.address : undefined;
  const subjects = [
    ...(address === undefined ? [] : [`user:${address}`]),
    `oidc:${subject}`,
    ...groupsOf(claims[settings.groupsClaim]).map((group) => `group:${group}`),
  ];
  const name = textOf(claims['name']) ?? address ?? subject;
  return { kind: 'identity', session: { subjects, name, credentialStamp: settings.issuerUrl } };
}

interface Email {
  readonly address: string;
  readonly isVerified: boolean;
}

function emailOf(claims: Claims, { emailClaim }: OidcSettings): Email | undefined {
  const given = textOf(claims[emailClaim]);
  const address = given === undefined ? undefined : smallLetters(given);
  if (address === undefined || !/^[^\s@]+@[^\s@]+$/.test(address)) return undefined;
  // Some providers write it as a text.
  const verified = claims['email_verified'];
  return { address, isVerified: verified === true || verified === 'true' };
}

function refusalOf(
  email: Email | undefined,
  { allowedDomains }: OidcSettings,
): 'claim-missing' | 'email-not-verified' | 'domain-not-allowed' | undefined {
  if (allowedDomains.length === 0) return undefined;
  if (email === undefined) return 'claim-missing';
  if (!email.isVerified) return 'email-not-verified';
  const domain = email.address.slice(email.address.lastIndexOf('@') + 1);
  return allowedDomains.includes(domain) ? undefined : 'domain-not-allowed';
}

function groupsOf(claim: unknown): readonly string[] {
  const groups: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return groups
    .map(textOf)
    .filter((group) => group !== undefined)
    .slice(0, mostGroups);
}

/** A text that can be stored and shown; whatever else a claim holds is as good as absent. */
function textOf(claim: unknown): string | undefined {
  if (typeof claim !== 'string') return undefined;
  const text = claim.trim();
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return text === '' || text.length > longestText || /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
}
