import { jsonText } from '../generated.laws.js';
import { findUnsafeUrl } from './find-unsafe-url.js';

const find = (body: object) => findUnsafeUrl(jsonText(JSON.stringify(body)));
const url = 'http://10.0.0.1/a.png';
const user = (...content: readonly object[]) => ({ messages: [{ role: 'user', content }] });

describe('an address inside a network', () => {
  it.each<readonly [string, string, object]>([
    ['Chat', 'messages[0].content[1].image_url.url', user({ type: 'text' }, { type: 'image_url', image_url: { url } })],
    ['Chat', 'messages[0].content[0].image_url', user({ type: 'image_url', image_url: url })],
    ['Chat', 'messages[0].content[0].video_url.url', user({ type: 'video_url', video_url: { url } })],
    ['Chat', 'messages[0].content[0].file.file_data', user({ type: 'file', file: { file_data: url } })],
    ['Messages', 'messages[0].content[0].source.url', user({ type: 'image', source: { type: 'url', url } })],
    [
      'Messages',
      'messages[0].content[0].content[0].source.url',
      user({ type: 'tool_result', content: [{ type: 'document', source: { type: 'url', url } }] }),
    ],
    ['Responses', 'input[0].content[0].image_url', { input: [{ content: [{ type: 'input_image', image_url: url }] }] }],
    ['Responses', 'input[0].content[0].file_url', { input: [{ content: [{ type: 'input_file', file_url: url }] }] }],
    [
      'Responses',
      'input[0].output[0].image_url',
      { input: [{ type: 'function_call_output', output: [{ type: 'input_image', image_url: url }] }] },
    ],
    [
      'Responses',
      'input[0].output.image_url',
      { input: [{ type: 'computer_call_output', output: { type: 'computer_screenshot', image_url: url } }] },
    ],
    [
      'Responses',
      'prompt.variables.file_url',
      { prompt: { id: 'pmpt_1', variables: { a: 'x', b: { type: 'input_file', file_url: url } } } },
    ],
  ])('is found in a body of %s, at %s', (_dialect, field, body) => {
    expect(find(body)).toEqual({ field, problem: 'private', host: '10.0.0.1' });
  });

  it.each<readonly [string, object]>([
    ['in words', { messages: [{ role: 'user', content: `look at ${url}` }] }],
    ['as an argument of a call', user({ type: 'tool_use', input: { image_url: url, source: { url } } })],
    ['in a tool', { messages: [], tools: [{ function: { parameters: { image_url: url } } }] }],
    ['as a public one', user({ type: 'image_url', image_url: { url: 'https://example.com/a.png' } })],
  ])('is none %s', (_where, body) => {
    expect(find(body)).toBeUndefined();
  });
});
