import { ableCapabilities, jsonText, plainAsk, valueOf, writeTarget } from '../generated.laws.js';
import type { WriteTarget } from '../dialect.js';
import { violations } from '../matrix/published-schemas.laws.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralAsk, Reasoning, Tool } from '../neutral/ask.js';
import type { Block, Turn } from '../neutral/message.js';
import { readAsk } from './read-ask.js';
import { writeAsk } from './write-ask.js';

interface Body {
  readonly instructions?: string;
  readonly input: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

function write(ask: Partial<NeutralAsk>, target: WriteTarget = writeTarget) {
  const written = valueOf(writeAsk({ ...plainAsk, ...ask }, target));
  // The writer builds this shape, which the other tests check.
  return { ...written, body: JSON.parse(writeJson(written.body)) as Body };
}

const text = (words: string): Block => ({ kind: 'text', text: words });
const turn = (role: Turn['role'], ...blocks: readonly Block[]): Turn => ({ role, blocks });
const call = (id: string, name = 'weather'): Block => ({
  kind: 'tool-call',
  id,
  name,
  namespace: undefined,
  form: 'function',
  input: '{"n":12345678901234567890}',
});
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

describe('writing a Responses ask', () => {
  it('makes leading system turns instructions and leaves the others in their place', () => {
    const turns = [
      turn('system', text('a'), text('b')),
      turn('developer', text('c')),
      turn('user', text('q')),
      turn('system', text('d')),
    ];
    const { body } = write({ turns });
    expect(body.instructions).toBe('a\n\nb');
    expect(body.input.map(({ role, content }) => [role, content])).toEqual([
      ['developer', 'c'],
      ['user', 'q'],
      ['system', 'd'],
    ]);
  });

  it('sends system text alone as input, which the API demands', () => {
    const { body } = write({ turns: [turn('system', text('a'))] });
    expect([body.instructions, body.input]).toEqual([undefined, [{ type: 'message', role: 'system', content: 'a' }]]);
  });

  it('keeps the order of what the assistant said, and puts results before what the user said', () => {
    const image: Block = {
      kind: 'media',
      media: 'image',
      mediaType: 'image/png',
      source: { kind: 'base64', data: 'AAAA' },
      name: undefined,
      detail: undefined,
    };
    const turns = [
      turn('user', text('q')),
      turn('assistant', text('look'), call('a')),
      turn(
        'user',
        { kind: 'tool-result', callId: 'a', content: [{ kind: 'text', text: 'x' }], isError: true, form: 'function' },
        image,
      ),
    ];
    const { body, notes } = write({ turns });
    expect(body.input).toEqual([
      { type: 'message', role: 'user', content: 'q' },
      { type: 'message', role: 'assistant', content: 'look' },
      { type: 'function_call', call_id: 'a', name: 'weather', arguments: '{"n":12345678901234567890}' },
      { type: 'function_call_output', call_id: 'a', output: 'Error: x' },
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' }],
      },
    ]);
    expect(notes.map(({ field, action }) => [field, action])).toEqual([['messages[].is_error', 'changed']]);
  });

  it('shortens ids and names the API refuses, the same way in calls, results and tools, and tells the names', () => {
    const long = 'i'.repeat(90);
    const result: Block = { kind: 'tool-result', callId: long, content: [], isError: false, form: 'function' };
    const { body, toolNames } = write({
      tools: [tool({ name: 'mcp.weather' }), tool({ name: 'other' })],
      toolChoice: { kind: 'named', name: 'mcp.weather' },
      turns: [turn('assistant', call(long, 'mcp.weather')), turn('user', result)],
    });
    const [sentCall, sentResult] = body.input;
    expect(sentCall?.['call_id']).toBe(sentResult?.['call_id']);
    expect(String(sentCall?.['call_id']).length).toBe(64);
    const name = String(sentCall?.['name']);
    expect(name).toMatch(/^mcp_weather_[0-9a-f]{16}$/);
    expect(body['tool_choice']).toEqual({ type: 'function', name });
    expect(toolNames).toEqual(new Map([[name, { name: 'mcp.weather' }]]));
  });

  it('gives reasoning back to its issuer only', () => {
    const proof = {
      issuer: 'issuer',
      dialect: 'openai-responses',
      form: 'encrypted',
      value: 'gAAA',
      itemId: 'rs_1',
    } as const;
    const reasoning = (issuer: string): Block => ({ kind: 'reasoning', text: 'hm', proof: { ...proof, issuer } });
    const { body, notes } = write({
      turns: [turn('user', text('q')), turn('assistant', reasoning('issuer'), reasoning('other'))],
    });
    expect(body.input.slice(1)).toEqual([
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'gAAA' },
    ]);
    expect(notes.map(({ field, action }) => [field, action])).toEqual([['messages[].reasoning', 'dropped']]);
  });

