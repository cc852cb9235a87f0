/** The wire dialects the router speaks, to callers and to providers alike. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

/** All dialects, in the order documentation lists them. */
export const dialectNames: readonly DialectName[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];
