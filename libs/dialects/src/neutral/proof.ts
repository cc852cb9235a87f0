import type { DialectName } from '@smart-router/core';

/**
 * Sealed state only its issuer can read: a thinking signature, redacted thinking, encrypted reasoning. It is replayed
 * to its issuer and never shown to another.
 */
export interface Proof {
  /** The issuer's name in the catalog. */
  readonly issuer: string;
  /** The dialect it was issued in; another dialect of the same issuer cannot read it. */
  readonly dialect: DialectName;
  readonly form: 'signature' | 'redacted' | 'encrypted';
  readonly value: string;
  /** The provider's id of the item that carried it, when it had one. */
  readonly itemId?: string;
}
