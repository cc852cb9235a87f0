import type { AdminSession } from '@smart-router/usage-storage';
import type { LocalUser, OidcSettings, Role } from '../config/reports-settings.js';
import { scopeOf } from '../scope-of.js';
import type { Viewer } from '../viewer.js';
import { stampOf } from './password-hash.js';
import { derivedFrom } from './secret-id.js';

/** Who may be somebody now, whatever they were when they signed in. */
export interface CurrentRules {
  readonly localUsers: readonly LocalUser[];
  readonly oidc: OidcSettings | undefined;
  readonly roles: readonly Role[];
}

/** The viewer of a session, or why the configuration no longer knows them. */
export type ViewerFinding =
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  | { readonly kind: 'gone'; readonly reason: 'user-removed' | 'password-changed' };

/** Looks a session up in the configuration of now, so that a removed user, password or role acts at once. */
export function findViewer(sessionId: string, session: AdminSession, rules: CurrentRules): ViewerFinding {
  const [subject = ''] = session.subjects;
  const gone = reasonToGo(subject, session, rules);
  if (gone !== undefined) return { kind: 'gone', reason: gone };
  const viewer: Viewer = {
    subject,
    name: session.name,
    scopeFor: (permission) => scopeOf(rules.roles, session.subjects, permission),
    csrfToken: derivedFrom(sessionId, 'csrf'),
  };
  return { kind: 'viewer', viewer };
}

function reasonToGo(
  subject: string,
  session: AdminSession,
  { localUsers, oidc }: CurrentRules,
): 'user-removed' | 'password-changed' | undefined {
  if (!subject.startsWith('local:')) return isStillAllowed(subject, session, oidc) ? undefined : 'user-removed';
  const user = localUsers.find(({ name }) => `local:${name}` === subject);
  if (user === undefined) return 'user-removed';
  return stampOf(user.passwordHash) === session.credentialStamp ? undefined : 'password-changed';
}

/** Of the same provider, and of a domain that still may sign in. */
function isStillAllowed(subject: string, session: AdminSession, oidc: OidcSettings | undefined): boolean {
  if (oidc === undefined || session.credentialStamp !== oidc.issuerUrl) return false;
  return oidc.allowedDomains.length === 0 || oidc.allowedDomains.some((domain) => subject.endsWith(`@${domain}`));
}
