import { formatEvent } from '../sse/format.js';

/** An event of a stream of Responses. */
export interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

/** How a recorded response ends. */
export interface ResponseEnding {
  readonly status: 'completed' | 'incomplete' | 'failed';
  readonly incomplete_details?: { readonly reason: string };
  readonly error?: { readonly code: string; readonly message: string };
}

const usage = {
  input_tokens: 14,
  input_tokens_details: { cached_tokens: 5 },
  output_tokens: 30,
  output_tokens_details: { reasoning_tokens: 8 },
  total_tokens: 44,
};

/** The frames of a whole stream. @see https://platform.openai.com/docs/api-reference/responses-streaming */
export function recordResponse(
  events: readonly WireEvent[],
  output: readonly object[],
  ending: ResponseEnding = { status: 'completed' },
): string {
  const response = {
    id: 'resp_abc',
    object: 'response',
    created_at: 1_700_000_000,
    model: 'gpt-up',
    error: null,
    incomplete_details: null,
  };
  const running = { ...response, status: 'in_progress', output: [], usage: null };
  const all: readonly WireEvent[] = [
    { type: 'response.created', response: running },
    { type: 'response.in_progress', response: running },
    ...events,
    { type: `response.${ending.status}`, response: { ...response, ...ending, output, usage } },
  ];
  return all
    .map((event, index) => formatEvent(event.type, JSON.stringify({ ...event, sequence_number: index })))
    .join('');
}

/** The events of an item that comes with its end only, or has more events of its own between. */
export function itemEvents(index: number, item: object, between: readonly WireEvent[] = []): readonly WireEvent[] {
  const opened = { ...item, ...emptied(item), status: 'in_progress' };
  return [
    { type: 'response.output_item.added', output_index: index, item: opened },
    ...between,
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** What an item says of its content before any came. */
function emptied(item: object): object {
  const empty = { content: [], summary: [], arguments: '', input: '' };
  return Object.fromEntries(Object.entries(empty).filter(([name]) => name in item));
}
