import { jsonText, valueOf } from '../generated.laws.js';
import { JsonText } from '../json/json-text.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { readAsk } from './read-ask.js';

const read = (fields: object): NeutralAsk => valueOf(readAsk(jsonText(JSON.stringify({ model: 'm', ...fields }))));
const refusal = (fields: object): unknown => {
  const result = readAsk(jsonText(JSON.stringify({ model: 'm', ...fields })));
  return result.ok ? undefined : [result.fault.type, result.fault.details.param];
};

const say = (role: string, text: string) => ({ role, content: text });
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'weather', arguments: '{"city":"Ulm"}' });
const output = (id: string, text: string) => ({ type: 'function_call_output', call_id: id, output: text });

/** Turns in short: `user: text result(a)=sunny`. */
const outline = ({ turns }: NeutralAsk): readonly string[] =>
  turns.map(({ role, blocks }) => {
    const words = blocks.map((block) => {
      if (block.kind === 'text') return block.text;
      if (block.kind === 'tool-call') return `call(${block.id})`;
      if (block.kind !== 'tool-result') return block.kind;
      return `result(${block.callId})=${block.content.map((part) => (part.kind === 'text' ? part.text : part.kind)).join('+')}`;
    });
    return `${role}: ${words.join(' ')}`;
  });

describe('the turns of a Responses ask', () => {
  it('reads a string, and instructions as the leading system turn', () => {
    expect(outline(read({ input: 'hi', instructions: 'be brief' }))).toEqual(['system: be brief', 'user: hi']);
  });

  it('keeps every role in its place, with and without type', () => {
    const items = [
      { ...say('developer', 'd'), type: 'message' },
      say('user', 'u'),
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'a' }],
      },
      say('system', 's'),
      { role: 'user', content: [{ type: 'input_text', text: 'v' }] },
    ];
    expect(outline(read({ input: items }))).toEqual([
      'developer: d',
      'user: u',
      'assistant: a',
      'system: s',
      'user: v',
    ]);
  });

  it('merges what the assistant said and called in one turn, and the results behind it in call order', () => {
    const items = [
      say('user', 'q'),
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
      say('assistant', 'look'),
      call('a'),
      call('b'),
      output('b', 'rain'),
      output('a', 'sun'),
      say('user', 'thanks'),
    ];
    expect(outline(read({ input: items }))).toEqual([
      'user: q',
      'assistant: reasoning look call(a) call(b)',
      'user: result(a)=sun result(b)=rain thanks',
    ]);
  });

  it('puts a result that comes late behind its call, and keeps the last of two', () => {
    const items = [call('a'), say('user', 'wait'), output('a', 'old'), call('b'), output('a', 'new'), output('b', 'x')];
    expect(outline(read({ input: items }))).toEqual([
      'assistant: call(a)',
      'user: result(a)=new wait',
      'assistant: call(b)',
      'user: result(b)=x',
    ]);
  });

  it('refuses a result without its call, unless the provider holds earlier turns', () => {
    expect(refusal({ input: [output('a', 'x')] })).toEqual(['invalid-request', 'input[0].call_id']);
    expect(refusal({ input: [{ ...call('a'), call_id: '' }] })).toEqual(['invalid-request', 'input[0].call_id']);
    expect(outline(read({ input: [output('a', 'x')], previous_response_id: 'resp_1' }))).toEqual(['user: result(a)=x']);
  });

  it('reads calls of namespaced and custom tools, and results of parts', () => {
    const items = [
      { type: 'function_call', call_id: 'a', namespace: 'mcp__wx', name: 'get', arguments: '' },
      { type: 'custom_tool_call', call_id: 'b', name: 'apply_patch', input: '*** Begin' },
      { type: 'custom_tool_call_output', call_id: 'b', output: 'done' },
      {
        type: 'function_call_output',
        call_id: 'a',
        output: [
          { type: 'input_text', text: 'sunny' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'original' },
        ],
      },
    ];
    const { turns } = read({ input: items });
    expect(turns[0]?.blocks).toMatchObject([
      { name: 'get', namespace: 'mcp__wx', form: 'function', input: '{}' },
      { name: 'apply_patch', form: 'custom', input: '*** Begin' },
    ]);
    expect(turns[1]?.blocks).toMatchObject([
      { callId: 'a', form: 'function', content: [{ kind: 'text' }, { media: 'image', detail: 'high' }] },
      { callId: 'b', form: 'custom' },
    ]);
  });

  it('reads images, files and addresses, and leaves file ids foreign', () => {
    const content = [
      { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'low' },
      { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
      { type: 'input_file', file_url: 'https://example.com/a.pdf' },
      { type: 'input_image', file_id: 'file_1' },
    ];
    const { turns } = read({ input: [{ role: 'user', content }] });
    expect(turns[0]?.blocks).toMatchObject([
      { media: 'image', detail: 'low', source: { kind: 'url', url: 'https://example.com/a.png' } },
      { media: 'file', name: 'a.pdf', mediaType: 'application/pdf', source: { kind: 'base64', data: 'JVBE' } },
      { media: 'file', source: { kind: 'url' } },
      { kind: 'foreign', name: 'input_image' },
    ]);
  });

  it('opens the proofs it wrapped, and tags bare ones as nobody’s', () => {
    const proof = { issuer: 'anthropic', dialect: 'anthropic-messages', form: 'signature', value: 'sig' } as const;
    const items = [
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'hm' }],
        encrypted_content: wrapProof(proof),
      },
      { type: 'reasoning', id: 'rs_2', summary: [], content: null, encrypted_content: 'gAAA' },
      { type: 'reasoning', id: 'rs_3', summary: [] },
    ];
    expect(read({ input: items }).turns[0]?.blocks).toEqual([
      { kind: 'reasoning', text: 'hm', proof },
      {
        kind: 'reasoning',
        text: '',
        proof: { issuer: '', dialect: 'openai-responses', form: 'encrypted', value: 'gAAA', itemId: 'rs_2' },
      },
    ]);
  });

  it('keeps items of its own: the provider’s work as the assistant’s, other state as content that must not be lost', () => {
    const items = [
      say('user', 'q'),
      { type: 'web_search_call', id: 'ws_1', status: 'completed' },
      { type: 'compaction', encrypted_content: 'x' },
      { id: 'msg_9' },
    ];
    const { turns } = read({ input: items });
    expect(turns.map(({ role, blocks }) => [role, blocks[0]?.kind === 'foreign' ? blocks[0].name : ''])).toEqual([
      ['user', ''],
      ['assistant', 'web_search_call'],
      ['user', 'compaction'],
      ['user', 'item_reference'],
    ]);
  });
});

