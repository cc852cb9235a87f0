import { jsonText, valueOf } from '../generated.laws.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { readFacts } from './facts.js';

const facts = (fields: object) => valueOf(readFacts(jsonText(JSON.stringify({ model: 'm', input: 'q', ...fields }))));
const refusal = (text: string): unknown => {
  const result = readFacts(jsonText(text));
  return result.ok ? undefined : [result.fault.details.param, result.fault.message];
};

describe('the facts of a Responses body', () => {
  it('counts the caller’s tools wherever they stand, and names the hosted ones', () => {
    const own = { type: 'function', name: 'a' };
    const { toolCount, hostedTools, toolSchemaBytes } = facts({
      tools: [own, { type: 'custom', name: 'b' }, { type: 'web_search_preview_2025_03_11' }, { type: 'mcp' }],
      input: [
        { type: 'additional_tools', role: 'developer', tools: [{ type: 'namespace', name: 'n', tools: [own, own] }] },
        { role: 'user', content: 'q' },
      ],
    });
    expect([toolCount, hostedTools]).toEqual([4, ['web_search', 'mcp']]);
    expect(toolSchemaBytes).toBeGreaterThan(150);
  });

  it('counts a search for tools that the caller runs, and the tools it found; the provider’s own is hosted', () => {
    const own = { type: 'function', name: 'a', parameters: { type: 'object' } };
    const search = { type: 'tool_search', execution: 'client' };
    const call = { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: {} };
    const found = { type: 'tool_search_output', call_id: 'c', execution: 'client', tools: [own] };
    const client = facts({ tools: [search, own], input: [{ role: 'user', content: 'q' }, call, found] });
    expect([client.toolCount, client.hostedTools, client.features]).toEqual([3, [], ['tools', 'function_call_output']]);
    expect(facts({ tools: [{ type: 'tool_search' }], input: 'q' }).hostedTools).toEqual(['tool_search']);
  });

  it('finds media in messages and results, and does not count their bytes as text', () => {
    const data = `data:image/png;base64,${'A'.repeat(400_000)}`;
    const found = facts({
      input: [
        { role: 'user', content: [{ type: 'input_image', image_url: data }] },
        { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'a', output: [{ type: 'input_image', image_url: data }] },
        { role: 'user', content: [{ type: 'input_file', file_data: data }] },
      ],
    });
    expect(found).toMatchObject({ modalities: ['text', 'image', 'file'], imageCount: 2 });
    // two images, and five pages
    expect(found.estimatedInputTokens).toBeLessThan(2 * 1200 + 5 * 2000);
    expect(found.features).toEqual(['function_call_output']);
  });

  it('names the reasoning that only its issuer can read, bare, wrapped, or known by its id', () => {
    const label = { issuer: 'i', dialect: 'anthropic-messages' } as const;
    const { bound } = facts({
      input: [
        { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
        { type: 'reasoning', summary: [], encrypted_content: wrapProof({ ...label, form: 'signature', value: 's' }) },
        { type: 'reasoning', id: 'rs_2', summary: [] },
        { type: 'reasoning', summary: [] },
      ],
    });
    expect(bound).toEqual([
      { kind: 'proof', value: 'gAAA', field: 'input[0]', label: undefined },
      { kind: 'proof', value: 's', field: 'input[1]', label },
      { kind: 'proof', value: 'rs_2', field: 'input[2]', label: undefined },
    ]);
  });

  it('names the state it goes on from: responses, conversations, items, files, containers, compactions', () => {
    const { bound, features } = facts({
      previous_response_id: 'resp_1',
      conversation: { id: 'conv_1' },
      input: [
        { type: 'compaction', encrypted_content: 'gBBB' },
        { type: 'item_reference', id: 'msg_1' },
        { role: 'user', content: [{ type: 'input_file', file_id: 'file_1' }] },
        { type: 'function_call_output', call_id: 'a', output: [{ type: 'input_image', file_id: 'file_2' }] },
      ],
      tools: [
        { type: 'code_interpreter', container: 'cntr_1' },
        { type: 'code_interpreter', container: { type: 'auto', file_ids: ['file_3'] } },
        { type: 'shell', environment: { type: 'container_reference', container_id: 'cntr_2' } },
      ],
    });
    expect(bound.map(({ kind, value, field }) => [kind, value, field])).toEqual([
      ['response-id', 'resp_1', 'previous_response_id'],
      ['conversation-id', 'conv_1', 'conversation'],
      ['container-id', 'cntr_1', 'tools[0].container'],
      ['file-id', 'file_3', 'tools[1].container.file_ids'],
      ['container-id', 'cntr_2', 'tools[2].environment.container_id'],
      ['sealed-item', 'gBBB', 'input[0]'],
      ['item-id', 'msg_1', 'input[1].id'],
      ['file-id', 'file_1', 'input[2].content[0].file_id'],
      ['file-id', 'file_2', 'input[3].output[0].file_id'],
    ]);
    expect(features).toEqual(expect.arrayContaining(['previous_response_id', 'conversation', 'compaction']));
    expect(facts({ conversation: 'conv_1' }).bound).toEqual([
      { kind: 'conversation-id', value: 'conv_1', field: 'conversation' },
    ]);
  });

  it('names state wherever a provider may look for it', () => {
    const { bound } = facts({
      prompt: { id: 'pmpt_1', variables: { city: 'Ulm', map: { type: 'input_file', file_id: 'file_1' } } },
      input: [
        { type: 'code_interpreter_call', id: 'ci_1', container_id: 'cntr_1', code: '1', outputs: null },
        { type: 'shell_call', environment: { type: 'container_reference', container_id: 'cntr_2' } },
        { type: 'image_generation_call', id: 'ig_1' },
        { type: 'additional_tools', tools: [{ type: 'code_interpreter', container: 'cntr_3' }] },
        { type: 'function_call_output', content: 'x', output: [{ type: 'input_file', file_id: 'file_2' }] },
      ],
    });
    expect(bound.map(({ kind, value, field }) => [kind, value, field])).toEqual([
      ['file-id', 'file_1', 'prompt.variables.map.file_id'],
      ['container-id', 'cntr_1', 'input[0].container_id'],
      ['container-id', 'cntr_2', 'input[1].environment.container_id'],
      ['item-id', 'ig_1', 'input[2].id'],
      ['container-id', 'cntr_3', 'input[3].tools[0].container'],
      ['file-id', 'file_2', 'input[4].output[0].file_id'],
    ]);
  });

  it.each(['conversation', 'prompt'])('refuses %s twice, since the provider may read the other one', (field) => {
    const body = jsonText(`{"model":"group","input":"q","${field}":"theirs","${field}":null}`);
    expect(readFacts(body)).toMatchObject({ ok: false, fault: { details: { param: field } } });
  });

  it('tells choices, formats, reasoning, prefill and system messages inside', () => {
    expect(facts({ tool_choice: { type: 'function', name: 'a' } })).toMatchObject({
      toolChoice: 'named',
      features: ['tool_choice', 'forced_tool_choice'],
    });
    expect(facts({ tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] } }).toolChoice).toBe('auto');
    expect(facts({ text: { format: { type: 'json_schema' } } }).structuredOutput).toBe(true);
    expect(facts({ text: { verbosity: 'low' } }).structuredOutput).toBe(false);
    expect(facts({ reasoning: { effort: 'low' } }).reasoning).toEqual({ effort: 'low' });
    expect(facts({ reasoning: { summary: 'auto' } }).reasoning).toBeUndefined();
    const turns = ['developer', 'user', 'developer', 'assistant'].map((role) => ({ role, content: 'x' }));
    expect(facts({ input: turns })).toMatchObject({ prefill: true, systemInside: true });
    expect(facts({ input: turns.slice(0, 2) })).toMatchObject({ prefill: false, systemInside: false });
  });

  it.each([
    ['{"model":"m"}', 'input', 'input should be a string or an array, got nothing'],
    ['{"input":7}', 'input', 'input should be a string or an array, got 7'],
    [
      '{"input":"q","max_output_tokens":0}',
      'max_output_tokens',
      'max_output_tokens should be a positive integer, got 0',
    ],
    [
      '{"input":"q","background":true}',
      'background',
      'background should be false: the router answers while the caller waits',
    ],
    ['{"input":"q","background":1}', 'background', 'background should be a boolean, got 1'],
    ['{"input":"q","stream":"yes"}', 'stream', 'stream should be a boolean, got string'],
    ['{"input":["q"]}', 'input[0]', 'input[0] should be an object, got string'],
    ['{"input":[{"content":"q"}]}', 'input[0].role', 'input[0].role should be a string, got nothing'],
    ['{"input":"q","model":"a","mod\\u0065l":"b"}', 'model', 'model should occur once, it occurs several times'],
  ])('refuses %s, naming the field', (text, field, message) => {
    expect(refusal(text)).toEqual([field, message]);
  });
});
