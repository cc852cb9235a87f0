import { openNotes } from '../notes.js';
import { readWebSearch, writeWebSearch } from './web-search-tool.js';

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
