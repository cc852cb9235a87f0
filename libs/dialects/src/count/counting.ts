import type { AskFacts, DialectName, Result } from '@smart-router/core';
import { readCountFacts } from '../anthropic-messages/facts.js';
import type { JsonText } from '../json/json-text.js';
import { readFacts } from '../openai-responses/facts.js';

/** The dialects with a request that only counts the tokens of a body. */
export type CountDialect = Extract<DialectName, 'anthropic-messages' | 'openai-responses'>;

/** How a dialect counts. */
interface Counting {
  /** Appended to a provider's base URL. */
  readonly path: string;
  /** The paths a caller may post to. */
  readonly callerPaths: readonly string[];
  readFacts(body: JsonText): Result<AskFacts>;
  /** The answer that says a number. */
  writeCount(inputTokens: number): object;
}

/**
 * Counting by dialect.
 * @see https://docs.anthropic.com/en/api/messages-count-tokens
 * @see https://platform.openai.com/docs/api-reference/responses/input-tokens
 */
export const counting: Readonly<Record<CountDialect, Counting>> = {
  'anthropic-messages': {
    path: '/messages/count_tokens',
    callerPaths: ['/v1/messages/count_tokens', '/anthropic/v1/messages/count_tokens'],
    readFacts: readCountFacts,
    writeCount: (inputTokens) => ({ input_tokens: inputTokens }),
  },
  'openai-responses': {
    path: '/responses/input_tokens',
    callerPaths: ['/v1/responses/input_tokens'],
    readFacts,
    writeCount: (inputTokens) => ({ object: 'response.input_tokens', input_tokens: inputTokens }),
  },
};
