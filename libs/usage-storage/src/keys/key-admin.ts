import type {
  CallerLimits,
  CallerShape,
  Grant,
  OutputReserve,
  OwnerKind,
  OwnerLimits,
  Result,
} from '@smart-router/core';
import type { TokenParts, TokenStatus } from '@smart-router/keys';
import type { OwnerStatus } from '../tables.js';

/** Who does something, and why; kept in `token_events` and `owner_events`. */
export interface Deed {
  readonly actor: string;
  readonly reason?: string | undefined;
}

/** What a token may do. Times are milliseconds since the epoch. */
export interface TokenSettings {
  /** Group names; a trailing `*` matches any rest. */
  readonly allow: readonly string[];
  readonly grants: readonly Grant[];
  readonly labels: readonly string[];
  readonly expiresAt: number | undefined;
  /** `undefined` takes the configured defaults. */
  readonly limits: CallerLimits | undefined;
  readonly shape: CallerShape | undefined;
  /** `undefined` takes the configured default. */
  readonly reserve?: OutputReserve | undefined;
}

/** A token to be issued. */
export interface TokenOrder extends TokenParts, TokenSettings {
  /** Whether user, project and membership must be there already, or are made where they are missing. */
  readonly owners: 'must-exist' | 'create';
}

/** All that is known of a token; the secret is known to nobody. */
export interface TokenView extends TokenParts, TokenSettings {
  readonly tokenId: string;
  /** The same over rotation. */
  readonly keyId: string;
  readonly status: TokenStatus;
  /** Whether user, project and membership are all active. */
  readonly ownersActive: boolean;
  readonly graceUntil: number | undefined;
  /** The token id of the predecessor. */
  readonly replaces: string | undefined;
  readonly createdAt: number;
}

/** A token at its birth. `token` is shown once and kept nowhere. */
export interface IssuedToken {
  readonly token: string;
  readonly view: TokenView;
}

/** Whom tokens belong to, by name. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly name: string;
}

/** What is known of an owner. */
export interface OwnerView extends Owner, OwnerLimits {
  /** An organization has none: it cannot be stopped as a whole. */
  readonly status: OwnerStatus | undefined;
  readonly createdAt: number;
}

/** Limits to be set: what is given replaces what was; the rest stays as it is, or is taken away. */
export interface LimitChange {
  readonly rest: 'stays' | 'goes';
  readonly limits: CallerLimits | undefined;
  readonly shape: CallerShape | undefined;
  /** Of a key alone. */
  readonly reserve?: OutputReserve | undefined;
}

/** One entry of the history of a token or an owner. */
export interface TokenEvent {
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  readonly reason: string | undefined;
}

/** Which tokens to list; absent matches all. */
export interface TokenFilter {
  readonly user?: string | undefined;
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
  readonly status?: TokenStatus | undefined;
}

/** How to rotate: the old token works on for `graceMs`, the new one until `expiresAt`, or as long as the old one. */
export interface Rotation {
  readonly graceMs: number;
  readonly expiresAt?: number | undefined;
}

/** A change of a token's status. Revoking is final. */
export type TokenAction = 'suspend' | 'resume' | 'disable' | 'revoke';

/** Issues and changes tokens and limits. Every change is one transaction with its event. Throws when the database is away. */
export interface KeyAdmin {
  issue(order: TokenOrder, deed: Deed): Promise<Result<IssuedToken>>;
  /** Issues a successor with the same settings and `keyId`. */
  rotate(tokenId: string, rotation: Rotation, deed: Deed): Promise<Result<IssuedToken>>;
  change(tokenId: string, action: TokenAction, deed: Deed): Promise<Result<TokenView>>;
  /** A key has one set of limits: every token of it gets them. */
  setLimits(tokenId: string, change: LimitChange, deed: Deed): Promise<Result<TokenView>>;
  setAllow(tokenId: string, allow: readonly string[], deed: Deed): Promise<Result<TokenView>>;
  setOwnerLimits(owner: Owner, change: LimitChange, deed: Deed): Promise<Result<OwnerView>>;
  showOwner(owner: Owner): Promise<Result<{ readonly view: OwnerView; readonly events: readonly TokenEvent[] }>>;
  /** Newest first. */
  list(filter: TokenFilter): Promise<readonly TokenView[]>;
  show(tokenId: string): Promise<Result<{ readonly view: TokenView; readonly events: readonly TokenEvent[] }>>;
}