  it('says strict for every function, completes schemas, and unnests the grammar of Chat', () => {
    const grammar = jsonText('{"type":"grammar","grammar":{"syntax":"lark","definition":"start: x"}}');
    const { body } = write({
      tools: [
        tool({}),
        tool({ name: 'b', schema: jsonText('{"anyOf":[{}]}'), strict: true }),
        tool({ form: 'custom', name: 'c', grammar }),
      ],
    });
    expect(body['tools']).toEqual([
      { type: 'function', name: 'weather', parameters: { type: 'object', properties: {} }, strict: false },
      { type: 'function', name: 'b', parameters: { type: 'object', anyOf: [{}], properties: {} }, strict: true },
      { type: 'custom', name: 'c', format: { type: 'grammar', syntax: 'lark', definition: 'start: x' } },
    ]);
  });

  it('groups the tools of a namespace again', () => {
    const { body } = write({
      tools: [tool({ namespace: 'n', name: 'a' }), tool({}), tool({ namespace: 'n', name: 'b' })],
    });
    expect(body['tools']).toMatchObject([
      { type: 'namespace', name: 'n', tools: [{ name: 'a' }, { name: 'b' }] },
      { name: 'weather' },
    ]);
  });

  it('stores nothing, unless the caller wants it', () => {
    expect(write({}).body['store']).toBe(false);
    expect(write({ vendor: { store: jsonText('true') } }).body['store']).toBeUndefined();
  });

  it('raises a cap to the smallest the API takes, and tells', () => {
    expect(write({ outputCap: 16 })).toMatchObject({ body: { max_output_tokens: 16 }, notes: [] });
    expect(write({ outputCap: 1, from: 'anthropic-messages' })).toMatchObject({
      body: { max_output_tokens: 16 },
      notes: [{ field: 'max_tokens', action: 'changed' }],
    });
  });

  it('tells of a must that falls away with the tools', () => {
    const { body, notes } = write({ toolChoice: { kind: 'named', name: 'weather' } });
    expect(body['tool_choice']).toBeUndefined();
    expect(notes).toMatchObject([{ field: 'tool_choice', action: 'dropped' }]);
  });

  it('tells of stop sequences, and refuses audio', () => {
    expect(write({ stop: ['x'] }).notes.map(({ field, action }) => [field, action])).toEqual([['stop', 'dropped']]);
    const audio = {
      kind: 'media',
      media: 'audio',
      mediaType: 'audio/wav',
      source: { kind: 'base64', data: 'A' },
      name: undefined,
      detail: undefined,
    } as const;
    expect(writeAsk({ ...plainAsk, turns: [turn('user', audio)] }, writeTarget)).toMatchObject({
      ok: false,
      fault: { type: 'unsupported-parameter', details: { param: 'messages[].content' } },
    });
  });
});

