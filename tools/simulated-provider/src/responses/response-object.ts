import { isObject } from '../json/guards.js';
import type { Response, ResponseOutputItem, ResponseUsage } from 'openai/resources/responses/responses';
import type { Question } from '../question/question.js';
import type { Script } from '../script/script.js';
import { outputItems } from './output-items.js';

/** `output_text` is made by the official client. */
export type ResponseObject = Omit<Response, 'output_text'>;

/** How far a response is. */
export interface Progress {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: ResponseOutputItem[];
  readonly usage: ResponseUsage | null;
}

/** A whole Responses answer. */
export function writeResponse(script: Script, question: Question): object {
  const usage = script.usageReports === 'never' ? null : responsesUsage(script);
  const status = finalStatus(script);
  return responseObject(script, question, { status, output: [...outputItems(script, question)], usage });
}

/** Whether the answer is whole. */
export function finalStatus({ finish }: Script): 'completed' | 'incomplete' {
  return finish === 'length' || finish === 'filtered' ? 'incomplete' : 'completed';
}

/** The response object at some moment; most fields repeat the request. */
export function responseObject(script: Script, { body }: Question, progress: Progress): object {
  const reason = script.finish === 'filtered' ? ('content_filter' as const) : ('max_output_tokens' as const);
  const done = progress.status === 'completed' || progress.status === 'incomplete';
  const own = {
    id: `resp_${script.id}`,
    object: 'response',
    created_at: script.createdAtSeconds,
    completed_at: done ? script.createdAtSeconds : null,
    status: progress.status,
    error: null,
    incomplete_details: progress.status === 'incomplete' ? { reason } : null,
    model: script.model,
    output: progress.output,
  } satisfies Partial<ResponseObject>;
  const tier = script.serviceTier === undefined ? {} : { service_tier: script.serviceTier };
  return { ...own, ...repeated(body), ...tier, usage: progress.usage };
}

/** What the answer says when the request did not. */
const defaults = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  service_tier: 'default',
  store: true,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
} as const;

const repeated = ({ conversation, ...body }: Question['body']) => ({
  ...Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, body[name] ?? value])),
  ...(conversation === undefined ? {} : { conversation: isObject(conversation) ? conversation : { id: conversation } }),
});

/** Here `input_tokens` includes what came from the cache. */
export function responsesUsage({ usage }: Script): ResponseUsage {
  const input = usage.input + usage.cached + usage.cacheWritten;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: usage.cacheWritten },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + usage.output,
    ...(usage.chargedUsd === undefined ? {} : { cost: usage.chargedUsd }),
  };
}
