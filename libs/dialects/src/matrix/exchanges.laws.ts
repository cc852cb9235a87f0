import type { DialectName } from '@smart-router/core';

/** What a test knows of one exchange with a provider; each part may be missing. */
export interface Exchange {
  readonly name: string;
  /** The dialect of the provider, and of the ask. */
  readonly dialect: DialectName;
  readonly ask?: Uint8Array;
  /** A whole, successful reply. */
  readonly reply?: Uint8Array;
  /** A reply as server-sent events. */
  readonly stream?: Uint8Array;
}
