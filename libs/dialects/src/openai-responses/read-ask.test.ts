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
    const { turns, notes } = read({ input: [{ role: 'user', content }] });
    // What becomes of a foreign part is for the writer to say.
    expect(notes).toEqual([]);
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

  it('leaves out what another provider did, with a note', () => {
    const work = [
      { type: 'web_search_call', id: 'ws_1', status: 'completed' },
      { type: 'file_search_call', id: 'fs_1', status: 'completed', queries: [], results: null },
      { type: 'code_interpreter_call', id: 'ci_1', code: '1', container_id: 'c', outputs: null, status: 'completed' },
      { type: 'image_generation_call', id: 'ig_1', result: 'AAAA', status: 'completed' },
      { type: 'mcp_list_tools', id: 'ml_1', server_label: 's', tools: [] },
      { type: 'mcp_call', id: 'mc_1', server_label: 's', name: 'n', arguments: '{}', output: 'x' },
      { type: 'tool_search_call', id: 'ts_1', call_id: null, execution: 'server', arguments: {} },
    ];
    const ask = read({ input: [say('user', 'q'), ...work, say('assistant', 'a')] });
    expect(outline(ask)).toEqual(['user: q', 'assistant: a']);
    expect(ask.notes).toEqual(
      work.map(({ type }) => ({
        field: `input[].${type}`,
        action: 'dropped',
        reason: 'it is the work of another provider, which no other API takes back',
      })),
    );
  });

  it.each([
    { type: 'compaction', encrypted_content: 'x' },
    { type: 'compaction_trigger' },
    { type: 'item_reference', id: 'msg_9' },
    { id: 'msg_9' },
    { type: 'computer_call', id: 'cu_1', call_id: 'c', action: { type: 'screenshot' }, pending_safety_checks: [] },
    { type: 'computer_call_output', call_id: 'c', output: { type: 'computer_screenshot' } },
    { type: 'local_shell_call', id: 'ls_1', call_id: 'c', action: { type: 'exec', command: [] } },
    { type: 'local_shell_call_output', id: 'c', output: 'x' },
    { type: 'shell_call', call_id: 'c', action: { commands: [] } },
    { type: 'shell_call_output', call_id: 'c', output: [] },
    { type: 'apply_patch_call', call_id: 'c', operation: { type: 'delete_file', path: 'a' } },
    { type: 'apply_patch_call_output', call_id: 'c', status: 'completed' },
    { type: 'mcp_approval_request', id: 'ma_1', name: 'n', server_label: 's', arguments: '{}' },
    { type: 'mcp_approval_response', approval_request_id: 'ma_1', approve: true },
    { type: 'program', id: 'p', call_id: 'c', code: '', fingerprint: 'f' },
    { type: 'of_tomorrow' },
  ])('refuses an item that must not be lost and that nobody else can be given: $type', (item) => {
    expect(refusal({ input: [say('user', 'q'), item] })).toEqual(['unsupported-parameter', 'input[1].type']);
  });

  it('reads a search for tools of the caller as a call, and what it found as words and as tools', () => {
    const parameters = { type: 'object', properties: {} };
    const search = { type: 'tool_search', execution: 'client', description: 'finds tools', parameters };
    const get = { type: 'function', name: 'get', description: 'Get\n  it.', parameters, defer_loading: true };
    const ask = read({
      tools: [search],
      input: [
        say('user', 'q'),
        {
          type: 'tool_search_call',
          id: 'tsc_1',
          call_id: 'c',
          execution: 'client',
          status: 'completed',
          arguments: { query: 'wx', limit: 3 },
        },
        {
          type: 'tool_search_output',
          call_id: 'c',
          execution: 'client',
          status: 'completed',
          tools: [
            { type: 'namespace', name: 'mcp__wx', description: 'mcp__wx', tools: [get] },
            { ...get, name: 'now' },
          ],
        },
      ],
    });
    expect(ask.tools.map(({ form, namespace, name }) => [form, namespace, name])).toEqual([
      ['tool-search', undefined, 'tool_search'],
      ['function', 'mcp__wx', 'get'],
      ['function', undefined, 'now'],
    ]);
    expect(ask.tools[0]?.schema?.value).toEqual(parameters);
    expect(ask.turns.slice(1).map(({ blocks }) => blocks)).toMatchObject([
      [{ kind: 'tool-call', id: 'c', name: 'tool_search', form: 'tool-search' }],
      [
        {
          kind: 'tool-result',
          callId: 'c',
          form: 'tool-search',
          content: [{ text: 'These tools can be called now:\n- mcp__wx__get: Get it.\n- now: Get it.' }],
        },
      ],
    ]);
    expect(ask.notes).toEqual([]);
  });

  it('tells a model that a search found nothing, and refuses a finding without its search', () => {
    const call = { type: 'tool_search_call', call_id: 'c', arguments: '{"query":"x"}' };
    const found = { type: 'tool_search_output', call_id: 'c', tools: [] };
    expect(outline(read({ input: [call, found] }))).toEqual([
      'assistant: call(c)',
      'user: result(c)=No tools were found.',
    ]);
    expect(refusal({ input: [found] })).toEqual(['invalid-request', 'input[0].call_id']);
  });

  it('notes what items and parts say and nobody else has words for, and nothing that says nothing', () => {
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'a', start_index: 0, end_index: 1 };
    const passthrough = { internal_chat_message_metadata_passthrough: { turn_id: 't' } };
    const part = { type: 'output_text', text: 'a', annotations: [annotation], logprobs: [] };
    const refused = { type: 'refusal', refusal: 'no' };
    const image = { type: 'input_image', image_url: 'https://a.example/a.png', detail: 'original', file_id: null };
    const { notes } = read({
      input: [
        { type: 'message', id: 'msg_1', ...say('user', 'q'), ...passthrough },
        { type: 'message', role: 'user', content: [image] },
        { type: 'message', status: 'incomplete', phase: 'commentary', role: 'assistant', content: [part, refused] },
        { ...call('a'), id: 'fc_1', status: 'completed', caller: { type: 'direct' } },
        output('a', 'x'),
      ],
    });
    expect(notes.map(({ field, action }) => [field, action])).toEqual([
      ['input[].internal_chat_message_metadata_passthrough', 'dropped'],
      ['input[].content[].detail', 'changed'],
      ['input[].status', 'dropped'],
      ['input[].phase', 'dropped'],
      ['input[].content[].annotations', 'dropped'],
      ['input[].content[].refusal', 'changed'],
      ['input[].caller', 'dropped'],
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

  it('refuses a form of the text that nobody else knows, and a schema that is not there', () => {
    const format = (value: object) => refusal({ input: 'q', text: { format: value } });
    expect(format({ type: 'grammar', grammar: 'x' })).toEqual(['unsupported-parameter', 'text.format']);
    expect(format({ type: 'json_schema', name: 'n' })).toEqual(['invalid-request', 'text.format.schema']);
    expect(read({ input: 'q', text: { format: { type: 'json_object' } } }).format).toEqual({ kind: 'json-object' });
    expect(read({ input: 'q', text: { format: { type: 'text' } } }).format).toBeUndefined();
  });

  it('takes a wish for summaries alone for no wish to reason', () => {
    expect(read({ input: 'q', reasoning: { summary: 'auto' } }).reasoning).toBeUndefined();
    expect(read({ input: 'q', reasoning: null }).reasoning).toBeUndefined();
    expect(read({ input: 'q', reasoning: { effort: 'none' } }).reasoning?.mode).toBe('off');
  });
});