describe('the tools of a Responses ask', () => {
  const parameters = { type: 'object', properties: {} };

  it('reads functions, custom tools and namespaces, also those an item brings along', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: "x"' };
    const { tools } = read({
      input: [
        {
          type: 'additional_tools',
          role: 'developer',
          tools: [{ type: 'namespace', name: 'mcp__wx', description: '', tools: [{ type: 'function', name: 'get' }] }],
        },
        say('user', 'q'),
      ],
      tools: [
        { type: 'function', name: 'weather', description: 'w', parameters, strict: false },
        { type: 'custom', name: 'apply_patch', format },
      ],
    });
    expect(tools.map((tool) => [tool.form, tool.namespace, tool.name, tool.strict])).toEqual([
      ['function', undefined, 'weather', undefined],
      ['custom', undefined, 'apply_patch', undefined],
      ['function', 'mcp__wx', 'get', undefined],
    ]);
    expect(tools[0]?.schema?.value).toEqual(parameters);
    expect(tools[1]?.grammar?.value).toEqual(format);
  });

  it('refuses a hosted tool, and the choice of one', () => {
    expect(refusal({ input: 'q', tools: [{ type: 'web_search' }] })).toEqual([
      'unsupported-parameter',
      'tools[0].type',
    ]);
    expect(refusal({ input: 'q', tool_choice: { type: 'web_search' } })).toEqual([
      'unsupported-parameter',
      'tool_choice',
    ]);
  });

  it('maps every choice, and offers only the allowed tools', () => {
    const tools = ['a', 'b'].map((name) => ({ type: 'function', name, parameters, strict: true }));
    const chosen = (tool_choice: unknown) => read({ input: 'q', tools, tool_choice });
    expect(['auto', 'none', 'required'].map((word) => chosen(word).toolChoice?.kind)).toEqual([
      'auto',
      'none',
      'required',
    ]);
    expect(chosen({ type: 'function', name: 'a' }).toolChoice).toEqual({ kind: 'named', name: 'a' });
    const allowed = chosen({ type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'b' }] });
    expect([allowed.toolChoice, allowed.tools.map(({ name, strict }) => [name, strict])]).toEqual([
      { kind: 'required' },
      [['b', true]],
    ]);
  });
});

describe('the fields of a Responses ask', () => {
  it('reads limits, reasoning and format, and keeps what says something of the rest', () => {
    const schema = { type: 'object' };
    const ask = read({
      input: 'q',
      max_output_tokens: 9,
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low', format: { type: 'json_schema', name: 'n', schema, strict: true } },
      store: false,
      include: ['reasoning.encrypted_content'],
      metadata: { a: '1' },
    });
    expect(ask).toMatchObject({
      outputCap: 9,
      reasoning: { mode: 'on', effort: 'high', show: true },
      format: { kind: 'json-schema', name: 'n', strict: true },
    });
    expect(Object.entries(ask.vendor).map(([name, text]) => [name, text instanceof JsonText])).toEqual([
      ['text', true],
      ['metadata', true],
    ]);
  });

  it('takes a wish for summaries alone for no wish to reason', () => {
    expect(read({ input: 'q', reasoning: { summary: 'auto' } }).reasoning).toBeUndefined();
    expect(read({ input: 'q', reasoning: null }).reasoning).toBeUndefined();
    expect(read({ input: 'q', reasoning: { effort: 'none' } }).reasoning?.mode).toBe('off');
  });
});
