import { jsonText, valueOf } from '../generated.laws.js';
import { readAsk } from './read-ask.js';
import { context, everything, eventsOf, textOf, wholeOf } from './written-replies.laws.js';

describe('the response object', () => {
  it('adds usage up again, and says null when nobody told it', () => {
    expect(wholeOf(everything)).toMatchObject({
      usage: {
        input_tokens: 27,
        input_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 },
        output_tokens: 9,
        output_tokens_details: { reasoning_tokens: 4 },
        total_tokens: 36,
      },
    });
    expect(wholeOf({ ...everything, tokens: {} })).toMatchObject({ usage: null });
  });

  it('echoes the ask', () => {
    const asked = {
      model: 'group',
      input: 'q',
      instructions: 'be brief',
      max_output_tokens: 9,
      tools: [
        {
          type: 'namespace',
          name: 'n',
          description: 'n',
          tools: [{ type: 'function', name: 'a', parameters: { type: 'object', properties: {} }, strict: true }],
        },
      ],
      tool_choice: 'required',
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_object' }, verbosity: 'low' },
      metadata: { a: '1' },
    };
    const ask = valueOf(readAsk(jsonText(JSON.stringify(asked))));
    const { instructions, max_output_tokens, tools, tool_choice, text, metadata } = asked;
    expect(wholeOf(everything, { ...context, ask })).toMatchObject({
      instructions,
      max_output_tokens,
      tools,
      tool_choice,
      text,
      metadata,
      model: 'group',
    });
  });

  it('keeps an ask that came with line breaks out of the frame’s own', () => {
    const schema = '{\r\n  "type": "object",\r\n  "properties": {}\n}';
    const body = `{ "model": "m", "input": "hi", "tools": [{ "type": "function", "name": "get", "parameters": ${schema} }] }`;
    const text = textOf(everything, { ...context, ask: valueOf(readAsk(jsonText(body))) });
    for (const { response } of eventsOf(text).filter(({ type }) => type === 'response.created'))
      expect(response).toMatchObject({ tools: [{ name: 'get', parameters: { type: 'object', properties: {} } }] });
    expect(text).not.toMatch(/\r|\n {2}/);
  });

  it('echoes the web search, the search for tools, and how often hosted tools may be used', () => {
    const asked = {
      model: 'group',
      input: 'q',
      max_tool_calls: 2,
      tools: [
        { type: 'tool_search', execution: 'client', description: 'finds', parameters: { type: 'object' } },
        {
          type: 'web_search',
          filters: { allowed_domains: ['a.example'], blocked_domains: ['b.example'] },
          user_location: { type: 'approximate', country: 'DE' },
          search_context_size: 'low',
        },
      ],
    };
    const ask = valueOf(readAsk(jsonText(JSON.stringify(asked))));
    expect(wholeOf(everything, { ...context, ask })).toMatchObject({ tools: asked.tools, max_tool_calls: 2 });
  });
});
