import type { DialectName } from '@smart-router/core';

/** The dialects whose providers publish schemas and SDKs; a dialect of one's own has neither. */
export const publishedDialects = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
] as const satisfies readonly DialectName[];

/** See {@link publishedDialects}. */
export type PublishedDialect = (typeof publishedDialects)[number];

/** What a test knows of one exchange with a provider; each part may be missing. */
export interface Exchange {
  readonly name: string;
  /** The dialect of the provider, and of the ask. */
  readonly dialect: PublishedDialect;
  readonly ask?: Uint8Array;
  /** A whole, successful reply. */
  readonly reply?: Uint8Array;
  /** A reply as server-sent events. */
  readonly stream?: Uint8Array;
}
