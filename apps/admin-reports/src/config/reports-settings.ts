import type { Secret } from '@smart-router/core';
import type { Domain } from '@smart-router/usage-storage';
import type { Baseline } from '../reports-house.js';
import type { PasswordHash } from '../sign-in/password-hash.js';
import type { Permission } from '../viewer.js';

/** The checked configuration of admin-reports, resolved. */
export interface ReportsSettings {
  readonly listen: { readonly host: string; readonly port: number };
  /** Absent: where it listens. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: Secret;
  readonly localUsers: readonly LocalUser[];
  readonly oidc: OidcSettings | undefined;
  readonly sessions: SessionSettings;
  readonly roles: readonly Role[];
  readonly baselines: readonly Baseline[];
  readonly defaultRangeMs: number;
  readonly maxRangeMs: number;
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
}

/** A user whose password the configuration knows as a hash. */
export interface LocalUser {
  readonly name: string;
  readonly displayName: string;
  readonly passwordHash: PasswordHash;
}

/** An OpenID provider. */
export interface OidcSettings {
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly redirectUrl: string | undefined;
  readonly scopes: readonly string[];
  /** Lower case; empty is any. */
  readonly allowedDomains: readonly string[];
  readonly groupsClaim: string;
  readonly emailClaim: string;
  readonly subjectClaim: string;
  readonly button: string;
}

/** How long sessions last, and their cookie. */
export interface SessionSettings {
  readonly ttlMs: number;
  readonly idleMs: number;
  readonly cookieName: string;
  readonly secureCookies: boolean;
}

/** What a subject may do in a domain. */
export interface Role {
  /** E.g. `group:analysts`. */
  readonly subject: string;
  readonly domain: Domain | 'everything';
  readonly allow: readonly Permission[];
}
