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
};
