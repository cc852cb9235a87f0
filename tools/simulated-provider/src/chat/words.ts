import type { CompletionUsage } from 'openai/resources/completions';
import type { ChatCompletionMessageToolCall } from 'openai/resources/chat/completions';
import type { Finish, Script, ScriptCall, ScriptUsage } from '../script/script.js';

/** The reasons of Chat. */
export const chatFinishes = {
  stop: 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  calls: 'tool_calls',
  refusal: 'stop',
  filtered: 'content_filter',
} as const satisfies Readonly<Record<Finish, string>>;

/** A call, complete. */
export function chatCall({ id, kind, name, input }: ScriptCall): ChatCompletionMessageToolCall {
  if (kind === 'custom') return { id, type: 'custom', custom: { name, input } };
  return { id, type: 'function', function: { name, arguments: input } };
}

/** The tier that an answer names; any word may be ordered, of which the official type knows a few. */
export function tierOf({ serviceTier }: Script): 'default' {
  return (serviceTier ?? 'default') as 'default';
}

/** Here `prompt_tokens` includes what came from the cache. */
export function chatUsage(usage: ScriptUsage): CompletionUsage {
  const prompt = usage.input + usage.cached + usage.cacheWritten;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    // as brokers do: https://openrouter.ai/docs/use-cases/usage-accounting
    ...(usage.chargedUsd === undefined ? {} : { cost: usage.chargedUsd }),
  };
}
