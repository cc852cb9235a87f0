import type { OidcSettings } from '../config/reports-settings.js';
import { identityOf, type Claims } from './identity-of.js';

const settings: OidcSettings = {
  ...{ issuerUrl: 'https://login.example.com', clientId: 'a', clientSecret: undefined, redirectUrl: undefined },
  ...{ scopes: ['openid'], allowedDomains: [], groupsClaim: 'groups', emailClaim: 'email', subjectClaim: 'sub' },
  button: 'Sign in',
};

const subjectsOf = (claims: Claims, more: Partial<OidcSettings> = {}) => {
  const found = identityOf(claims, { ...settings, ...more });
  return found.kind === 'identity' ? found.session.subjects : found.reason;
};

test.each<[string, Claims, readonly string[] | string]>([
  [
    'a verified address',
    { sub: '1', email: 'Ada@Example.COM', email_verified: true },
    ['user:ada@example.com', 'oidc:1'],
  ],
  ['an address nobody verified', { sub: '1', email: 'ada@example.com' }, ['oidc:1']],
  ['an address that is not verified', { sub: '1', email: 'ada@example.com', email_verified: false }, ['oidc:1']],
  ['groups', { sub: '1', groups: ['a', 'b'] }, ['oidc:1', 'group:a', 'group:b']],
  ['one group as a text', { sub: '1', groups: 'a' }, ['oidc:1', 'group:a']],
  ['groups that are none', { sub: '1', groups: [1, null, '', { a: 1 }, 'x\u0000y', 'a'] }, ['oidc:1', 'group:a']],
  ['no subject', { email: 'ada@example.com', email_verified: true }, 'claim-missing'],
  ['a subject that is a number', { sub: 1 }, 'claim-missing'],
])('%s', (_what, claims, subjects) => {
  expect(subjectsOf(claims)).toEqual(subjects);
});

test.each<[string, Claims, readonly string[] | string]>([
  ['is let in', { sub: '1', email: 'ada@example.com', email_verified: true }, ['user:ada@example.com', 'oidc:1']],
  ['of a longer domain is not', { sub: '1', email: 'ada@notexample.com', email_verified: true }, 'domain-not-allowed'],
  ['of a domain below is not', { sub: '1', email: 'ada@x.example.com', email_verified: true }, 'domain-not-allowed'],
  [
    'with two at signs is not',
    { sub: '1', email: 'ada@example.com@evil.example', email_verified: true },
    'claim-missing',
  ],
  ['that is not verified is not', { sub: '1', email: 'ada@example.com' }, 'email-not-verified'],
  ['that is absent is not', { sub: '1' }, 'claim-missing'],
])('where domains are named, an address %s', (_what, claims, subjects) => {
  expect(subjectsOf(claims, { allowedDomains: ['example.com'] })).toEqual(subjects);
});

test('ten thousand groups are cut, so that a session stays small', () => {
  const groups = Array.from({ length: 10_000 }, (_, index) => `group-${index}`);
  expect(subjectsOf({ sub: '1', groups })).toHaveLength(1001);
});
