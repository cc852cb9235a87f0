import { flatName, nameTools } from './flat-tool-names.js';
import { plainAsk } from './generated.laws.js';
import type { Tool } from './neutral/ask.js';

const tool = (form: Tool['form'], name: string, namespace?: string): Tool => ({
  form,
  name,
  namespace,
  description: undefined,
  schema: undefined,
  strict: undefined,
  grammar: undefined,
});

describe('naming tools where there are no namespaces', () => {
  it('gives every tool a name of its own that leads back to it, a search for tools beside a function too', () => {
    const tools = [
      tool('function', 'mcp__wx__get'),
      tool('function', 'get', 'mcp__wx'),
      tool('tool-search', 'tool_search'),
      tool('function', 'tool_search'),
      tool('custom', 'apply_patch'),
      tool('function', 'now'),
    ];
    const naming = nameTools({ ...plainAsk, tools });
    const names = tools.map((named) => naming.wireName(named));
    expect(new Set(names).size).toBe(tools.length);
    expect([names[0], names[2], names[4], names[5]]).toEqual(['mcp__wx__get', 'tool_search', 'apply_patch', 'now']);
    expect(names.map((name) => naming.toolNames.get(name))).toEqual([
      undefined,
      { name: 'get', namespace: 'mcp__wx' },
      { name: 'tool_search', form: 'tool-search' },
      { name: 'tool_search' },
      { name: 'apply_patch', form: 'custom' },
      undefined,
    ]);
  });

  it('puts a namespace before the name', () => {
    expect([flatName({ name: 'a' }), flatName({ name: 'a', namespace: 'n' })]).toEqual(['a', 'n__a']);
  });
});
