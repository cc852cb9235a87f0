import { objectOf } from '../guards.js';
import type { Prompt } from '../prompt.js';
import type { Script } from '../script.js';
import type { ErrorWords, Frame, WireDialect } from '../wire-dialect.js';
import { outputItems } from './output-items.js';
import { readResponsesPrompt } from './read-responses-prompt.js';

const createdAt = 1_790_000_000;

/** Responses. @see https://platform.openai.com/docs/api-reference/responses */
export const responsesDialect: WireDialect = {
  readPrompt: readResponsesPrompt,
  complain: (body) => (objectOf(body)['input'] === undefined ? "Missing required parameter: 'input'." : undefined),
  whole: (script, prompt, serial) => finished(script, prompt, serial),
  frames: responsesFrames,
  error: errorBody,
  streamError: (words) => ({
    text: `event: error\ndata: ${JSON.stringify({ type: 'error', code: words.code ?? words.type, message: words.message, param: null, sequence_number: 99 })}\n\n`,
    token: false,
  }),
};

function errorBody(words: ErrorWords): unknown {
  return { error: { message: words.message, type: words.type, param: null, code: words.code } };
}

function responsesFrames(script: Script, prompt: Prompt, serial: number): readonly Frame[] {
  let sequence = 0;
  const frame = (type: string, data: unknown, token = false): Frame => {
    const event = { type, sequence_number: sequence, ...objectOf(data) };
    sequence += 1;
    return { text: `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`, token };
  };
  const begun = { response: responseObject(prompt, serial, { status: 'in_progress', output: [] }) };
  const items = [frame('response.created', begun), frame('response.in_progress', begun)];
  outputItems(script, serial).forEach((item, output_index) => {
    const place = { item_id: item.added['id'], output_index };
    items.push(frame('response.output_item.added', { output_index, item: item.added }));
    items.push(...item.events.map((event) => frame(event.type, { ...place, ...event.data }, event.token)));
    items.push(frame('response.output_item.done', { output_index, item: item.done }));
  });
  const last = script.finish === 'length' ? 'response.incomplete' : 'response.completed';
  return [...items, frame(last, { response: finished(script, prompt, serial) })];
}

function finished(script: Script, prompt: Prompt, serial: number): unknown {
  const { usage } = script;
  const cut = script.finish === 'length';
  return responseObject(prompt, serial, {
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    completed_at: cut ? null : createdAt + 1,
    output: outputItems(script, serial).map((item) => item.done),
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
  });
}

function responseObject(prompt: Prompt, serial: number, state: Readonly<Record<string, unknown>>): unknown {
  return {
    id: `resp_sim${String(serial).padStart(8, '0')}`,
    object: 'response',
    created_at: createdAt,
    ...{
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      metadata: {},
      model: prompt.model,
    },
    ...{ max_output_tokens: prompt.cap ?? null, max_tool_calls: null, parallel_tool_calls: prompt.parallelCalls },
    ...{
      previous_response_id: null,
      prompt_cache_key: null,
      safety_identifier: null,
      service_tier: 'default',
      store: false,
    },
    ...{
      reasoning: { effort: null, summary: null },
      temperature: 1,
      top_p: 1,
      top_logprobs: 0,
      truncation: 'disabled',
      user: null,
    },
    ...{ text: { format: { type: 'text' }, verbosity: 'medium' }, tool_choice: 'auto', tools: [], usage: null },
    ...state,
  };
}
