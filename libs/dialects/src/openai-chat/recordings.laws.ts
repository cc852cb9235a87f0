/** Streams as the API documents them, written by hand; one frame a chunk. */
const frames = (...data: readonly unknown[]): string =>
  data.map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`).join('');

const chunk = (choices: readonly unknown[], rest: object = {}): object => ({
  id: 'chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG',
  object: 'chat.completion.chunk',
  created: 1_741_570_283,
  model: 'gpt-4.1-2025-04-14',
  service_tier: 'default',
  system_fingerprint: 'fp_fc9f1d7035',
  choices,
  ...rest,
});

const delta = (value: object, finish: string | null = null): object =>
  chunk([{ index: 0, delta: value, logprobs: null, finish_reason: finish }], { usage: null });

const usage = chunk([], {
  usage: {
    prompt_tokens: 119,
    completion_tokens: 24,
    total_tokens: 143,
    prompt_tokens_details: { cached_tokens: 100, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 8, audio_tokens: 0 },
  },
});

const call = (index: number, rest: object): object => delta({ tool_calls: [{ index, ...rest }] });

/** @see https://platform.openai.com/docs/api-reference/chat-streaming */
export const chatRecordings = {
  'a text with usage': frames(
    delta({ role: 'assistant', content: '', refusal: null }),
    delta({ content: 'Grüße ' }),
    delta({ content: '"usage":{ 🙂 "finish_reason":"stop"' }),
    delta({}, 'stop'),
    usage,
    '[DONE]',
  ),
  'parallel calls': frames(
    delta({ role: 'assistant', content: null }),
    call(0, { id: 'call_a', type: 'function', function: { name: 'weather', arguments: '' } }),
    call(0, { function: { arguments: '{"city":' } }),
    call(0, { function: { arguments: '"Ulm"}' } }),
    call(1, { id: 'call_b', type: 'function', function: { name: 'weather', arguments: '' } }),
    call(1, { function: { arguments: '{"city":"Bonn"}' } }),
    delta({}, 'tool_calls'),
    usage,
    '[DONE]',
  ),
  'a refusal': frames(
    delta({ role: 'assistant', content: '', refusal: null }),
    delta({ refusal: "I can't " }),
    delta({ refusal: 'help with that.' }),
    delta({}, 'stop'),
    '[DONE]',
  ),
  'thinking of a compatible server': frames(
    delta({ role: 'assistant', content: null, reasoning_content: '' }),
    delta({ content: null, reasoning_content: 'The user ' }),
    delta({ content: null, reasoning_content: 'greets.' }),
    delta({ content: 'Hello!', reasoning_content: null }),
    delta({ content: '' }, 'length'),
    usage,
    '[DONE]',
  ),
} as const;
