import { formatEvent } from '../sse/format.js';

interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

/** @see https://docs.anthropic.com/en/docs/build-with-claude/streaming */
function record(blocks: readonly WireEvent[], stopReason: string): string {
  const message = {
    id: 'msg_abc',
    type: 'message',
    role: 'assistant',
    model: 'claude-up',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 9, cache_read_input_tokens: 5, cache_creation_input_tokens: 0, output_tokens: 1 },
  };
  const events: readonly WireEvent[] = [
    { type: 'message_start', message },
    { type: 'ping' },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: 30 } },
    { type: 'message_stop' },
  ];
  return events.map((event) => formatEvent(event.type, JSON.stringify(event))).join('');
}

const start = (index: number, content_block: object): WireEvent => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, fields: object): WireEvent => ({ type: 'content_block_delta', index, delta: fields });
const stop = (index: number): WireEvent => ({ type: 'content_block_stop', index });

/** Messages streams that end well. */
export const messagesStreams: Readonly<Record<string, string>> = {
  text: record(
    [
      start(0, { type: 'text', text: '' }),
      delta(0, { type: 'text_delta', text: 'Grüße ' }),
      delta(0, { type: 'text_delta', text: '🙂' }),
      stop(0),
    ],
    'end_turn',
  ),
  'thinking, text and tool calls': record(
    [
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Let me see.' }),
      delta(0, { type: 'signature_delta', signature: 'EqQBCkgIARAB' }),
      stop(0),
      start(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'One moment.' }),
      stop(1),
      start(2, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: '' }),
      delta(2, { type: 'input_json_delta', partial_json: '{"city":' }),
      delta(2, { type: 'input_json_delta', partial_json: '"Ulm"}' }),
      stop(2),
      start(3, { type: 'tool_use', id: 'toolu_2', name: 'time', input: {} }),
      delta(3, { type: 'input_json_delta', partial_json: '{}' }),
      stop(3),
    ],
    'tool_use',
  ),
};
