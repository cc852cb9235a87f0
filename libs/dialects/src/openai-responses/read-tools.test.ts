import { jsonText, valueOf } from '../generated.laws.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { readAsk } from './read-ask.js';

const readBody = (fields: object) => readAsk(jsonText(JSON.stringify({ model: 'm', ...fields })));
const read = (fields: object): NeutralAsk => valueOf(readBody(fields));
const refusal = (fields: object): unknown => {
  const result = readBody(fields);
  return result.ok ? undefined : [result.fault.type, result.fault.details.param];
};

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
        { role: 'user', content: 'q' },
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

  it('reads the web search of every version in neutral words, and notes the rest of it', () => {
    const location = { city: 'Ulm', region: 'BW', country: 'DE', timezone: 'Europe/Berlin' };
    const { webSearch, notes, tools } = read({
      input: 'q',
      max_tool_calls: 3,
      tools: [
        {
          type: 'web_search_2025_08_26',
          filters: { allowed_domains: ['a.example'], blocked_domains: ['b.example'] },
          user_location: { type: 'approximate', ...location },
          search_context_size: 'low',
          external_web_access: true,
          search_content_types: ['text', 'image'],
        },
      ],
    });
    expect([tools, webSearch]).toEqual([
      [],
      {
        maxUses: 3,
        allowedDomains: ['a.example'],
        blockedDomains: ['b.example'],
        location,
        contextSize: 'low',
      },
    ]);
    expect(notes.map(({ field }) => field)).toEqual(['tools[].external_web_access', 'tools[].search_content_types']);
    expect(read({ input: 'q', tools: [{ type: 'web_search_preview' }] }).webSearch).toEqual({});
    expect(read({ input: 'q', max_tool_calls: 3 })).toMatchObject({ notes: [{ field: 'max_tool_calls' }] });
  });

  it('notes the flags of tools, and what is said of a namespace', () => {
    const flags = { defer_loading: true, allowed_callers: ['programmatic'], output_schema: { type: 'object' } };
    const tool = { type: 'function', name: 'a', ...flags, strict: false };
    const { notes } = read({
      input: 'q',
      tools: [tool, { type: 'namespace', name: 'n', description: 'all about n', tools: [{ ...tool, name: 'b' }] }],
    });
    expect(notes.map(({ field }) => field)).toEqual([
      'tools[].defer_loading',
      'tools[].allowed_callers',
      'tools[].output_schema',
      'tools[].description',
    ]);
  });

  it('offers a tool that is there twice once, as it was last defined', () => {
    const tool = (description: string) => ({ type: 'function', name: 'a', description, parameters });
    const later = { type: 'additional_tools', role: 'developer', tools: [tool('new'), { ...tool('b'), name: 'b' }] };
    const { tools } = read({ input: [later, { role: 'user', content: 'q' }], tools: [tool('old')] });
    expect(tools.map(({ name, description }) => [name, description])).toEqual([
      ['a', 'new'],
      ['b', 'b'],
    ]);
  });

  it.each(['file_search', 'code_interpreter', 'image_generation', 'mcp', 'computer', 'tool_search', 'shell'])(
    'refuses the hosted tool %s, and the choice of it',
    (type) => {
      expect(refusal({ input: 'q', tools: [{ type }] })).toEqual(['unsupported-parameter', 'tools[0].type']);
      expect(refusal({ input: 'q', tool_choice: { type, name: 'x' } })).toEqual([
        'unsupported-parameter',
        'tool_choice',
      ]);
    },
  );

  it('takes the choice of a web search for a must where it is the only tool, and refuses it elsewhere', () => {
    const search = { type: 'web_search' };
    const tool_choice = { type: 'web_search' };
    expect(read({ input: 'q', tools: [search], tool_choice }).toolChoice).toEqual({ kind: 'required' });
    const tools = [search, { type: 'function', name: 'a', parameters }];
    expect(refusal({ input: 'q', tools, tool_choice })).toEqual(['unsupported-parameter', 'tool_choice']);
    expect(refusal({ input: 'q', tool_choice })).toEqual(['unsupported-parameter', 'tool_choice']);
  });

  it('offers hosted and namespaced tools only when they are allowed', () => {
    const tools = [
      { type: 'web_search' },
      { type: 'tool_search', execution: 'client' },
      { type: 'function', name: 'a', parameters },
      { type: 'namespace', name: 'n', description: '', tools: [{ type: 'function', name: 'b', parameters }] },
    ];
    const allowed = (entries: readonly object[]) =>
      read({ input: 'q', tools, tool_choice: { type: 'allowed_tools', mode: 'auto', tools: entries } });
    const search = allowed([{ type: 'web_search' }]);
    expect([search.tools, search.webSearch]).toEqual([[], {}]);
    const others = allowed([{ type: 'tool_search' }, { type: 'namespace', name: 'n' }]);
    expect([others.tools.map(({ name }) => name), others.webSearch]).toEqual([['tool_search', 'b'], undefined]);
  });

  it('finds the tool that a choice names in the only namespace that has it', () => {
    const space = (name: string, ...names: readonly string[]) => ({
      ...{ type: 'namespace', name, description: '' },
      tools: names.map((member) => ({ type: 'function', name: member, parameters })),
    });
    const tools = [space('n', 'a', 'b'), space('m', 'b')];
    const chosen = (tool_choice: object) => read({ input: 'q', tools, tool_choice }).toolChoice;
    expect(chosen({ type: 'function', name: 'a' })).toEqual({ kind: 'named', name: 'a', namespace: 'n' });
    expect(chosen({ type: 'function', name: 'b' })).toEqual({ kind: 'named', name: 'b' });
    expect(chosen({ type: 'function', name: 'b', namespace: 'm' })).toMatchObject({ namespace: 'm' });
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
