import { itemEvents, recordResponse, type WireEvent } from './record-response.js';

/** What every event inside an item says of its place. */
const at = (id: string, index: number) => ({ item_id: id, output_index: index });

/** Events of a text in a message, with sources of it. */
function textEvents(
  id: string,
  index: number,
  part: { readonly text: string; readonly annotations: readonly object[] },
) {
  const place = { ...at(id, index), content_index: 0 };
  const { text, annotations } = part;
  const events: readonly WireEvent[] = [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '', annotations: [] } },
    { type: 'response.output_text.delta', ...place, delta: text.slice(0, 6), logprobs: [] },
    ...annotations.map((annotation, annotation_index) => ({
      type: 'response.output_text.annotation.added',
      ...place,
      annotation_index,
      annotation,
    })),
    { type: 'response.output_text.delta', ...place, delta: text.slice(6), logprobs: [] },
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
  ];
  return events;
}

const messageOf = (id: string, content: readonly object[], rest: object = {}) => ({
  id,
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content,
  ...rest,
});

const source = (start_index: number, end_index: number) => ({
  type: 'url_citation',
  url: 'https://example.com/ulm',
  title: 'Ulm',
  start_index,
  end_index,
});

const cited = { type: 'output_text', text: 'Rain 🌧 in Ulm.', annotations: [source(0, 4), source(8, 14)], logprobs: [] };
const citedMessage = messageOf('msg_1', [cited], { phase: 'final_answer' });
const searched = {
  id: 'ws_1',
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', query: 'weather ulm', queries: ['weather ulm'] },
};
const opened = { ...searched, id: 'ws_2', action: { type: 'open_page', url: 'https://example.com/ulm' } };

const searching = (id: string, index: number): readonly WireEvent[] =>
  ['in_progress', 'searching', 'completed'].map((stage) => ({
    type: `response.web_search_call.${stage}`,
    ...at(id, index),
  }));

const toolSearch = {
  id: 'tsc_1',
  type: 'tool_search_call',
  call_id: 'call_s',
  execution: 'client',
  status: 'completed',
  arguments: { query: 'weather', limit: 3 },
};

const patchCall = {
  id: 'ctc_1',
  type: 'custom_tool_call',
  call_id: 'call_p',
  name: 'apply_patch',
  status: 'completed',
  input: '*** Begin Patch\n',
};

const refused = { type: 'refusal', refusal: 'I cannot help with that.' };
const refusal = messageOf('msg_1', [refused]);
const cutText = { type: 'output_text', text: 'Once upon', annotations: [], logprobs: [] };
const cutMessage = messageOf('msg_1', [cutText], { status: 'incomplete' });

const thought = {
  id: 'rs_1',
  type: 'reasoning',
  summary: ['First.', 'Then.'].map((text) => ({ type: 'summary_text', text })),
  encrypted_content: 'gAAAA',
};

const thinking: readonly WireEvent[] = thought.summary.flatMap((part, summary_index) => {
  const place = { ...at('rs_1', 0), summary_index };
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.reasoning_summary_text.delta', ...place, delta: part.text },
    { type: 'response.reasoning_summary_text.done', ...place, text: part.text },
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ];
});

const call = (number: number, input: string) => ({
  id: `fc_${number}`,
  type: 'function_call',
  call_id: `call_${number}`,
  namespace: 'mcp__wx',
  name: 'get',
  arguments: input,
  status: 'completed',
});

const [first, second] = [call(1, '{"city":"Ulm"}'), call(2, '{"city":"Bonn"}')];

const argumentsDelta = (number: number, delta: string): WireEvent => ({
  type: 'response.function_call_arguments.delta',
  ...at(`fc_${number}`, number - 1),
  delta,
});

const [firstAdded, firstDone] = itemEvents(0, first);
const [secondAdded, secondDone] = itemEvents(1, second);
const interleaved = [
  firstAdded,
  secondAdded,
  argumentsDelta(2, '{"city":'),
  argumentsDelta(1, first.arguments),
  argumentsDelta(2, '"Bonn"}'),
  secondDone,
  firstDone,
].filter((event) => event !== undefined);

/** Streams of one kind of item each, all of which end in their proper way. */
export const responsesItemStreams: Readonly<Record<string, string>> = {
  'a web search and its sources': recordResponse(
    [
      ...itemEvents(0, searched, searching('ws_1', 0)),
      ...itemEvents(1, opened, searching('ws_2', 1)),
      ...itemEvents(2, citedMessage, textEvents('msg_1', 2, cited)),
    ],
    [searched, opened, citedMessage],
  ),
  'a search for tools': recordResponse(itemEvents(0, toolSearch), [toolSearch]),
  'a custom tool': recordResponse(
    itemEvents(0, patchCall, [
      { type: 'response.custom_tool_call_input.delta', ...at('ctc_1', 0), delta: '*** Begin' },
      { type: 'response.custom_tool_call_input.delta', ...at('ctc_1', 0), delta: ' Patch\n' },
      { type: 'response.custom_tool_call_input.done', ...at('ctc_1', 0), input: patchCall.input },
    ]),
    [patchCall],
  ),
  'a refusal': recordResponse(
    itemEvents(0, refusal, [
      {
        type: 'response.content_part.added',
        ...at('msg_1', 0),
        content_index: 0,
        part: { type: 'refusal', refusal: '' },
      },
      { type: 'response.refusal.delta', ...at('msg_1', 0), content_index: 0, delta: refused.refusal },
      { type: 'response.refusal.done', ...at('msg_1', 0), content_index: 0, refusal: refused.refusal },
      { type: 'response.content_part.done', ...at('msg_1', 0), content_index: 0, part: refused },
    ]),
    [refusal],
  ),
  'a text cut by its limit': recordResponse(itemEvents(0, cutMessage, textEvents('msg_1', 0, cutText)), [cutMessage], {
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
  }),
  'several summaries': recordResponse(
    [...itemEvents(0, thought, thinking), ...itemEvents(1, citedMessage, textEvents('msg_1', 1, cited))],
    [thought, citedMessage],
  ),
  'arguments told whole only': recordResponse(
    itemEvents(0, first, [
      { type: 'response.function_call_arguments.done', ...at('fc_1', 0), name: 'get', arguments: first.arguments },
    ]),
    [first],
  ),
  'interleaved calls': recordResponse(interleaved, [first, second]),
};
