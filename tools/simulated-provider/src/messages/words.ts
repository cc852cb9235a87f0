import type { Message, MessageDeltaUsage, StopReason, ToolUseBlock, Usage } from '@anthropic-ai/sdk/resources/messages';
import type { Finish, Script, ScriptCall } from '../script/script.js';

/** The reasons of Messages. */
export const messagesFinishes = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  length: 'max_tokens',
  calls: 'tool_use',
  refusal: 'refusal',
  filtered: 'refusal',
} as const satisfies Readonly<Record<Finish, StopReason>>;

/** What stands around the content of a message. */
export function messageHead(script: Script): Omit<Message, 'content' | 'stop_reason' | 'usage'> {
  return {
    id: `msg_${script.id}`,
    type: 'message',
    role: 'assistant',
    model: script.model,
    stop_sequence: null,
    container: null,
    diagnostics: null,
    stop_details: null,
  };
}

/** Here `input_tokens` is what neither came from the cache nor went into it. */
export function messagesUsage({ usage, serviceTier }: Script, outputTokens: number): Usage {
  return {
    ...deltaUsage(usage, outputTokens),
    input_tokens: usage.input,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWritten, ephemeral_1h_input_tokens: 0 },
    inference_geo: null,
    service_tier: (serviceTier ?? 'standard') as 'standard', // any word may be ordered
    speed: null,
  };
}

/** The counts at the end of a stream. */
export function deltaUsage(usage: Script['usage'], outputTokens: number): MessageDeltaUsage {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWritten,
    cache_read_input_tokens: usage.cached,
    output_tokens: outputTokens,
    output_tokens_details: usage.reasoning > 0 ? { thinking_tokens: usage.reasoning } : null,
    server_tool_use: null,
  };
}

/** A tool use with this input. */
export function toolUse({ id, name }: ScriptCall, input: unknown): ToolUseBlock {
  return { type: 'tool_use', id: id.replace(/^call_/, 'toolu_'), name, input, caller: { type: 'direct' } };
}

/** The input as an object; free text that a prompt ordered cannot be one. */
export function inputOf({ input }: ScriptCall): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return {};
  }
}
