import { jsonText, valueOf } from '../generated.laws.js';
import { readAsk } from './read-ask.js';

const askOf = (body: object) => valueOf(readAsk(jsonText(JSON.stringify({ model: 'm', messages: [], ...body }))));
const turnsOf = (...messages: readonly unknown[]) => askOf({ messages }).turns;
const text = (value: string) => ({ kind: 'text', text: value });
const call = (id: string, name = 'weather', args = '{}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
const toolCall = (id: string, name = 'weather', input = '{}') => ({
  kind: 'tool-call',
  id,
  name,
  namespace: undefined,
  form: 'function',
  input,
});
const result = (callId: string, ...content: readonly unknown[]) => ({
  kind: 'tool-result',
  callId,
  content,
  isError: false,
  form: 'function',
});

describe('reading a Chat ask', () => {
  it('keeps system and developer messages in their places', () => {
    expect(
      turnsOf(
        { role: 'system', content: [{ type: 'text', text: 'a' }] },
        { role: 'user', content: 'b' },
        { role: 'developer', content: 'c' },
      ),
    ).toEqual([
      { role: 'system', blocks: [text('a')] },
      { role: 'user', blocks: [text('b')] },
      { role: 'developer', blocks: [text('c')] },
    ]);
  });

  it('puts parallel results in one user turn, in call order, before what the user says', () => {
    expect(
      turnsOf(
        { role: 'assistant', content: null, refusal: null, tool_calls: [call('a'), call('b')] },
        { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'rain' }] },
        { role: 'tool', tool_call_id: 'a', content: 'sun' },
        { role: 'user', content: 'and?' },
      ),
    ).toEqual([
      { role: 'assistant', blocks: [toolCall('a'), toolCall('b')] },
      { role: 'user', blocks: [result('a', text('sun')), result('b', text('rain')), text('and?')] },
    ]);
  });

  it('takes the last of two results of one call, and ids that come again in a later turn', () => {
    const turns = turnsOf(
      { role: 'assistant', tool_calls: [call('a')] },
      { role: 'tool', tool_call_id: 'a', content: 'old' },
      { role: 'tool', tool_call_id: 'a', content: 'new' },
      { role: 'assistant', tool_calls: [call('a')] },
      { role: 'tool', tool_call_id: 'a', content: 'later' },
    );
    expect(turns.map(({ blocks }) => blocks)).toEqual([
      [toolCall('a')],
      [result('a', text('new'))],
      [toolCall('a')],
      [result('a', text('later'))],
    ]);
  });

  it('gives calls and results without ids to each other', () => {
    const turns = turnsOf(
      { role: 'assistant', tool_calls: [call('')] },
      { role: 'tool', tool_call_id: '', content: 'sun' },
    );
    expect(turns[1]?.blocks).toEqual([result('call_0_0', text('sun'))]);
  });

  it('refuses a result that answers no call, and names the field', () => {
    const read = readAsk(jsonText('{"messages":[{"role":"tool","tool_call_id":"x","content":"sun"}]}'));
    expect(read).toMatchObject({
      ok: false,
      fault: { type: 'invalid-request', details: { param: 'messages[0].tool_call_id' } },
    });
  });

  it.each([
    ['unsupported-parameter', 'response_format', { type: 'grammar', grammar: 'x' }],
    ['invalid-request', 'response_format.json_schema.schema', { type: 'json_schema', json_schema: { name: 'n' } }],
  ])('refuses a form of the answer that would be lost: %s %s', (type, param, format) => {
    const read = readAsk(jsonText(JSON.stringify({ messages: [], response_format: format })));
    expect(read).toMatchObject({ ok: false, fault: { type, details: { param } } });
  });

  it('reads legacy functions as tools', () => {
    const ask = askOf({
      functions: [{ name: 'weather', parameters: { type: 'object' } }],
      function_call: { name: 'weather' },
      messages: [
        { role: 'assistant', content: null, function_call: { name: 'weather', arguments: '{"a":1}' } },
        { role: 'function', name: 'weather', content: 'sun' },
      ],
    });
    expect(ask.tools).toMatchObject([{ form: 'function', name: 'weather' }]);
    expect(ask.toolChoice).toEqual({ kind: 'named', name: 'weather' });
    expect(ask.turns.map(({ blocks }) => blocks)).toEqual([
      [toolCall('call_0_0', 'weather', '{"a":1}')],
      [result('call_0_0', text('sun'))],
    ]);
  });

  it('reads images, sounds and files, and keeps parts it does not know as foreign', () => {
    const [turn] = turnsOf({
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'input_audio', input_audio: { data: 'BBBB', format: 'mp3' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,CCCC' } },
        { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } },
      ],
    });
    expect(turn?.blocks).toMatchObject([
      { media: 'image', mediaType: 'image/png', source: { kind: 'base64', data: 'AAAA' }, detail: 'low' },
      { media: 'image', mediaType: undefined, source: { kind: 'url', url: 'https://example.com/a.png' } },
      { media: 'audio', mediaType: 'audio/mpeg', source: { kind: 'base64', data: 'BBBB' } },
      { media: 'file', mediaType: 'application/pdf', source: { kind: 'base64', data: 'CCCC' }, name: 'a.pdf' },
      { kind: 'foreign', owner: 'openai-chat', name: 'video_url' },
    ]);
  });

  it('keeps schemas as the text they came in', () => {
    const schema = '{"type":"object","properties":{"10":{"const":12345678901234567890},"2":{}}}';
    const body = `{"messages":[],"tools":[{"type":"function","name":"w","function":{"name":"w","strict":false,"parameters":${schema}}}]}`;
    const [tool] = valueOf(readAsk(jsonText(body))).tools;
    expect(tool).toMatchObject({ name: 'w', strict: false });
    expect(tool?.schema?.raw).toBe(schema);
  });

  it('offers only allowed tools when the choice lists them', () => {
    const tools = ['a', 'b'].map((name) => ({ type: 'function', function: { name } }));
    const allowed = { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] };
    const ask = askOf({ tools, tool_choice: { type: 'allowed_tools', allowed_tools: allowed } });
    expect(ask.tools.map(({ name }) => name)).toEqual(['b']);
    expect(ask.toolChoice).toEqual({ kind: 'required' });
  });

  it('refuses a hosted tool, which no other dialect can take for a function', () => {
    const read = readAsk(jsonText('{"messages":[],"tools":[{"type":"web_search"}]}'));
    expect(read).toMatchObject({
      ok: false,
      fault: { type: 'unsupported-parameter', details: { param: 'tools[0].type' } },
    });
  });

  it('reads limits, wishes and formats, and puts the rest in the pocket', () => {
    const ask = askOf({
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      temperature: 0.5,
      top_p: 0.9,
      stop: 'END',
      reasoning_effort: 'low',
      parallel_tool_calls: false,
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' }, strict: true } },
      seed: 7,
      user: null,
    });
    expect(ask).toMatchObject({
      stream: true,
      includeUsage: true,
      outputCap: 5,
      temperature: 0.5,
      topP: 0.9,
      stop: ['END'],
      reasoning: { mode: 'on', effort: 'low' },
      parallelToolCalls: false,
      format: { kind: 'json-schema', name: 'n', strict: true },
    });
    expect(Object.keys(ask.vendor)).toEqual(['seed']);
    expect(askOf({ reasoning_effort: 'none' }).reasoning?.mode).toBe('off');
  });

  it('reads thinking of compatible servers as reasoning, never as text', () => {
    expect(turnsOf({ role: 'assistant', content: 'hi', reasoning_content: 'greet' })).toEqual([
      { role: 'assistant', blocks: [{ kind: 'reasoning', text: 'greet', proof: undefined }, text('hi')] },
    ]);
  });
});
