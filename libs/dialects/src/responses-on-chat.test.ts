import { parseAsk } from './parse-ask.js';

const parse = (text: string, responsesOnChat: 'accept' | 'refuse' = 'accept') =>
  parseAsk('openai-chat', new TextEncoder().encode(text), { maxDepth: 20, responsesOnChat });

/** What the Responses endpoint would have been sent. */
function carried(text: string): string {
  const ask = parse(text);
  if (!ask.ok) throw new Error(ask.fault.message);
  expect(ask.value.dialect).toBe('openai-responses');
  return ask.value.body.raw;
}

describe('a Responses body on the Chat endpoint', () => {
  it.each([
    '{"model":"g","input":"Hi"}',
    '{"model":"g","instructions":"Be brief"}',
    '{"reasoning":{"effort":"low"}}',
    '{"text":{}}',
    '{"previous_response_id":"resp_1"}',
    '{"max_output_tokens":5}',
  ])('is refused where it is not tolerated: %s', (text) => {
    expect(parse(text, 'refuse')).toMatchObject({ fault: { type: 'responses-body-on-chat-endpoint-disabled' } });
  });

  it.each(['{"model":"g","messages":[],"reasoning":{}}', '{"model":"g","messages":[],"input":null}'])(
    'is none when it has messages and no input: %s',
    (text) => {
      expect(parse(text)).toMatchObject({ ok: true, value: { dialect: 'openai-chat' } });
    },
  );

  it('is read as one, every value as it came', () => {
    const text =
      '{"model":"g","input":[{"role":"user","content":"Hi"}],"temperature":1.50,"reasoning":{"effort":"low"},"stream":true}';
    expect(carried(text)).toBe(text);
  });

  it.each(['max_tokens', 'max_completion_tokens', 'max_output_tokens'])('may call its cap %s', (field) => {
    expect(carried(`{"input":"Hi","${field}":7}`)).toBe('{"input":"Hi","max_output_tokens":7}');
  });

  it('may say its format in Chat’s words', () => {
    const format =
      '"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}';
    expect(JSON.parse(carried(`{"input":"Hi","text":{"verbosity":"low"},${format}}`))).toEqual({
      input: 'Hi',
      text: {
        verbosity: 'low',
        format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true },
      },
    });
  });

  it('may ask for usage as a Chat stream does', () => {
    expect(carried('{"input":"Hi","stream":true,"stream_options":{"include_usage":true}}')).toBe(
      '{"input":"Hi","stream":true}',
    );
  });

  it.each([
    ['messages', '"messages":[]'],
    ['include', '"include":["reasoning.encrypted_content"]'],
    ['truncation', '"truncation":"auto"'],
    ['metadata', '"metadata":{}'],
    ['store', '"store":false'],
    ['max_tokens', '"max_output_tokens":1,"max_tokens":1'],
    ['tools', '"tools":[{"type":"web_search"}]'],
    ['tools', '"tools":[{"type":"mcp","server_url":"http://x"}]'],
    ['response_format', '"text":{"format":{"type":"text"}},"response_format":{"type":"json_object"}'],
    ['max_output_tokens', '"max_tokens":0'],
  ])('is refused with %s named: %s', (param, text) => {
    expect(parse(`{"model":"g","input":"Hi",${text}}`)).toMatchObject({
      fault: { type: 'invalid-request', details: { param } },
    });
  });
});
