import type { AskFacts } from '@smart-router/core';
import { readJson, type JsonText } from '../json/json-text.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { readCountFacts, readFacts } from './facts.js';

function bodyOf(text: string): JsonText {
  const read = readJson(new TextEncoder().encode(text), 64);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const ask = (fields: object): JsonText =>
  bodyOf(JSON.stringify({ model: 'group', max_tokens: 100, messages: [], ...fields }));

function factsOf(fields: object): AskFacts {
  const facts = readFacts(ask(fields));
  if (!facts.ok) throw new Error(facts.fault.message);
  return facts.value;
}

function refusalOf(body: JsonText) {
  const facts = readFacts(body);
  if (facts.ok) throw new Error('should have been refused');
  return facts.fault;
}

describe('readFacts', () => {
  it('reads what routing asks for', () => {
    const facts = factsOf({
      stream: true,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hello' }],
      tools: [
        { name: 'clock', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      thinking: { type: 'enabled', budget_tokens: 2000 },
      output_config: { effort: 'high', format: { type: 'json_schema', schema: {} } },
      new_field: 1,
    });
    expect(facts).toMatchObject({
      dialect: 'anthropic-messages',
      model: 'group',
      stream: true,
      outputCap: 100,
      toolCount: 1,
      hostedTools: ['web_search'],
      toolChoice: 'required',
      parallelToolCalls: false,
      modalities: ['text'],
      imageCount: 0,
      structuredOutput: true,
      reasoning: { effort: 'high', budgetTokens: 2000 },
      prefill: false,
      systemInside: false,
      bound: [],
    });
    expect(facts.toolSchemaBytes).toBeGreaterThan(50);
    expect(facts.fields).toContain('new_field');
    expect(facts.features).toEqual(expect.arrayContaining(['new_field', 'forced_tool_choice', 'tool_choice']));
  });

  it('finds media in messages and in tool results, and does not count their bytes', () => {
    const data = 'A'.repeat(40_000);
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
    const facts = factsOf({
      messages: [
        {
          role: 'user',
          content: [image, { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [image] }] },
      ],
    });
    expect(facts.modalities).toEqual(['text', 'image', 'file']);
    expect(facts.imageCount).toBe(2);
    expect(facts.estimatedInputTokens).toBeGreaterThan(5200);
    expect(facts.estimatedInputTokens).toBeLessThan(5600);
  });

  it('takes a document of plain text for text', () => {
    const source = { type: 'text', media_type: 'text/plain', data: 'words' };
    const facts = factsOf({ messages: [{ role: 'user', content: [{ type: 'document', source }] }] });
    expect(facts.modalities).toEqual(['text']);
  });

  it('binds proofs of the assistant, and neither those of users nor the mark of thinking without one', () => {
    const content = [
      { type: 'thinking', thinking: 'a', signature: 'sig' },
      { type: 'redacted_thinking', data: 'sealed' },
      { type: 'thinking', thinking: 'b', signature: 'rtp1.none' },
    ];
    const facts = factsOf({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content },
      ],
    });
    expect(facts.bound).toEqual([
      { kind: 'proof', value: 'sig', field: 'messages[1].content[0]', label: undefined },
      { kind: 'proof', value: 'sealed', field: 'messages[1].content[1]', label: undefined },
    ]);
    expect(facts.prefill).toBe(true);
  });

  it('names a wrapped proof by what is inside, with the issuer it was wrapped for', () => {
    const label = { issuer: 'openai', dialect: 'openai-responses' } as const;
    const signature = wrapProof({ ...label, form: 'encrypted', value: 'gAAA' });
    const { bound } = factsOf({
      messages: [{ role: 'assistant', content: [{ type: 'thinking', thinking: '', signature }] }],
    });
    expect(bound).toEqual([{ kind: 'proof', value: 'gAAA', field: 'messages[0].content[0]', label }]);
  });

  it('reads no choice of a tool out of words that mean none', () => {
    const choices = ['any', 'constructor', '__proto__', 7];
    expect(choices.map((type) => factsOf({ tool_choice: { type } }).toolChoice)).toEqual([
      'required',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('refuses a container that is named twice, since the provider may read the other one', () => {
    const body = bodyOf('{"model":"group","max_tokens":1,"messages":[],"container":"theirs","container":null}');
    expect(refusalOf(body)).toMatchObject({ type: 'invalid-request', details: { param: 'container' } });
  });

  it('names what the provider stores: a container, files, and a compaction', () => {
    const source = { type: 'file', file_id: 'file_1' };
    const { bound } = factsOf({
      container: { id: 'container_1', skills: [] },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source },
            { type: 'container_upload', file_id: 'file_2' },
            { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image', source }] },
            { type: 'document', source: { type: 'content', content: [{ type: 'image', source }] } },
          ],
        },
        { role: 'assistant', content: [{ type: 'compaction', content: 'so far', encrypted_content: 'sealed' }] },
      ],
    });
    expect(bound).toEqual([
      { kind: 'container-id', value: 'container_1', field: 'container' },
      { kind: 'file-id', value: 'file_1', field: 'messages[0].content[0].file_id' },
      { kind: 'file-id', value: 'file_2', field: 'messages[0].content[1].file_id' },
      { kind: 'file-id', value: 'file_1', field: 'messages[0].content[2].content[0].file_id' },
      { kind: 'file-id', value: 'file_1', field: 'messages[0].content[3].source.content[0].file_id' },
      { kind: 'sealed-item', value: 'sealed', field: 'messages[1].content[0]' },
    ]);
    expect(factsOf({ container: 'container_1' }).bound).toHaveLength(1);
    expect(factsOf({ container: { skills: [] } }).bound).toEqual([]);
  });

  it('tells a system message inside the conversation from a leading one', () => {
    const system = { role: 'system', content: 'Now in French.' };
    const user = { role: 'user', content: 'Hi' };
    expect(factsOf({ messages: [user, system] })).toMatchObject({ systemInside: true, prefill: false });
    expect(factsOf({ messages: [system, user] }).systemInside).toBe(false);
  });

  it.each([
    ['max_tokens', { max_tokens: undefined }],
    ['max_tokens', { max_tokens: 1.5 }],
    ['max_tokens', { max_tokens: -1 }],
    ['max_tokens', { max_tokens: '5' }],
    ['messages', { messages: 'hello' }],
    ['messages', { messages: null }],
    ['messages[0]', { messages: ['hello'] }],
    ['messages[0].role', { messages: [{ role: 'tool', content: '' }] }],
    ['messages[0].content', { messages: [{ role: 'user' }] }],
    ['messages[0].content[1]', { messages: [{ role: 'user', content: [{ type: 'text', text: '' }, 'b'] }] }],
    ['model', { model: 5 }],
    ['stream', { stream: 'yes' }],
    ['tools', { tools: {} }],
    ['tools[0]', { tools: ['clock'] }],
    ['thread', { thread: { type: 'create' } }],
  ])('refuses a wrong %s and names it', (param, fields) => {
    const refused = refusalOf(ask(fields));
    expect(refused.details.param).toBe(param);
    expect(refused.message).toContain(param);
  });

  it('refuses a field it reads that occurs twice, however it is written', () => {
    const text = '{"model":"a","messages":[],"max_tokens":5,"m\\u006fdel":"b"}';
    expect(refusalOf(bodyOf(text))).toMatchObject({ type: 'invalid-request', details: { param: 'model' } });
  });

  it('lets a cap of 0 pass, which warms a prompt cache', () => {
    expect(factsOf({ max_tokens: 0 }).outputCap).toBe(0);
  });
});

describe('the facts of tools', () => {
  it('count those that the conversation adds', () => {
    const add = (definition: object) => ({
      role: 'system',
      content: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition } }],
    });
    const search = { type: 'web_search_20250305', name: 'web_search' };
    const facts = factsOf({ tools: [{ name: 'f' }], messages: [add({ name: 'g' }), add(search)] });
    expect(facts).toMatchObject({ toolCount: 2, hostedTools: ['web_search'] });
  });

  it('know tools that only models of this provider can use as its own', () => {
    const types = ['bash_20250124', 'text_editor_20250728', 'memory_20250818', 'computer_20251124', 'mcp_toolset'];
    const facts = factsOf({ tools: types.map((type) => ({ type })) });
    expect(facts).toMatchObject({
      toolCount: 0,
      hostedTools: ['bash', 'text_editor', 'memory', 'computer', 'mcp_toolset'],
    });
  });

  it.each([
    ['the system', { system: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }] }],
    ['a tool', { tools: [{ name: 'f', cache_control: { type: 'ephemeral' } }] }],
  ])('see a cache breakpoint of %s', (_place, fields) => {
    expect(factsOf(fields).features).toContain('cache_control');
  });
});

it('reads a system message that only sets the effort of later turns', () => {
  const messages = [
    { role: 'user', content: 'a' },
    { role: 'system', output_config: { effort: 'low' } },
  ];
  expect(factsOf({ messages })).toMatchObject({ systemInside: true, prefill: false });
});

describe('readCountFacts', () => {
  const counted = (fields: object) => readCountFacts(bodyOf(JSON.stringify({ model: 'group', ...fields })));

  it('reads a body without a cap, which is there to be counted', () => {
    const facts = counted({ messages: [{ role: 'user', content: 'Hello' }], tools: [{ name: 'clock' }] });
    expect(facts).toMatchObject({ ok: true, value: { model: 'group', stream: false, toolCount: 1 } });
  });

  it('refuses what is no body of this dialect all the same', () => {
    expect(counted({})).toMatchObject({ ok: false, fault: { details: { param: 'messages' } } });
    expect(counted({ messages: [{ role: 'robot', content: '' }] })).toMatchObject({
      ok: false,
      fault: { details: { param: 'messages[0].role' } },
    });
  });
});
