import type { Caller } from '@smart-router/core';

/** Status of a token; each but `active` has its own 403. */
export type TokenStatus = 'active' | 'disabled' | 'suspended' | 'expired' | 'rotated' | 'removed';

/** A token as it is stored: never the secret, only its hash. */
export interface KeyRecord {
  /** SHA-256 of the whole token, 64 lower-case hex digits. */
  readonly tokenHash: string;
  readonly status: TokenStatus;
  /** Whether user, project and membership are all active. */
  readonly ownersActive: boolean;
  /** Milliseconds since the epoch; from then on the token answers `key-expired`. */
  readonly expiresAt: number | undefined;
  /** A rotated token stays valid until then, in milliseconds since the epoch. */
  readonly graceUntil: number | undefined;
  readonly caller: Caller;
}

/** Where keys are looked up. In memory on the hot path: a lookup never waits for a database. */
export interface KeyDirectory {
  /** Whether any state was ever loaded; until then nobody can be told apart. */
  ready(): boolean;
  /** Whether what is issued now is known soon: when not, an unknown token may be a new one. Left out: always. */
  isCurrent?(): boolean;
  find(tokenHash: string): KeyRecord | undefined;
}
