import type { DialectName } from '@smart-router/core';
import { isContextLength } from './upstream/classify.js';
import type { AttemptFailure } from './upstream/exchange.js';

/** A caller fault in the words the clients of the caller's dialect know. */
export interface CallerWords {
  readonly message: string;
  readonly code: string | undefined;
  readonly param: string | undefined;
}

/**
 * Rephrases a provider's caller fault. A too long context has words that clients parse: `context_length_exceeded` for the
 * OpenAI dialects, "prompt is too long: N tokens > M maximum" for Messages. Everything else keeps the provider's reason.
 */
export function callerWords(dialect: DialectName, failure: AttemptFailure, estimatedInputTokens: number): CallerWords {
  const { wire } = failure;
  if (wire === undefined) return { message: failure.message, code: undefined, param: undefined };
  if (!isContextLength(wire)) return { message: wire.message, code: wire.code, param: wire.param };
  if (dialect !== 'anthropic-messages')
    return { message: wire.message, code: 'context_length_exceeded', param: wire.param };
  return { message: promptTooLong(wire.message, estimatedInputTokens), code: undefined, param: undefined };
}

/** The larger number of the provider's message is what was sent, the smaller what is allowed. */
function promptTooLong(message: string, estimatedInputTokens: number): string {
  if (/prompt is too long/i.test(message)) return message;
  const numbers = [...message.matchAll(/\d[\d,]{2,}/g)].map(([digits]) => Number(digits.replaceAll(',', '')));
  const sent = numbers.length < 2 ? estimatedInputTokens : Math.max(...numbers);
  const allowed = Math.min(...numbers);
  return numbers.length === 0
    ? `prompt is too long: ${message}`
    : `prompt is too long: ${sent} tokens > ${allowed} maximum`;
}
