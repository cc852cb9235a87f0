import { jsonText, plainAsk, valueOf, writeTarget } from '../generated.laws.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { readAsk } from './read-ask.js';
import { writeAsk } from './write-ask.js';

const read = (options: unknown) =>
  valueOf(readAsk(jsonText(JSON.stringify({ messages: [], web_search_options: options })))).webSearch;
const write = (ask: Partial<NeutralAsk>) => writeAsk({ ...plainAsk, from: 'anthropic-messages', ...ask }, writeTarget);
const written = (ask: Partial<NeutralAsk>) => valueOf(write(ask));
const options = {
  search_context_size: 'high',
  user_location: { type: 'approximate', approximate: { city: 'Ulm', country: 'DE', timezone: 'Europe/Berlin' } },
};
const search = { contextSize: 'high', location: { city: 'Ulm', country: 'DE', timezone: 'Europe/Berlin' } };

describe('the web search of a Chat ask', () => {
  it('is read with its location and context size; an empty object asks for one, too', () => {
    expect(read(options)).toEqual(search);
    expect(read({})).toEqual({});
    expect(read(null)).toBeUndefined();
  });

  it('is written as it is read', () => {
    expect(written({ webSearch: search }).body).toMatchObject({ web_search_options: options });
    expect(written({ webSearch: {} }).body).toMatchObject({ web_search_options: {} });
    expect(written({}).body).not.toHaveProperty('web_search_options');
  });

  it('is left out where the caller forbids all tools', () => {
    const { body } = written({ webSearch: search, toolChoice: { kind: 'none' } });
    expect(body).not.toHaveProperty('web_search_options');
  });

  it('cannot be forced, which is told', () => {
    const { body, notes } = written({ webSearch: search, toolChoice: { kind: 'named', name: 'web_search' } });
    expect(body).not.toHaveProperty('tool_choice');
    expect(notes).toMatchObject([{ field: 'tool_choice', action: 'dropped' }]);
  });

  it('loses the number of searches, and refuses to lose which pages may be read', () => {
    expect(written({ webSearch: { maxUses: 3 } }).notes).toMatchObject([{ field: 'tools[].max_uses' }]);
    expect(write({ webSearch: { allowedDomains: ['a.org'] } })).toMatchObject({
      fault: { details: { param: 'tools[].allowed_domains' } },
    });
    expect(write({ from: 'openai-responses', webSearch: { blockedDomains: ['a.org'] } })).toMatchObject({
      fault: { details: { param: 'tools[].filters.blocked_domains' } },
    });
  });
});
