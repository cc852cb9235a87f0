import type { ReasoningCapability } from '@smart-router/core';
import { ableCapabilities, jsonText, plainAsk, valueOf, writeTarget } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralAsk, Tool } from '../neutral/ask.js';
import type { Block, ToolCallBlock, ToolResultBlock } from '../neutral/message.js';
import { writeAsk } from './write-ask.js';

const write = (ask: Partial<NeutralAsk>, capabilities: Partial<typeof ableCapabilities> = {}) => {
  const target = { ...writeTarget, capabilities: { ...ableCapabilities, ...capabilities } };
  const written = valueOf(writeAsk({ ...plainAsk, from: 'anthropic-messages', stream: false, ...ask }, target));
  // What was written is JSON, so its parsed form can be compared with anything.
  return { ...written, body: JSON.parse(writeJson(written.body)) as Record<string, unknown> };
};

const tool = (fields: Partial<Tool>): Tool => ({
  form: 'function',
  name: 'weather',
  namespace: undefined,
  description: undefined,
  schema: undefined,
  strict: undefined,
  grammar: undefined,
  ...fields,
});
const call = (fields: Partial<ToolCallBlock>): ToolCallBlock => ({
  kind: 'tool-call',
  id: 'a',
  name: 'weather',
  namespace: undefined,
  form: 'function',
  input: '{}',
  ...fields,
});
const result = (fields: Partial<ToolResultBlock>): ToolResultBlock => ({
  kind: 'tool-result',
  callId: 'a',
  content: [],
  isError: false,
  form: 'function',
  ...fields,
});
const text = (value: string): Block => ({ kind: 'text', text: value });
const image = {
  kind: 'media',
  media: 'image',
  mediaType: 'image/png',
  source: { kind: 'base64', data: 'AAAA' },
  name: undefined,
  detail: undefined,
} as const;

