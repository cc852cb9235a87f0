import { formatEvent } from '../sse/format.js';

/** One event of a Messages stream. */
export interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

/** How a recorded answer ended. */
export interface RecordedEnd {
  readonly reason: string;
  readonly stopSequence?: string;
  readonly details?: object;
  /** Counts of the last event beside the output's. */
  readonly usage?: object;
}

/** @see https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export function record(blocks: readonly WireEvent[], end: RecordedEnd): string {
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
  const delta = {
    stop_reason: end.reason,
    stop_sequence: end.stopSequence ?? null,
    ...(end.details !== undefined && { stop_details: end.details }),
  };
  const events: readonly WireEvent[] = [
    { type: 'message_start', message },
    ping,
    ...blocks,
    { type: 'message_delta', delta, usage: { output_tokens: 30, ...end.usage } },
    { type: 'message_stop' },
  ];
  return events.map((event) => formatEvent(event.type, JSON.stringify(event))).join('');
}

/** Says nothing; may come anywhere. */
export const ping: WireEvent = { type: 'ping' };

/** A block and its deltas. */
export function block(index: number, content_block: object, ...deltas: readonly object[]): readonly WireEvent[] {
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** A text in pieces. */
export function text(index: number, ...pieces: readonly string[]): readonly WireEvent[] {
  return block(index, { type: 'text', text: '' }, ...pieces.map((piece) => ({ type: 'text_delta', text: piece })));
}

/** Thinking with its signature. */
export function thinking(index: number, words: string, signature: string): readonly WireEvent[] {
  return block(
    index,
    { type: 'thinking', thinking: '', signature: '' },
    ...(words === '' ? [] : [{ type: 'thinking_delta', thinking: words }]),
    { type: 'signature_delta', signature },
  );
}

/** A call, its arguments in pieces. */
export function call(index: number, name: string, ...pieces: readonly string[]): readonly WireEvent[] {
  const opening = { type: 'tool_use', id: `toolu_${index}`, name, input: {}, caller: { type: 'direct' } };
  return block(index, opening, ...pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })));
}
