import { plainAsk, writeTarget } from '../generated.laws.js';
import { objectOf } from '../json/guards.js';
import type { NeutralAsk, Tool } from '../neutral/ask.js';
import { openNotes } from '../notes.js';
import { writeAsk } from './write-ask.js';
import { readWebSearch, writeWebSearch } from './web-search-tool.js';

const plainTool: Tool = {
  form: 'function',
  name: 'f',
  namespace: undefined,
  description: undefined,
  schema: undefined,
  strict: undefined,
  grammar: undefined,
};

describe('writeWebSearch', () => {
  it('writes what it read', () => {
    const tool = {
      type: 'web_search_20250305',
      name: 'web_search',
      max_uses: 3,
      blocked_domains: ['b.org'],
      user_location: { type: 'approximate', city: 'Ulm', timezone: 'Europe/Berlin' },
    };
    const notes = openNotes();
    const search = readWebSearch(tool, { field: 'tools[0]', notes });
    expect(writeWebSearch(search, 'anthropic-messages', notes)).toEqual(tool);
    expect(notes.list).toEqual([]);
  });

  it('sends one list of domains, since the API takes no two', () => {
    const search = { allowedDomains: ['a.org', 'b.org'], blockedDomains: ['b.org', 'c.org'] };
    expect(writeWebSearch(search, 'openai-responses', openNotes())).toMatchObject({ allowed_domains: ['a.org'] });
    expect(writeWebSearch(search, 'openai-responses', openNotes())).not.toHaveProperty('blocked_domains');
  });

  it('tells that a context size is lost, by the name the caller gave it', () => {
    const notes = openNotes();
    writeWebSearch({ contextSize: 'high' }, 'openai-chat', notes);
    expect(notes.list).toMatchObject([{ field: 'web_search_options.search_context_size', action: 'dropped' }]);
  });
});

describe('an ask with a web search', () => {
  const ask = { ...plainAsk, from: 'openai-responses', webSearch: { maxUses: 2 } } as const;
  const bodyOf = (neutral: NeutralAsk): unknown => {
    const written = writeAsk(neutral, writeTarget);
    if (!written.ok) throw new Error(written.fault.message);
    return written.value.body;
  };

  it('offers the search behind the tools of the caller', () => {
    const tools = [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }];
    expect(bodyOf(ask)).toMatchObject({ tools });
    const own = { ...plainTool, name: 'weather' };
    expect(bodyOf({ ...ask, tools: [own] })).toMatchObject({ tools: [{ name: 'weather' }, ...tools] });
  });

  it('keeps the choice, also where search is all there is to choose', () => {
    expect(bodyOf({ ...ask, toolChoice: { kind: 'required' } })).toMatchObject({ tool_choice: { type: 'any' } });
    expect(bodyOf({ ...ask, toolChoice: { kind: 'none' } })).toMatchObject({ tool_choice: { type: 'none' } });
  });

  it('renames a tool of the caller that is called like the search, and restores its name', () => {
    const written = writeAsk({ ...ask, tools: [{ ...plainTool, name: 'web_search' }] }, writeTarget);
    if (!written.ok) throw new Error(written.fault.message);
    const { body, toolNames } = written.value;
    const [own] = objectOf(body)['tools'] as readonly [{ readonly name: string }];
    expect(own.name).not.toBe('web_search');
    expect(toolNames.get(own.name)).toEqual({ name: 'web_search' });
  });
});
