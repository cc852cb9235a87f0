import { readJson, type JsonText } from '../json/json-text.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { readAsk } from './read-ask.js';

function bodyOf(text: string): JsonText {
  const read = readJson(new TextEncoder().encode(text), 64);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const ask = (fields: object): JsonText =>
  bodyOf(JSON.stringify({ model: 'group', max_tokens: 100, messages: [], ...fields }));

function neutralOf(body: JsonText): NeutralAsk {
  const read = readAsk(body);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

/** An ask in which the user says these blocks. */
const saying = (...content: readonly object[]) => ({ messages: [{ role: 'user', content }] });

describe('readAsk', () => {
  it('keeps all system texts in their order, and system messages in their place', () => {
    const { turns } = neutralOf(
      ask({
        system: [
          { type: 'text', text: 'x-billing: 1' },
          { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
        ],
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'system', content: [{ type: 'text', text: 'In French.' }] },
        ],
      }),
    );
    expect(turns).toEqual([
      {
        role: 'system',
        blocks: [
          { kind: 'text', text: 'x-billing: 1' },
          { kind: 'text', text: 'Be brief.' },
        ],
      },
      { role: 'user', blocks: [{ kind: 'text', text: 'Hi' }] },
      { role: 'system', blocks: [{ kind: 'text', text: 'In French.' }] },
    ]);
  });

  it('keeps the text of tool input, and puts results in call order before what the user says', () => {
    const { turns } = neutralOf(
      bodyOf(`{"model":"m","max_tokens":5,"messages":[
        {"role":"assistant","content":[
          {"type":"tool_use","id":"a","name":"f","input":{"10":12345678901234567890,"2":1.0}},
          {"type":"tool_use","id":"b","name":"g","input":{}}]},
        {"role":"user","content":[{"type":"text","text":"and?"},
          {"type":"tool_result","tool_use_id":"b","is_error":true},
          {"type":"tool_result","tool_use_id":"a","content":"42"}]}]}`),
    );
    expect(turns[0]?.blocks[0]).toMatchObject({ kind: 'tool-call', input: '{"10":12345678901234567890,"2":1.0}' });
    expect(turns[1]?.blocks).toEqual([
      { kind: 'tool-result', callId: 'a', content: [{ kind: 'text', text: '42' }], isError: false, form: 'function' },
      { kind: 'tool-result', callId: 'b', content: [], isError: true, form: 'function' },
      { kind: 'text', text: 'and?' },
    ]);
  });

  it('takes the last of two results of one call, in the place of the first', () => {
    const call = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} });
    const result = (id: string, content: string) => ({ type: 'tool_result', tool_use_id: id, content });
    const { turns } = neutralOf(
      ask({
        messages: [
          { role: 'assistant', content: [call('a'), call('b')] },
          { role: 'user', content: [result('a', '1'), result('b', '2'), result('a', '3')] },
        ],
      }),
    );
    expect(turns[1]?.blocks).toMatchObject([
      { callId: 'a', content: [{ text: '3' }] },
      { callId: 'b', content: [{ text: '2' }] },
    ]);
  });

  it('reads images, documents and search results', () => {
    const { turns } = neutralOf(
      ask({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
              { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
              {
                type: 'document',
                title: 'Report',
                source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
              },
              { type: 'document', title: 'Notes', source: { type: 'text', media_type: 'text/plain', data: 'words' } },
              { type: 'search_result', title: 'T', source: 'S', content: [{ type: 'text', text: 'found' }] },
            ],
          },
        ],
      }),
    );
    const media = { kind: 'media', media: 'image', name: undefined, detail: undefined };
    expect(turns[0]?.blocks).toEqual([
      { ...media, mediaType: 'image/png', source: { kind: 'base64', data: 'AA==' } },
      { ...media, mediaType: undefined, source: { kind: 'url', url: 'https://example.com/a.png' } },
      {
        kind: 'media',
        media: 'file',
        mediaType: 'application/pdf',
        source: { kind: 'base64', data: 'JVBERi0=' },
        name: 'Report',
        detail: undefined,
      },
      { kind: 'text', text: 'Notes' },
      { kind: 'text', text: 'words' },
      { kind: 'text', text: 'T\nS\nfound' },
    ]);
  });

  it('reads thinking of the assistant with its proof, and passes over that of users', () => {
    const proof = { issuer: 'acme', dialect: 'openai-responses', form: 'encrypted', value: 'x' } as const;
    const thinking = { type: 'thinking', thinking: 'hm', signature: 'sig' };
    const { turns } = neutralOf(
      ask({
        messages: [
          { role: 'user', content: [thinking, { type: 'text', text: 'q' }] },
          {
            role: 'assistant',
            content: [
              thinking,
              { type: 'thinking', thinking: '', signature: wrapProof(proof) },
              { type: 'redacted_thinking', data: 'd' },
            ],
          },
        ],
      }),
    );
    expect(turns[0]?.blocks).toEqual([{ kind: 'text', text: 'q' }]);
    const bare = { issuer: '', dialect: 'anthropic-messages' };
    expect(turns[1]?.blocks).toEqual([
      { kind: 'reasoning', text: 'hm', proof: { ...bare, form: 'signature', value: 'sig' } },
      { kind: 'reasoning', text: '', proof },
      { kind: 'reasoning', text: '', proof: { ...bare, form: 'redacted', value: 'd' } },
    ]);
  });

  it('reads tools, choice, sampling, reasoning and format', () => {
    const neutral = neutralOf(
      ask({
        tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' }, strict: true }],
        tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: false },
        temperature: 0.5,
        top_p: 0.9,
        stop_sequences: ['END'],
        thinking: { type: 'adaptive', display: 'omitted' },
        output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object' } } },
        metadata: { user_id: 'u' },
        container: null,
      }),
    );
    expect(neutral).toMatchObject({
      tools: [{ form: 'function', name: 'f', description: 'd', strict: true }],
      toolChoice: { kind: 'named', name: 'f' },
      parallelToolCalls: true,
      outputCap: 100,
      temperature: 0.5,
      topP: 0.9,
      stop: ['END'],
      reasoning: { mode: 'adaptive', effort: 'low', show: false },
      format: { kind: 'json-schema' },
    });
    expect(neutral.tools[0]?.schema?.raw).toBe('{"type":"object"}');
    expect(Object.keys(neutral.vendor)).toEqual(['metadata']);
  });

  it.each([
    [{ type: 'enabled', budget_tokens: 2000 }, true],
    [{ type: 'enabled', budget_tokens: 2000, display: 'omitted' }, false],
    [{ type: 'adaptive', display: 'summarized' }, true],
    [{ type: 'adaptive' }, undefined],
  ])('reads whether thinking is to be shown: %j', (thinking, show) => {
    expect(neutralOf(ask({ thinking })).reasoning?.show).toBe(show);
  });

  it('lets the effort of the last message win', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'b', output_config: { effort: 'medium' } },
    ];
    expect(neutralOf(ask({ messages, output_config: { effort: 'high' } })).reasoning?.effort).toBe('medium');
  });

  it.each([
    ['tools[0]', { tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] }],
    ['tools[1]', { tools: [{ name: 'f' }, { type: 'bash_20250124', name: 'bash' }] }],
    [
      'tool_choice',
      {
        tools: [{ name: 'f' }, { type: 'web_search_20250305', name: 'web_search' }],
        tool_choice: { type: 'tool', name: 'web_search' },
      },
    ],
    ['messages[0].content[0].source.file_id', saying({ type: 'image', source: { type: 'file', file_id: 'file_1' } })],
    ['messages[0].content[0].source.file_id', saying({ type: 'document', source: { type: 'file', file_id: 'f' } })],
    [
      'messages[0].content[0].content[0].source.file_id',
      saying({
        type: 'tool_result',
        tool_use_id: 'a',
        content: [{ type: 'document', source: { type: 'file', file_id: 'f' } }],
      }),
    ],
    ['messages[0].content[0].file_id', saying({ type: 'container_upload', file_id: 'file_1' })],
    ['messages[0].content[0].source', saying({ type: 'image', source: { type: 'new' } })],
    ['messages[0].content[0]', saying({ type: 'compaction', content: null, encrypted_content: 'x' })],
    ['thread', { thread: { type: 'create' } }],
    ['messages[0].content[0].tool_use_id', { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] }],
    [
      'messages[0].content[1].tool_use_id',
      saying({ type: 'text', text: 'q' }, { type: 'tool_result', tool_use_id: 'nobody' }),
    ],
    ['messages[0].content[0].id', { messages: [{ role: 'assistant', content: [{ type: 'tool_use', name: 'f' }] }] }],
    ['tool_choice.type', { tools: [{ name: 'f' }], tool_choice: { type: 'must' } }],
    ['output_config.format', { output_config: { format: { type: 'grammar' } } }],
    ['output_format', { output_format: { type: 'json_schema' } }],
    ['stop_sequences', { stop_sequences: 'END' }],
    ['temperature', { temperature: 'hot' }],
  ])('refuses what cannot be carried: %s', (param, fields) => {
    const read = readAsk(ask(fields));
    expect(read).toMatchObject({ ok: false, fault: { details: { param } } });
  });
});
