import { arrayOf, numberOf, objectOf } from '../guards.js';
import type { Prompt } from '../prompt.js';
import type { Script, ScriptUsage } from '../script.js';
import type { ErrorWords, Frame, WireDialect } from '../wire-dialect.js';
import { readMessagesPrompt } from './read-messages-prompt.js';

const stopReasons = { stop: 'end_turn', length: 'max_tokens', 'tool-calls': 'tool_use' } as const;
const signature = 'c2ltdWxhdGVkLXNpZ25hdHVyZQ==';

/** Messages. @see https://docs.anthropic.com/en/api/messages */
export const messagesDialect: WireDialect = {
  readPrompt: readMessagesPrompt,
  complain,
  whole: (script, prompt, serial) => ({
    ...head(prompt, serial),
    content: blocksOf(script).map(({ start, whole }) => ({ ...start, ...whole })),
    stop_reason: stopReasons[script.finish],
    usage: { ...inputUsage(script.usage), output_tokens: script.usage.output },
  }),
  frames: messagesFrames,
  error: errorBody,
  streamError: (words) => frame('error', errorBody(words)),
};

function complain(body: unknown): string | undefined {
  const ask = objectOf(body);
  if (numberOf(ask['max_tokens']) === undefined) return 'max_tokens: Field required';
  return arrayOf(ask['messages']).length === 0 ? 'messages: at least one message is required' : undefined;
}

function errorBody(words: ErrorWords): unknown {
  return {
    type: 'error',
    error: { type: words.anthropicType, message: words.anthropicMessage ?? words.message },
    request_id: 'req_simulated',
  };
}

interface SimulatedBlock {
  /** The block as it starts in a stream. */
  readonly start: Readonly<Record<string, unknown>>;
  /** What the whole block has beyond its start. */
  readonly whole: Readonly<Record<string, unknown>>;
  readonly deltas: readonly Readonly<Record<string, unknown>>[];
}

function blocksOf(script: Script): readonly SimulatedBlock[] {
  const { reasoning, pieces, calls } = script;
  const thinking: SimulatedBlock[] = reasoning === undefined ? [] : [thinkingBlock(reasoning)];
  const text: SimulatedBlock = {
    start: { type: 'text', text: '' },
    whole: { text: pieces.join('') },
    deltas: pieces.map((piece) => ({ type: 'text_delta', text: piece })),
  };
  const uses = calls.map((call): SimulatedBlock => {
    const half = Math.ceil(call.input.length / 2);
    const parts = ['', call.input.slice(0, half), call.input.slice(half)];
    const input: unknown = JSON.parse(call.input);
    return {
      start: { type: 'tool_use', id: call.id.replace('call_', 'toolu_'), name: call.tool.name, input: {} },
      whole: { input },
      deltas: parts.map((part) => ({ type: 'input_json_delta', partial_json: part })),
    };
  });
  return [...thinking, ...(pieces.length === 0 ? [] : [text]), ...uses];
}

function thinkingBlock(reasoning: string): SimulatedBlock {
  const words = reasoning.match(/\s*\S+/g) ?? [];
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    whole: { thinking: reasoning, signature },
    deltas: [
      ...words.map((word) => ({ type: 'thinking_delta', thinking: word })),
      { type: 'signature_delta', signature },
    ],
  };
}

function messagesFrames(script: Script, prompt: Prompt, serial: number): readonly Frame[] {
  const start = { ...head(prompt, serial), usage: { ...inputUsage(script.usage), output_tokens: 1 } };
  const blocks = blocksOf(script).flatMap((block, index) => [
    frame('content_block_start', { type: 'content_block_start', index, content_block: block.start }),
    ...block.deltas.map((delta) => ({
      ...frame('content_block_delta', { type: 'content_block_delta', index, delta }),
      token: true,
    })),
    frame('content_block_stop', { type: 'content_block_stop', index }),
  ]);
  return [
    frame('message_start', { type: 'message_start', message: start }),
    frame('ping', { type: 'ping' }),
    ...blocks,
    frame('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: stopReasons[script.finish], stop_sequence: null },
      usage: { output_tokens: script.usage.output },
    }),
    frame('message_stop', { type: 'message_stop' }),
  ];
}

function frame(event: string, data: unknown): Frame {
  return { text: `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`, token: false };
}

function head(prompt: Prompt, serial: number) {
  return {
    id: `msg_sim${String(serial).padStart(8, '0')}`,
    type: 'message',
    role: 'assistant',
    model: prompt.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

function inputUsage(usage: ScriptUsage) {
  return {
    input_tokens: usage.input - usage.cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cached,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    service_tier: 'standard',
  };
}
