import { readJson } from '../json/json-text.js';
import { openNotes } from '../notes.js';
import { readToolChoice, readTools } from './read-tools.js';
import { nodeOf } from './wire-node.js';

function read(fields: object) {
  const body = readJson(new TextEncoder().encode(JSON.stringify(fields)), 64);
  if (!body.ok) throw new Error(body.fault.message);
  const notes = openNotes();
  const offered = readTools(nodeOf(body.value), notes);
  if (!offered.ok) throw new Error(offered.fault.message);
  return { ...offered.value, notes: notes.list.map(({ field, action }) => `${field} ${action}`) };
}

const search = { type: 'web_search_20250305', name: 'web_search' };

describe('readTools', () => {
  it('offers deferred tools from the start, and tells once', () => {
    const tools = ['ToolSearch', 'f', 'g'].map((name, index) => ({ name, defer_loading: index > 0 }));
    const offered = read({ tools });
    expect(offered.tools.map(({ name }) => name)).toEqual(['ToolSearch', 'f', 'g']);
    expect(offered.notes).toEqual(['tools[].defer_loading changed']);
  });

  it('tells once of each flag that no other dialect has', () => {
    const flags = { eager_input_streaming: true, input_examples: [{}], allowed_callers: ['code_execution_20260120'] };
    const offered = read({
      tools: [
        { name: 'f', ...flags, strict: true },
        { name: 'g', ...flags },
      ],
    });
    expect(offered.tools.map(({ strict }) => strict)).toEqual([true, undefined]);
    expect(offered.notes).toEqual([
      'tools[].eager_input_streaming dropped',
      'tools[].input_examples dropped',
      'tools[].allowed_callers dropped',
    ]);
  });

  it('reads the web search of any version', () => {
    const user_location = { type: 'approximate', city: 'Ulm', country: 'DE', region: null };
    const web = {
      type: 'web_search_20260318',
      name: 'web_search',
      max_uses: 8,
      user_location,
      response_inclusion: 'full',
    };
    expect(
      read({ tools: [{ ...web, allowed_domains: ['a.org'], blocked_domains: null }, { name: 'f' }] }),
    ).toMatchObject({
      tools: [{ name: 'f' }],
      webSearch: { maxUses: 8, allowedDomains: ['a.org'], location: { city: 'Ulm', country: 'DE' } },
      notes: ['tools[].response_inclusion dropped'],
    });
  });

  it('offers the tools as the last turn has them', () => {
    const change = (type: string, tool: object) => ({ role: 'system', content: [{ type, tool }] });
    const reference = (name: string) => ({ type: 'tool_reference', name });
    const defined = { type: 'tool_definition', definition: { name: 'h', description: 'new' } };
    const offered = read({
      tools: [{ name: 'f' }, { name: 'g', defer_loading: true }, { name: 'i' }],
      messages: [
        { role: 'user', content: 'q' },
        change('tool_addition', reference('g')),
        change('tool_addition', defined),
        change('tool_removal', reference('f')),
        change('tool_removal', reference('i')),
        change('tool_addition', reference('i')),
      ],
    });
    expect(offered.tools.map(({ name }) => name)).toEqual(['g', 'h', 'i']);
    expect(offered.notes.slice(0, 2)).toEqual([
      'messages[].content[].tool_addition changed',
      'messages[].content[].tool_removal changed',
    ]);
  });
});

describe('readToolChoice', () => {
  const named = { type: 'tool', name: 'web_search' };

  it('reads a choice of the web search as a required call where there is nothing else to call', () => {
    expect(readToolChoice(named, read({ tools: [search] }))).toEqual({ ok: true, value: { kind: 'required' } });
    expect(readToolChoice(named, read({ tools: [search, { name: 'f' }] }))).toMatchObject({
      ok: false,
      fault: { details: { param: 'tool_choice' } },
    });
  });

  it('takes a tool of the caller that is called so for itself', () => {
    const choice = readToolChoice(named, read({ tools: [{ name: 'web_search' }] }));
    expect(choice).toEqual({ ok: true, value: { kind: 'named', name: 'web_search' } });
  });
});
