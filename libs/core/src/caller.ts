import type { CallerLimits, CallerShape } from './limits.js';

/** What a token may do beyond model requests. */
export type Grant = 'metrics' | 'content';

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
}
