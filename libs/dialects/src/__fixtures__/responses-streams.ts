import { formatEvent } from '../sse/format.js';

interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

const usage = {
  input_tokens: 14,
  input_tokens_details: { cached_tokens: 5 },
  output_tokens: 30,
  output_tokens_details: { reasoning_tokens: 8 },
  total_tokens: 44,
};

/** @see https://platform.openai.com/docs/api-reference/responses-streaming */
function record(events: readonly WireEvent[], output: readonly object[]): string {
  const response = {
    id: 'resp_abc',
    object: 'response',
    created_at: 1_700_000_000,
    model: 'gpt-up',
    error: null,
    incomplete_details: null,
  };
  const all: readonly WireEvent[] = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
    { type: 'response.in_progress', response: { ...response, status: 'in_progress', output: [], usage: null } },
    ...events,
    { type: 'response.completed', response: { ...response, status: 'completed', output, usage } },
  ];
  return all
    .map((event, index) => formatEvent(event.type, JSON.stringify({ ...event, sequence_number: index })))
    .join('');
}

const text = 'Grüße 🙂';
const part = { type: 'output_text', text, annotations: [], logprobs: [] };
const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [part] };

function messageEvents(index: number): readonly WireEvent[] {
  const place = { item_id: 'msg_1', output_index: index, content_index: 0 };
  return [
    {
      type: 'response.output_item.added',
      output_index: index,
      item: { ...message, status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...place, delta: 'Grüße ', logprobs: [] },
    { type: 'response.output_text.delta', ...place, delta: '🙂', logprobs: [] },
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', output_index: index, item: message },
  ];
}

const call = (number: number, name: string, input: string): object => ({
  id: `fc_${number}`,
  type: 'function_call',
  call_id: `call_${number}`,
  name,
  arguments: input,
  status: 'completed',
});

function callEvents(index: number, item: object): readonly WireEvent[] {
  const { id, arguments: input } = { id: '', arguments: '', ...item };
  const place = { item_id: id, output_index: index };
  return [
    {
      type: 'response.output_item.added',
      output_index: index,
      item: { ...item, arguments: '', status: 'in_progress' },
    },
    { type: 'response.function_call_arguments.delta', ...place, delta: input.slice(0, 5) },
    { type: 'response.function_call_arguments.delta', ...place, delta: input.slice(5) },
    { type: 'response.function_call_arguments.done', ...place, arguments: input },
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

const weather = call(1, 'weather', '{"city":"Ulm"}');
const time = call(2, 'time', '{"zone":"CET"}');

/** Responses streams that end well. */
export const responsesStreams: Readonly<Record<string, string>> = {
  text: record(messageEvents(0), [message]),
  'text and tool calls': record(
    [...messageEvents(0), ...callEvents(1, weather), ...callEvents(2, time)],
    [message, weather, time],
  ),
};
