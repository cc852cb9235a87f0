import type { CallerLimits, CallerShape } from './limits.js';

/** What a token may do beyond model requests. */
export type Grant = 'metrics' | 'content';

/** Whom a token belongs to. Each may have limits that all of its tokens share. */
export type OwnerKind = 'user' | 'project' | 'organization';

/** What an owner of a token allows to all of its tokens together. */
export interface OwnerLimits {
  readonly kind: OwnerKind;
  /** `undefined` limits nothing: the configured defaults are for keys. */
  readonly limits: CallerLimits | undefined;
  readonly shape: CallerShape | undefined;
}

/** What a request sets aside for its answer: the cap it sent, or less where the key's answers have been smaller. */
export type OutputReserve = 'cap' | 'observed';

/** Who a request belongs to, once its token was checked. */
export interface Caller {
  /** The public part of the token, unique. */
  readonly tokenId: string;
  /** Stays the same over rotation, so limits and reports carry on. */
  readonly keyId: string;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  /** Group names; a trailing `*` matches any rest. */
  readonly allow: readonly string[];
  readonly grants: readonly Grant[];
  /** `undefined` takes the configured defaults. */
  readonly limits: CallerLimits | undefined;
  readonly shape: CallerShape | undefined;
  /** Absent takes the configured default. */
  readonly reserve?: OutputReserve;
  /** The owners that have limits; a request must fit theirs too. Absent when none has. */
  readonly owners?: readonly OwnerLimits[];
}
