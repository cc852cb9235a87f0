import type { TokenCounts } from '@smart-router/core';
import type { WriteContext } from '../dialect.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk } from '../neutral/ask.js';
import type { WrittenFinish } from './finish.js';
import { idsOf } from './ids.js';
import { writeUsage } from './usage.js';
import { paragraphBreak } from './wire.js';
import { writeFormat } from './write-format.js';
import { writeToolChoice, writeTools } from './write-tools.js';

/**
 * What stays the same in a response from its first event to its last: its names, and the ask it echoes. Fields nobody
 * carried to the target say what became of them: nothing is stored, nothing ran in the background.
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
export function responseHead(context: WriteContext, model: string | undefined): object {
  const { ask, requestId, createdSeconds } = context;
  const { vendor } = ask;
  const keepName = (name: string): string => name;
  return {
    id: idsOf(requestId).response,
    object: 'response',
    created_at: createdSeconds,
    background: false,
    instructions: instructionsOf(ask),
    max_output_tokens: ask.outputCap ?? null,
    max_tool_calls: ask.webSearch?.maxUses ?? null,
    metadata: vendor['metadata'] ?? {},
    model: context.model ?? model ?? '',
    parallel_tool_calls: ask.parallelToolCalls ?? true,
    previous_response_id: null,
    prompt_cache_key: vendor['prompt_cache_key'] ?? null,
    reasoning: reasoningOf(ask),
    safety_identifier: vendor['safety_identifier'] ?? null,
    service_tier: null,
    store: false,
    temperature: ask.temperature ?? null,
    text: textOf(ask, vendor['text']),
    tool_choice: writeToolChoice(ask.toolChoice ?? { kind: 'auto' }, ask, keepName),
    tools: writeTools(ask, keepName),
    top_logprobs: 0,
    top_p: ask.topP ?? null,
    truncation: 'disabled',
    user: vendor['user'] ?? null,
  };
}

/** What changes in a response while it is answered. */
export interface ResponseProgress {
  readonly status: 'in_progress' | 'failed' | WrittenFinish['status'];
  readonly output: readonly object[];
  readonly tokens: TokenCounts;
  readonly incompleteReason?: WrittenFinish['incompleteReason'];
  readonly error?: { readonly code: string; readonly message: string };
}

/** The fields of a response that change; together with its head they are the whole object. */
export function responseProgress({ status, output, tokens, incompleteReason, error }: ResponseProgress): object {
  return {
    status,
    error: error ?? null,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    output,
    usage: writeUsage(tokens),
  };
}

function instructionsOf({ from, turns }: NeutralAsk): string | null {
  const [first] = turns;
  if (from !== 'openai-responses' || first?.role !== 'system') return null;
  return first.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(paragraphBreak);
}

/** The API names the kind of summary it chose; here nobody chooses one. */
function reasoningOf({ reasoning }: NeutralAsk): object {
  const effort = reasoning?.mode === 'off' ? 'none' : (reasoning?.effort ?? null);
  return { effort, summary: reasoning?.show === true ? 'auto' : null };
}

function textOf({ format }: NeutralAsk, text: JsonText | undefined): unknown {
  return text ?? { format: format === undefined ? { type: 'text' } : writeFormat(format) };
}
