import { block, call, ping, record, text, thinking, type WireEvent } from './messages-events.js';

const pinged = (events: readonly WireEvent[]): readonly WireEvent[] => events.flatMap((event) => [event, ping]);

const found = {
  type: 'web_search_result',
  url: 'https://example.com/danube',
  title: 'The Danube',
  encrypted_content: 'EpAB',
  page_age: null,
};
const source = {
  type: 'web_search_result_location',
  url: 'https://example.com/danube',
  title: 'The Danube',
  cited_text: 'It is 2,850 km long.',
  encrypted_index: 'Eo8B',
};

/** What a search leaves in an answer: the call, what it found, and a text in as many blocks as it has sources. */
const searched = [
  ...block(
    1,
    { type: 'server_tool_use', id: 'srvtoolu_01', name: 'web_search', input: {}, caller: { type: 'direct' } },
    { type: 'input_json_delta', partial_json: '' },
    { type: 'input_json_delta', partial_json: '{"query": "length of ' },
    { type: 'input_json_delta', partial_json: 'the Danube"}' },
  ),
  ...block(2, { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_01', content: [found] }),
  ...text(3, 'It says: '),
  ...block(
    4,
    { type: 'text', text: '', citations: [] },
    { type: 'text_delta', text: 'the Danube 🌊 is ' },
    { type: 'text_delta', text: '2,850 km long' },
    { type: 'citations_delta', citation: source },
  ),
  ...text(5, '.'),
];

/** Messages streams that end well. */
export const messagesStreams: Readonly<Record<string, string>> = {
  text: record(text(0, 'Grüße ', '🙂'), { reason: 'end_turn' }),
  'thinking, text and tool calls': record(
    [
      ...thinking(0, 'Let me see.', 'EqQBCkgIARAB'),
      ...text(1, 'One moment.'),
      ...call(2, 'weather', '', '{"city":', '"Ulm"}'),
      ...call(3, 'time', '{}'),
    ],
    { reason: 'tool_use' },
  ),
  'thinking, redacted thinking and a tool call': record(
    [
      ...thinking(0, 'First.', 'EqQBCkgIARAC'),
      ...block(1, { type: 'redacted_thinking', data: 'EmwKAhgBEgy3' }),
      ...call(2, 'weather', '{"city":"Ulm"}'),
    ],
    { reason: 'tool_use', usage: { output_tokens_details: { thinking_tokens: 12 } } },
  ),
  'thinking between the calls': record(
    [
      ...thinking(0, 'First the weather.', 'EqQBCkgIARAD'),
      ...call(1, 'weather', '{"city":"Ulm"}'),
      ...thinking(2, 'Then the time.', 'EqQBCkgIARAE'),
      ...call(3, 'time', '{}'),
      ...thinking(4, '', 'EqQBCkgIARAF'),
      ...text(5, 'Done.'),
    ],
    { reason: 'tool_use' },
  ),
  'a web search with its sources': record([...text(0, 'I will look.'), ...searched], {
    reason: 'end_turn',
    usage: { server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } },
  }),
  'a search that failed': record(
    [
      ...block(0, { type: 'server_tool_use', id: 'srvtoolu_02', name: 'web_search', input: { query: 'x' } }),
      ...block(1, {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_02',
        content: { type: 'web_search_tool_result_error', error_code: 'unavailable' },
      }),
      ...text(2, 'I could not look.'),
    ],
    { reason: 'end_turn' },
  ),
  'sources in documents': record(
    block(
      0,
      { type: 'text', text: '', citations: [] },
      {
        type: 'citations_delta',
        citation: {
          type: 'char_location',
          cited_text: 'Ulm',
          document_index: 0,
          start_char_index: 0,
          end_char_index: 3,
        },
      },
      { type: 'text_delta', text: 'Ulm.' },
    ),
    { reason: 'end_turn' },
  ),
  'arguments streamed as they come, cut by the cap': record(
    [...call(0, 'write', '{"path":"a', '.txt","text":"line 1\\n', 'line 2')],
    { reason: 'max_tokens' },
  ),
  'a turn that is to go on': record([...text(0, 'Searching…'), ...searched.slice(0, 5)], { reason: 'pause_turn' }),
  'a refusal': record(text(0, 'I will'), {
    reason: 'refusal',
    details: { type: 'refusal', category: 'cyber', explanation: 'It could do harm.' },
  }),
  'a refusal before any word': record([], { reason: 'refusal' }),
  'a full context window': record(text(0, 'So much'), { reason: 'model_context_window_exceeded' }),
  'a stop sequence': record(text(0, 'One, two'), { reason: 'stop_sequence', stopSequence: ', three' }),
  'pings everywhere': record(
    pinged([...thinking(0, 'Hm.', 'EqQB'), ...text(1, 'a', 'b'), ...call(2, 'time', '{', '}')]),
    {
      reason: 'tool_use',
    },
  ),
  'parallel calls': record(
    [...call(0, 'weather', '{"city":"Ulm"}'), ...call(1, 'weather', '{"city":', '"Bonn"}'), ...call(2, 'time')],
    { reason: 'tool_use' },
  ),
  'a compaction, and blocks and deltas nobody knows yet': record(
    [
      ...block(0, { type: 'compaction', content: null }, { type: 'compaction_delta', content: 'So far: x.' }),
      ...block(1, { type: 'tomorrow', words: 'a' }, { type: 'tomorrow_delta', words: 'b' }),
      ...text(2, 'On we go.'),
      { type: 'a_new_event' },
    ],
    { reason: 'end_turn' },
  ),
};
