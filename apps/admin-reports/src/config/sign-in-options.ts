import { z } from 'zod';
import { secretReference } from '@smart-router/config';
import { parsePasswordHash } from '../sign-in/password-hash.js';

const httpsUrl = z.url({ protocol: /^https?$/, error: 'should be an http:// or https:// URL' });

const localUser = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'should be 1 to 64 letters, digits, dots, dashes or underscores' })
    .describe('What the user types to sign in; roles name it as `local:<name>`.'),
  password_hash: z
    .string()
    .refine((text) => parsePasswordHash(text) !== undefined, {
      error: 'should be what `smart-router-reports hash-password` prints',
    })
    .describe('The password as a scrypt hash, made by `smart-router-reports hash-password`.'),
  display_name: z.string().min(1).max(100).optional().describe('The name pages show; the user name when absent.'),
});

const local = z.strictObject({
  users: z.array(localUser).min(1).max(1000).describe('Users whose passwords this file knows as hashes.'),
});

const claim = z.string().min(1).max(200);

const oidc = z.strictObject({
  issuer_url: httpsUrl.describe('The OpenID provider; https, or http on this machine itself.'),
  client_id: z.string().min(1).describe('The id this site is registered under at the provider.'),
  client_secret: secretReference.optional().describe('The secret of a confidential client; none for a public one.'),
  redirect_url: httpsUrl
    .optional()
    .describe('Where the provider sends people back; `<public_url>/sign-in/callback` when absent, and it ends so.'),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: 'should be one word of printable ASCII' }))
    .refine((scopes) => scopes.includes('openid'), { error: 'should include openid' })
    .default(['openid', 'email', 'profile'])
    .describe('What is asked for at the provider.'),
  allowed_domains: z
    .array(z.hostname({ error: 'should be a domain, e.g. example.com' }))
    .default([])
    .describe('Only verified addresses of these domains may sign in; empty lets in whoever the provider lets in.'),
  groups_claim: claim.default('groups').describe('The claim with the groups, which roles name as `group:<name>`.'),
  email_claim: claim
    .default('email')
    .describe('The claim with the address, which roles name as `user:<address>` when it is verified.'),
  subject_claim: claim.default('sub').describe('The claim that never changes, which roles name as `oidc:<value>`.'),
  button: z.string().min(1).max(60).default('Sign in with your company account').describe('What the link says.'),
});

/** The ways to sign in. */
export const signInOptions = z
  .strictObject({
    local: local.optional().describe('Users of this file.'),
    oidc: oidc.optional().describe('Users of an OpenID provider, by authorization code with PKCE.'),
  })
  .refine((options) => options.local !== undefined || options.oidc !== undefined, {
    error: 'should have local, oidc or both: without one nobody can sign in',
  });
