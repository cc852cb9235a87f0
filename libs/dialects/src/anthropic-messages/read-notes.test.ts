import { readJson } from '../json/json-text.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { readAsk } from './read-ask.js';
import { noProof } from './no-proof.js';
import { searchIdPrefix } from './router-made.js';

function neutralOf(fields: object): NeutralAsk {
  const text = JSON.stringify({ model: 'group', max_tokens: 100, messages: [], ...fields });
  const body = readJson(new TextEncoder().encode(text), 64);
  if (!body.ok) throw new Error(body.fault.message);
  const read = readAsk(body.value);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const notesOf = (fields: object): readonly string[] =>
  neutralOf(fields).notes.map(({ field, action }) => `${field} ${action}`);

const says = (role: string, ...content: readonly object[]) => ({ role, content });

describe('the notes of the reader', () => {
  it('tells of cache breakpoints once, wherever they stand', () => {
    const cache_control = { type: 'ephemeral', ttl: '1h' };
    const text = { type: 'text', text: 'a', cache_control };
    const notes = notesOf({
      system: [text],
      tools: [{ name: 'f', cache_control }],
      messages: [
        says('user', text),
        says('assistant', { type: 'tool_use', id: 'a', name: 'f', input: {}, cache_control }),
        says('user', { type: 'tool_result', tool_use_id: 'a', content: [text], cache_control }),
      ],
    });
    expect(notes).toEqual(['cache_control dropped']);
  });

  it('tells of members that only this dialect has, each kind once', () => {
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' };
    const document = { type: 'document', source: pdf, context: 'c', citations: { enabled: true } };
    const call = { type: 'tool_use', name: 'f', input: {}, caller: { type: 'code_execution_20260120', tool_id: 'x' } };
    expect(
      notesOf({
        messages: [
          says('user', document, document),
          says('assistant', { ...call, id: 'a' }, { ...call, id: 'b' }),
          { role: 'user', content: 'q', name: 'Ann' },
        ],
      }),
    ).toEqual([
      'messages[].content[].citations dropped',
      'messages[].content[].context changed',
      'messages[].content[].caller dropped',
      'messages[].name dropped',
    ]);
  });

  it('has nothing to tell of members that say nothing', () => {
    const messages = [
      says('user', { type: 'text', text: 'a', cache_control: null, citations: [] }),
      says('assistant', { type: 'tool_use', id: 'a', name: 'f', input: {}, caller: { type: 'direct' } }),
      says('user', {
        type: 'document',
        source: { type: 'url', url: 'https://x/a.pdf' },
        citations: { enabled: false },
      }),
    ];
    const tools = [
      { name: 'f', defer_loading: false, allowed_callers: ['direct'], input_examples: [], type: 'custom' },
    ];
    expect(notesOf({ messages, tools })).toEqual([]);
  });

  it('are few and short whatever a caller names its members', () => {
    const names = Array.from({ length: 500 }, (_member, index) => [`${index}${'x'.repeat(200)}`, 1] as const);
    const { notes } = neutralOf({ messages: [{ role: 'user', content: 'q', ...Object.fromEntries(names) }] });
    const longest = Math.max(...notes.map(({ field }) => field.length));
    expect([notes.length, longest]).toEqual([64, 'messages[].'.length + 64]);
  });

  it('leaves out what a provider ran itself, and keeps the text it led to', () => {
    const { turns, notes } = neutralOf({
      messages: [
        says('user', { type: 'text', text: 'q' }),
        says(
          'assistant',
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
          { type: 'mcp_tool_use', id: 'm', name: 'x', server_name: 's', input: {} },
          { type: 'text', text: 'a', citations: [{ type: 'web_search_result_location', url: 'https://x' }] },
        ),
      ],
    });
    expect(turns[1]?.blocks).toEqual([{ kind: 'text', text: 'a' }]);
    expect(notes.map(({ field }) => field)).toEqual([
      'messages[].content[].server_tool_use',
      'messages[].content[].web_search_tool_result',
      'messages[].content[].mcp_tool_use',
      'messages[].content[].citations',
    ]);
  });

  it('has nothing to tell of searches and sources the router itself put there', () => {
    const id = `${searchIdPrefix}1`;
    const source = { type: 'web_search_result_location', url: 'https://x', encrypted_index: noProof };
    const answer = says(
      'assistant',
      { type: 'server_tool_use', id, name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: id, content: [] },
      { type: 'text', text: 'a', citations: [source] },
    );
    expect(notesOf({ messages: [answer] })).toEqual([]);
  });

  it('reads a compaction in words as text', () => {
    const { turns, notes } = neutralOf({
      messages: [says('assistant', { type: 'compaction', content: 'So far: x.' })],
    });
    expect(turns[0]?.blocks).toEqual([{ kind: 'text', text: 'So far: x.' }]);
    expect(notes).toHaveLength(1);
  });

  it('names the tools that a tool search of the caller found', () => {
    const reference = (tool_name: string) => ({ type: 'tool_reference', tool_name });
    const { turns, notes } = neutralOf({
      messages: [
        says('assistant', { type: 'tool_use', id: 'a', name: 'find', input: {} }),
        says('user', { type: 'tool_result', tool_use_id: 'a', content: [reference('f'), reference('g')] }),
      ],
    });
    expect(turns[1]?.blocks).toMatchObject([
      { content: [{ text: 'The tool f is available.' }, { text: 'The tool g is available.' }] },
    ]);
    expect(notes).toMatchObject([{ field: 'messages[].content[].content[].tool_reference', action: 'changed' }]);
  });

  it('tells that an effort said for some turns holds for all, and that one without thinking is lost', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', output_config: { effort: 'low' } },
      { role: 'system', content: 'b', output_config: { effort: 'low' } },
    ];
    const config = (effort: string) => ({ messages, output_config: { effort } });
    expect(neutralOf(config('low'))).toMatchObject({ reasoning: { effort: 'low' }, notes: [] });
    expect(notesOf(config('high'))).toEqual(['messages[].output_config.effort changed']);
    expect(notesOf({ ...config('low'), thinking: { type: 'disabled' } })).toEqual(['output_config.effort dropped']);
  });

  it('tells of a way to think that it does not know', () => {
    expect(notesOf({ thinking: { type: 'tomorrow' } })).toEqual(['thinking dropped']);
  });

  it('forgets a system message that asks to be forgotten once the user speaks again', () => {
    const hint = { role: 'system', content: 'hint', clear_at: 'next_user_message' };
    const user = { role: 'user', content: 'q' };
    const rolesOf = (messages: readonly object[]) => neutralOf({ messages }).turns.map(({ role }) => role);
    expect(rolesOf([user, hint])).toEqual(['user', 'system']);
    expect(rolesOf([user, hint, user])).toEqual(['user', 'user']);
  });
});
