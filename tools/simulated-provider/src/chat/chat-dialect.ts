import { arrayOf, objectOf } from '../guards.js';
import type { Prompt } from '../prompt.js';
import type { Script, ScriptCall, ScriptUsage } from '../script.js';
import type { ErrorWords, Frame, WireDialect } from '../wire-dialect.js';
import { readChatPrompt } from './read-chat-prompt.js';

const finishWords = { stop: 'stop', length: 'length', 'tool-calls': 'tool_calls' } as const;
const created = 1_790_000_000;

/** Chat Completions. @see https://platform.openai.com/docs/api-reference/chat */
export const chatDialect: WireDialect = {
  readPrompt: readChatPrompt,
  complain: (body) =>
    arrayOf(objectOf(body)['messages']).length === 0 ? "'messages' should hold at least one message" : undefined,
  whole: (script, prompt, serial) => ({
    id: idOf(serial),
    object: 'chat.completion',
    created,
    model: prompt.model,
    choices: [{ index: 0, message: messageOf(script), logprobs: null, finish_reason: finishWords[script.finish] }],
    usage: usageOf(script.usage),
    service_tier: 'default',
    system_fingerprint: 'fp_simulated',
  }),
  frames: chatFrames,
  error: errorBody,
  streamError: (words) => ({ text: `data: ${JSON.stringify(errorBody(words))}\n\n`, token: false }),
};

function errorBody(words: ErrorWords): unknown {
  return { error: { message: words.message, type: words.type, param: null, code: words.code } };
}

function chatFrames(script: Script, prompt: Prompt, serial: number): readonly Frame[] {
  const chunk = (choices: readonly unknown[], usage?: unknown): string =>
    `data: ${JSON.stringify({ id: idOf(serial), object: 'chat.completion.chunk', created, model: prompt.model, system_fingerprint: 'fp_simulated', choices, ...(prompt.includeUsage ? { usage: usage ?? null } : {}) })}\n\n`;
  const delta = (part: unknown, finish: string | null = null): string =>
    chunk([{ index: 0, delta: part, logprobs: null, finish_reason: finish }]);
  const token = (part: unknown): Frame => ({ text: delta(part), token: true });
  const reasoning = (script.reasoning?.match(/\s*\S+/g) ?? []).map((piece) => token({ reasoning_content: piece }));
  const calls = script.calls.flatMap((call, index) => callDeltas(call, index).map(token));
  return [
    { text: delta({ role: 'assistant', content: '', refusal: null }), token: false },
    ...reasoning,
    ...script.pieces.map((piece) => token({ content: piece })),
    ...calls,
    { text: delta({}, finishWords[script.finish]), token: false },
    ...(prompt.includeUsage ? [{ text: chunk([], usageOf(script.usage)), token: false }] : []),
    { text: 'data: [DONE]\n\n', token: false },
  ];
}

function callDeltas(call: ScriptCall, index: number): readonly unknown[] {
  const half = Math.ceil(call.input.length / 2);
  const more = (text: string): unknown => ({ tool_calls: [{ index, function: { arguments: text } }] });
  const start = {
    tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.tool.name, arguments: '' } }],
  };
  return [start, more(call.input.slice(0, half)), more(call.input.slice(half))];
}

function messageOf(script: Script): unknown {
  const calls = script.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.tool.name, arguments: call.input },
  }));
  return {
    role: 'assistant',
    content: script.pieces.length === 0 ? null : script.pieces.join(''),
    refusal: null,
    annotations: [],
    ...(script.reasoning === undefined ? {} : { reasoning_content: script.reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function usageOf(usage: ScriptUsage): unknown {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function idOf(serial: number): string {
  return `chatcmpl-sim${String(serial).padStart(8, '0')}`;
}