describe('writing a wish to reason', () => {
  const able = (efforts: readonly string[]): WriteTarget => ({
    ...writeTarget,
    capabilities: {
      ...ableCapabilities,
      reasoning: {
        mode: 'opt_in',
        control: 'effort',
        efforts,
        minBudgetTokens: undefined,
        maxBudgetTokens: undefined,
        summaries: true,
      },
    },
  });
  const wish = (fields: Partial<Reasoning>): Partial<NeutralAsk> => ({
    from: 'anthropic-messages',
    reasoning: { mode: 'on', effort: undefined, budgetTokens: undefined, show: undefined, ...fields },
  });

  it.each([
    [{ effort: 'low' }, 'low'],
    [{ effort: 'max' }, 'high'],
    [{ budgetTokens: 1024 }, 'low'],
    [{ budgetTokens: 31_999 }, 'high'],
    [{ mode: 'adaptive' as const }, 'medium'],
  ])('maps %j to %s', (fields, effort) => {
    expect(write(wish(fields), able(['low', 'medium', 'high'])).body['reasoning']).toEqual({ effort });
  });

  it('asks for the sealed form and for summaries where they can be kept and shown', () => {
    const { body } = write(wish({ effort: 'low', show: true }), able(['low']));
    expect([body['reasoning'], body['include']]).toEqual([
      { effort: 'low', summary: 'auto' },
      ['reasoning.encrypted_content'],
    ]);
    expect(write({ ...wish({ effort: 'low' }), from: 'openai-chat' }, able(['low'])).body['include']).toBeUndefined();
  });

  it('leaves it out where the target cannot, with a note', () => {
    const { body, notes } = write(wish({ effort: 'low' }));
    expect([body['reasoning'], notes.map(({ field }) => field)]).toEqual([undefined, ['thinking']]);
  });
});

describe('writing the web search and the search for tools', () => {
  const location = { city: 'Ulm', region: 'BW', country: 'DE', timezone: 'Europe/Berlin' };

  it('writes the web search as a tool, and how often it may be used beside it', () => {
    const webSearch = { maxUses: 2, allowedDomains: ['a.example'], blockedDomains: ['b.example'], location };
    const { body, notes } = write({
      webSearch: { ...webSearch, contextSize: 'low' },
      toolChoice: { kind: 'required' },
    });
    expect(body).toMatchObject({
      tools: [
        {
          type: 'web_search',
          filters: { allowed_domains: ['a.example'], blocked_domains: ['b.example'] },
          user_location: { type: 'approximate', ...location },
          search_context_size: 'low',
        },
      ],
      tool_choice: 'required',
      max_tool_calls: 2,
    });
    expect(notes).toEqual([]);
    expect(violations('openai-responses', 'ask', body)).toEqual([]);
    expect(write({ webSearch: {}, tools: [tool({})] }).body['tools']).toMatchObject([
      { type: 'function' },
      { type: 'web_search' },
    ]);
  });

  it('writes back a conversation with a search for tools as it was read', () => {
    const found = {
      type: 'function',
      name: 'get',
      description: 'Gets it.',
      parameters: { type: 'object', properties: {} },
      strict: false,
    };
    const body = {
      model: 'm',
      tools: [{ type: 'tool_search', execution: 'client', description: 'd', parameters: { type: 'object' } }],
      input: [
        { type: 'message', role: 'user', content: 'q' },
        { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: { query: 'wx' } },
        {
          type: 'tool_search_output',
          call_id: 'c',
          execution: 'client',
          tools: [
            { type: 'namespace', name: 'mcp__wx', description: 'mcp__wx', tools: [found] },
            { ...found, name: 'now' },
          ],
        },
      ],
    };
    const read = (value: unknown) => valueOf(readAsk(jsonText(JSON.stringify(value))));
    const written = write(read(body)).body;
    expect(written.input).toMatchObject(body.input);
    expect(violations('openai-responses', 'ask', written)).toEqual([]);
    expect(written['tools']).toMatchObject([...body.tools, ...(body.input[2]?.tools ?? [])]);
    const again = read({ ...written, model: 'm' });
    expect([again.turns, again.tools.map(({ name }) => name), again.notes]).toEqual([
      read(body).turns,
      ['tool_search', 'get', 'now'],
      [],
    ]);
  });
});
