import { responsesItemStreams } from './responses-item-streams.js';
import { recordResponse, type WireEvent } from './record-response.js';

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
  text: recordResponse(messageEvents(0), [message]),
  'text and tool calls': recordResponse(
    [...messageEvents(0), ...callEvents(1, weather), ...callEvents(2, time)],
    [message, weather, time],
  ),
  ...responsesItemStreams,
};
