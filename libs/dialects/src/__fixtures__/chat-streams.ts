import { formatEvent } from '../sse/format.js';

/** @see https://platform.openai.com/docs/api-reference/chat-streaming */
function record(chunks: readonly object[], usage: object): string {
  const head = { id: 'chatcmpl-abc', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-up' };
  const frames = [
    ...chunks.map((choice) => ({ ...head, choices: [choice], usage: null })),
    { ...head, choices: [], usage },
  ].map((chunk) => formatEvent(undefined, JSON.stringify(chunk)));
  return `${frames.join('')}data: [DONE]\n\n`;
}

const delta = (fields: object, finish: string | null = null): object => ({
  index: 0,
  delta: fields,
  logprobs: null,
  finish_reason: finish,
});

const call = (fields: object): object => delta({ tool_calls: [fields] });

function source(start: number, end: number, url: string): object {
  return { type: 'url_citation', url_citation: { start_index: start, end_index: end, title: 'Ulm', url } };
}

/** Some servers tell the usage with the last choice, and again behind it. */
function twice(stream: string): string {
  const usage = '"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}';
  return stream.replace(/("finish_reason":"stop"}]),"usage":null/, `$1,${usage}`);
}

function likely(index: number, token: string): object {
  const logprobs = { content: [{ token, logprob: -0.1, bytes: null, top_logprobs: [] }], refusal: null };
  return { index, delta: { content: token }, logprobs, finish_reason: null };
}

/** Chat streams that end well. */
export const chatStreams: Readonly<Record<string, string>> = {
  text: record(
    [
      delta({ role: 'assistant', content: '' }),
      delta({ content: 'Grüße ' }),
      delta({ content: '🙂' }),
      delta({}, 'stop'),
    ],
    { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, prompt_tokens_details: { cached_tokens: 5 } },
  ),
  'parallel tool calls': record(
    [
      delta({ role: 'assistant', content: null }),
      call({ index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }),
      call({ index: 0, function: { arguments: '{"city":' } }),
      call({ index: 0, function: { arguments: '"Ulm"}' } }),
      call({ index: 1, id: 'call_2', type: 'function', function: { name: 'time', arguments: '' } }),
      call({ index: 1, function: { arguments: '{}' } }),
      delta({}, 'tool_calls'),
    ],
    { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50, completion_tokens_details: { reasoning_tokens: 8 } },
  ),
  'interleaved calls': record(
    [
      delta({ role: 'assistant', content: null }),
      call({ index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }),
      call({ index: 1, id: 'call_2', type: 'function', function: { name: 'time', arguments: '{"zone"' } }),
      call({ index: 0, function: { arguments: '{"city":' } }),
      call({ index: 1, function: { arguments: ':"CET"}' } }),
      call({ index: 0, function: { arguments: '"Ulm"}' } }),
      delta({}, 'tool_calls'),
    ],
    { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
  ),
  'thinking of a compatible server': record(
    [
      delta({ role: 'assistant', content: '', reasoning_content: null }),
      delta({ reasoning_content: 'Three letters' }),
      delta({ reasoning_content: ' in Ulm.' }),
      delta({ content: 'Three.' }),
      delta({}, 'stop'),
    ],
    { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17, completion_tokens_details: { reasoning_tokens: 5 } },
  ),
  'a refusal': record(
    [
      delta({ role: 'assistant', content: '', refusal: null }),
      delta({ refusal: 'I cannot ' }),
      delta({ refusal: 'help with that.' }),
      delta({}, 'stop'),
    ],
    { prompt_tokens: 9, completion_tokens: 6, total_tokens: 15 },
  ),
  'a text that a filter cut': record(
    [delta({ role: 'assistant', content: '' }), delta({ content: 'First, take' }), delta({}, 'content_filter')],
    { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
  ),
  'a text with sources': record(
    [
      delta({ role: 'assistant', content: '' }),
      delta({ content: 'The minster ' }),
      delta({ content: 'is 161.5 m high.' }),
      delta({
        annotations: [source(0, 11, 'https://example.com/minster'), source(12, 28, 'https://example.com/high')],
      }),
      delta({}, 'stop'),
    ],
    { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 },
  ),
  'usage that comes twice': twice(
    record([delta({ role: 'assistant', content: '' }), delta({ content: 'Hi.' }), delta({}, 'stop')], {
      prompt_tokens: 9,
      completion_tokens: 2,
      total_tokens: 11,
    }),
  ),
};

/** Two answers to one ask, as `n: 2` and `logprobs` ask for them; only the lane between equal dialects passes such. */
export const chatChoicesStream = record(
  [
    delta({ role: 'assistant', content: '' }),
    { ...delta({ role: 'assistant', content: '' }), index: 1 },
    likely(0, 'Yes'),
    likely(1, 'No'),
    likely(0, ', sir'),
    delta({}, 'stop'),
    likely(1, ', never'),
    { ...delta({}, 'length'), index: 1 },
  ],
  { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17 },
);
