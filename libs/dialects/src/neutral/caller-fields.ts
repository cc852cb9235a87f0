import type { DialectName } from '@smart-router/core';

/** What a caller calls the parts of an ask that a target may have to change. */
interface FieldNames {
  readonly turns: string;
  /** A tool result's reference to its call. */
  readonly callId: string;
  readonly cap: string;
  readonly stop: string;
  readonly reasoning: string;
  readonly format: string;
  /** How much of the pages a web search reads. */
  readonly searchContextSize: string;
}

/** Fields as the callers of each dialect know them. */
export const callerFields: Readonly<Record<DialectName, FieldNames>> = {
  'openai-chat': {
    turns: 'messages',
    callId: 'tool_call_id',
    cap: 'max_completion_tokens',
    stop: 'stop',
    reasoning: 'reasoning_effort',
    format: 'response_format',
    searchContextSize: 'web_search_options.search_context_size',
  },
  'openai-responses': {
    turns: 'input',
    callId: 'call_id',
    cap: 'max_output_tokens',
    stop: 'stop',
    reasoning: 'reasoning',
    format: 'text.format',
    searchContextSize: 'tools[].search_context_size',
  },
  'anthropic-messages': {
    turns: 'messages',
    callId: 'tool_use_id',
    cap: 'max_tokens',
    stop: 'stop_sequences',
    reasoning: 'thinking',
    format: 'output_config.format',
    searchContextSize: 'tools[].search_context_size',
  },
};
