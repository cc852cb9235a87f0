import type { CallerLimits, OwnerKind, UsedAmounts } from '@smart-router/core';
import type { Scope } from './scope.js';

/** A question for limits and what is used of them, now. */
export interface QuotasQuestion {
  readonly scope: Scope;
  /** The moment whose UTC day and month count, in milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The limits of a key or an owner and what counts against them. Users and organizations are not of one project: only the
 * scope of everything sees them; a project is seen by a scope of all its environments.
 */
export interface QuotaUse {
  readonly kind: 'key' | OwnerKind;
  /** The key id, or the owner's name. */
  readonly name: string;
  readonly organization: string;
  /** Of keys alone. */
  readonly user: string | undefined;
  readonly project: string | undefined;
  readonly environment: string | undefined;
  readonly status: string | undefined;
  /** `undefined`: those of the gateway's configuration hold. */
  readonly limits: CallerLimits | undefined;
  readonly day: UsedAmounts;
  readonly month: UsedAmounts;
  readonly lifetime: UsedAmounts;
}
