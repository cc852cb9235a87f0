import type { SecurityReason } from '@smart-router/usage-storage';
import type { Problem } from '../shell/answer-problem.js';

const again = { href: '/sign-in', text: 'Sign in again' };

/** Why a sign-in at the provider does not end in a session. */
export type ProviderRefusal = Extract<
  SecurityReason,
  | 'provider-away'
  | 'provider-refused'
  | 'answer-invalid'
  | 'state-mismatch'
  | 'transaction-unknown'
  | 'too-many-attempts'
  | 'claim-missing'
  | 'email-not-verified'
  | 'domain-not-allowed'
>;

const row = (status: number, title: string, text: string): Problem => ({
  ...{ status, type: 'sign-in-failed', title, text, link: again },
});

/** What people are told; the log and the events of access say more. */
export const refusals: Readonly<Record<ProviderRefusal, Problem>> = {
  'provider-away': row(
    503,
    'The sign-in service does not answer',
    'Your company account cannot be checked at the moment. Try again in a few minutes.',
  ),
  'provider-refused': row(403, 'Not signed in', 'The sign-in service did not let you in, or you went back.'),
  'answer-invalid': row(403, 'Not signed in', 'What the sign-in service said could not be trusted.'),
  'state-mismatch': row(
    400,
    'Not signed in',
    'This sign-in was not begun in this browser, or another one was begun since. Begin it anew.',
  ),
  'transaction-unknown': row(400, 'Not signed in', 'This sign-in took too long, or was used before. Begin it anew.'),
  'too-many-attempts': {
    ...row(429, 'Too many sign-ins', 'Too many sign-ins were begun from your network. Try again in a few minutes.'),
    retryAfterSeconds: 120,
  },
  'claim-missing': row(403, 'Not signed in', 'The sign-in service did not say who you are. Ask whoever runs it.'),
  'email-not-verified': row(403, 'Not signed in', 'Your address has not been verified by the sign-in service.'),
  'domain-not-allowed': row(403, 'Not signed in', 'Accounts of your organization may not sign in here.'),
};
