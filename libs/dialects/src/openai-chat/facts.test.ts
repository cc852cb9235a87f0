import { jsonText, valueOf } from '../generated.laws.js';
import { readFacts } from './facts.js';

const factsOf = (body: unknown) => valueOf(readFacts(jsonText(JSON.stringify(body))));
const hello = { role: 'user', content: 'hello' };

/** The fault of a refused body. */
function refusalOf(text: string): { readonly message: string; readonly param: string | undefined } {
  const read = readFacts(jsonText(text));
  if (read.ok) throw new Error('should be refused');
  return { message: read.fault.message, param: read.fault.details.param };
}

describe('the facts of a Chat body', () => {
  it('names what routing asks for', () => {
    const facts = factsOf({
      model: 'group',
      stream: true,
      messages: [{ role: 'system', content: 'be brief' }, hello],
      max_completion_tokens: 50,
      tools: [
        { type: 'function', function: { name: 'a', parameters: { type: 'object' } } },
        { type: 'custom', custom: { name: 'b' } },
        { type: 'web_search_preview_2025_03_11' },
      ],
      tool_choice: { type: 'function', function: { name: 'a' } },
      reasoning_effort: 'high',
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
    });
    expect(facts).toMatchObject({
      model: 'group',
      stream: true,
      outputCap: 50,
      toolCount: 2,
      toolChoice: 'named',
      hostedTools: ['web_search'],
      modalities: ['text'],
      structuredOutput: true,
      reasoning: { effort: 'high' },
      prefill: false,
      systemInside: false,
      bound: [],
    });
    expect(facts.features).toContain('forced_tool_choice');
  });

  it('names files that the provider stores', () => {
    const content = [{ type: 'file', file: { file_id: 'file_1' } }];
    expect(factsOf({ messages: [{ role: 'user', content }] }).bound).toEqual([
      { kind: 'file-id', value: 'file_1', field: 'messages[0].content[0].file.file_id' },
    ]);
  });

  it('sees prefill, an inner system message, and results of tools', () => {
    const messages = [
      hello,
      { role: 'developer', content: 'now in verse' },
      { role: 'tool', tool_call_id: 'a', content: '' },
    ];
    expect(factsOf({ messages })).toMatchObject({ systemInside: true, prefill: false });
    expect(factsOf({ messages }).features).toEqual(['function_call_output']);
    expect(factsOf({ messages: [hello, { role: 'assistant', content: 'Sure,' }] })).toMatchObject({ prefill: true });
  });

  it('counts an image by its kind and not by its bytes, and leaves addresses alone', () => {
    const withImage = (url: string) =>
      factsOf({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] });
    const inline = withImage(`data:image/png;base64,${'A'.repeat(400_000)}`);
    const remote = withImage('https://example.com/a.png');
    expect(inline).toMatchObject({ imageCount: 1, modalities: ['text', 'image'] });
    expect(Math.abs(inline.estimatedInputTokens - remote.estimatedInputTokens)).toBeLessThan(20);
  });

  it('takes switched-off reasoning, text format and nulls as not asked for', () => {
    const facts = factsOf({
      messages: [hello],
      reasoning_effort: 'none',
      response_format: { type: 'text' },
      stream: null,
      tools: null,
    });
    expect(facts).toMatchObject({ reasoning: undefined, structuredOutput: false, stream: false, toolCount: 0 });
  });

  it('lets max_tokens win over max_completion_tokens', () => {
    expect(factsOf({ messages: [hello], max_completion_tokens: 9, max_tokens: 5 }).outputCap).toBe(5);
  });

  it.each([
    ['[]', 'the body should be an object, got array', 'body'],
    ['{}', 'messages should be an array, got nothing', 'messages'],
    ['{"messages":"hi"}', 'messages should be an array, got string', 'messages'],
    ['{"messages":[7]}', 'messages[0] should be an object, got 7', 'messages[0]'],
    ['{"messages":[{}]}', 'messages[0].role should be a string, got nothing', 'messages[0].role'],
    ['{"messages":[],"max_tokens":0}', 'max_tokens should be a positive integer, got 0', 'max_tokens'],
    ['{"messages":[],"stream":"yes"}', 'stream should be a boolean, got string', 'stream'],
    ['{"messages":[],"model":"a","m\\u006fdel":"b"}', 'model should occur once, it occurs several times', 'model'],
  ])('refuses %s and names the field', (text, message, param) => {
    expect(refusalOf(text)).toEqual({ message, param });
  });
});