describe('writing a Chat ask', () => {
  it('puts tool messages directly behind the calls, then media of results, then the user', () => {
    const { body, notes } = write({
      turns: [
        { role: 'assistant', blocks: [text('looking'), call({ id: 'a' }), call({ id: 'b' })] },
        {
          role: 'user',
          blocks: [
            result({ callId: 'a', content: [{ kind: 'text', text: 'see' }, image] }),
            result({ callId: 'b', content: [{ kind: 'text', text: 'no file' }], isError: true }),
            text('and?'),
          ],
        },
      ],
    });
    expect(body['messages']).toEqual([
      {
        role: 'assistant',
        content: 'looking',
        tool_calls: ['a', 'b'].map((id) => ({ id, type: 'function', function: { name: 'weather', arguments: '{}' } })),
      },
      { role: 'tool', tool_call_id: 'a', content: 'see' },
      { role: 'tool', tool_call_id: 'b', content: 'Error: no file' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Content of the result of tool call a:' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'and?' },
        ],
      },
    ]);
    expect(notes.map(({ field, action }) => `${action} ${field}`)).toEqual([
      'changed messages[].tool_result',
      'changed messages[].is_error',
    ]);
  });

  it('keeps the rank and place of system and developer turns, several texts as one', () => {
    const { body } = write({
      turns: [
        { role: 'system', blocks: [text('a'), text('b')] },
        { role: 'user', blocks: [text('c')] },
        { role: 'developer', blocks: [text('d')] },
      ],
    });
    expect(body['messages']).toEqual([
      { role: 'system', content: 'a\n\nb' },
      { role: 'user', content: 'c' },
      { role: 'developer', content: 'd' },
    ]);
  });

  it('gives every tool a legal name of its own, and tells how to get back', () => {
    const long = 'x'.repeat(80);
    const { body, toolNames, notes } = write({
      tools: [
        tool({ name: 'get_weather', namespace: 'mcp__wx' }),
        tool({ name: 'mcp__wx__get_weather' }),
        tool({ name: 'read.file' }),
        tool({ name: 'read/file' }),
        tool({ name: long }),
        tool({
          form: 'custom',
          name: 'apply_patch',
          description: 'edits',
          grammar: jsonText('{"type":"grammar","syntax":"lark","definition":"start: X"}'),
        }),
      ],
      toolChoice: { kind: 'named', name: 'get_weather', namespace: 'mcp__wx' },
    });
    // The shape was written above.
    const functions = (
      body['tools'] as { function: { name: string; description?: string; parameters?: unknown } }[]
    ).map((item) => item.function);
    const names = functions.map(({ name }) => name);
    expect(new Set(names).size).toBe(6);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(names[1]).toBe('mcp__wx__get_weather');
    expect(names.map((name) => toolNames.get(name))).toEqual([
      { name: 'get_weather', namespace: 'mcp__wx' },
      undefined,
      { name: 'read.file' },
      { name: 'read/file' },
      { name: long },
      { name: 'apply_patch', form: 'custom' },
    ]);
    expect(functions[5]).toMatchObject({
      description: 'edits\n\nThe input must follow this lark grammar:\nstart: X',
      parameters: { required: ['input'] },
    });
    expect(notes).toMatchObject([{ field: 'tools[].type', action: 'changed' }]);
    expect(body['tool_choice']).toEqual({ type: 'function', function: { name: names[0] } });
  });

  it('wraps calls of custom tools and shortens long ids, the same in call and result', () => {
    const id = 'toolu_'.padEnd(70, '0');
    const { body } = write({
      turns: [
        { role: 'assistant', blocks: [call({ id, name: 'apply_patch', form: 'custom', input: '*** "x"' })] },
        { role: 'user', blocks: [result({ callId: id, form: 'custom' })] },
      ],
    });
    // The shape was written above.
    const [asked, answered] = body['messages'] as [
      { tool_calls: { id: string; function: { arguments: string } }[] },
      { tool_call_id: string },
    ];
    expect(asked.tool_calls[0]?.function.arguments).toBe('{"input":"*** \\"x\\""}');
    expect(asked.tool_calls[0]?.id).toHaveLength(40);
    expect(answered.tool_call_id).toBe(asked.tool_calls[0]?.id);
  });

  it('completes a schema without root type or properties and keeps all others byte for byte', () => {
    const kept = '{"type":"object","properties":{"n":{"const":12345678901234567890}}}';
    const written = valueOf(
      writeAsk(
        {
          ...plainAsk,
          tools: [tool({ name: 'a', schema: jsonText(kept) }), tool({ name: 'b', schema: jsonText('{"$defs":{}}') })],
        },
        writeTarget,
      ),
    );
    const body = writeJson(written.body);
    expect(body).toContain(`"parameters":${kept}`);
    expect(body).toContain('"parameters":{"type":"object","$defs":{},"properties":{}}');
  });

  it('sends neither choice nor parallel flag without tools', () => {
    const { body } = write({ toolChoice: { kind: 'none' }, parallelToolCalls: false });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
  });

  it('tells of a must that falls away with the tools', () => {
    const { body, notes } = write({ toolChoice: { kind: 'required' } });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(notes).toMatchObject([{ field: 'tool_choice', action: 'dropped' }]);
  });

  it.each([
    [undefined, 'max_completion_tokens'],
    ['max_tokens', 'max_tokens'],
    ['max_output_tokens', 'max_completion_tokens'],
  ] as const)('sends the cap of a target with output_token_field %s as %s', (outputTokenField, field) => {
    expect(write({ outputCap: 9 }, { outputTokenField }).body[field]).toBe(9);
  });

  it('asks every stream for its usage, but not a target that refuses the option', () => {
    expect(write({ stream: true }).body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(write({ stream: true }, { unsupportedFeatures: ['stream_options'] }).body).not.toHaveProperty(
      'stream_options',
    );
  });

  it('takes four stop sequences and tells about the rest in the words of the caller', () => {
    const { body, notes } = write({ stop: ['1', '2', '3', '4', '5'] });
    expect(body['stop']).toEqual(['1', '2', '3', '4']);
    expect(notes).toMatchObject([{ field: 'stop_sequences', action: 'dropped' }]);
  });

  it('drops thinking with a note, for targets that show theirs sends it back', () => {
    const turns: NeutralAsk['turns'] = [
      { role: 'assistant', blocks: [{ kind: 'reasoning', text: 'hm', proof: undefined }, text('hi')] },
    ];
    expect(write({ turns })).toMatchObject({
      body: { messages: [{ content: 'hi' }] },
      notes: [{ action: 'dropped', field: 'messages[].reasoning' }],
    });
    const shows: ReasoningCapability = {
      mode: 'always_on',
      control: 'effort',
      efforts: [],
      minBudgetTokens: undefined,
      maxBudgetTokens: undefined,
      summaries: true,
    };
    expect(write({ turns }, { reasoning: shows }).body).toMatchObject({ messages: [{ reasoning_content: 'hm' }] });
  });

  it('refuses user content that Chat has no part for, and names the field', () => {
    const file = { ...image, media: 'file', source: { kind: 'url', url: 'https://example.com/a.pdf' } } as const;
    const written = writeAsk(
      { ...plainAsk, from: 'openai-responses', turns: [{ role: 'user', blocks: [file] }] },
      writeTarget,
    );
    expect(written).toMatchObject({
      ok: false,
      fault: { type: 'unsupported-parameter', details: { param: 'input[].content' } },
    });
  });

  it('names a schema that came without a name', () => {
    const format = {
      kind: 'json-schema',
      name: undefined,
      description: undefined,
      schema: jsonText('{}'),
      strict: undefined,
    } as const;
    expect(write({ format }).body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', schema: {} },
    });
  });

  describe('reasoning', () => {
    const capability: ReasoningCapability = {
      mode: 'opt_in',
      control: 'effort',
      efforts: ['low', 'medium', 'high'],
      minBudgetTokens: undefined,
      maxBudgetTokens: undefined,
      summaries: false,
    };
    const wish = { mode: 'on', effort: undefined, budgetTokens: undefined, show: undefined } as const;
    const effortFor = (reasoning: NeutralAsk['reasoning'], changes: Partial<ReasoningCapability> = {}) =>
      write({ reasoning }, { reasoning: { ...capability, ...changes } }).body['reasoning_effort'];

    it('takes over an effort the target declares, and the nearest for any other', () => {
      expect(effortFor({ ...wish, effort: 'low' })).toBe('low');
      expect(effortFor({ ...wish, effort: 'max' })).toBe('high');
      expect(effortFor({ ...wish, effort: 'minimal' })).toBe('low');
      expect(effortFor({ ...wish, effort: 'ultra' })).toBe('medium');
    });

    it('makes an effort of a budget', () => {
      expect([1024, 8000, 31_999, 100_000].map((budgetTokens) => effortFor({ ...wish, budgetTokens }))).toEqual([
        'low',
        'medium',
        'high',
        'high',
      ]);
    });

    it('switches off where that is possible, else thinks as little as it may', () => {
      expect(effortFor({ ...wish, mode: 'off' })).toBeUndefined();
      expect(effortFor({ ...wish, mode: 'off' }, { efforts: ['none', 'low'] })).toBe('none');
      expect(effortFor({ ...wish, mode: 'off' }, { mode: 'always_on' })).toBe('low');
    });

    it('notes a wish the target cannot be told', () => {
      expect(write({ reasoning: wish }).notes).toMatchObject([{ field: 'thinking', action: 'dropped' }]);
    });
  });
});
