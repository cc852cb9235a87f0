import type { DialectName } from '@smart-router/core';
import { valueOf } from '../generated.laws.js';
import { parseAsk } from '../parse-ask.js';
import { conversationOf, type Conversation } from './conversation-of.js';

type Headers = Readonly<Record<string, string>>;

function conversation(dialect: DialectName, body: object, headers: Headers = {}): Conversation | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify({ model: 'group', max_tokens: 9, ...body }));
  return conversationOf(valueOf(parseAsk(dialect, bytes, { maxDepth: 64 })), (name) => headers[name]);
}

const hello = { role: 'user', content: 'hello' };
const chat = (body: object, headers?: Headers) => conversation('openai-chat', { messages: [hello], ...body }, headers);
const messages = (body: object, headers?: Headers) =>
  conversation('anthropic-messages', { messages: [hello], ...body }, headers);
const responses = (body: object, headers?: Headers) =>
  conversation('openai-responses', { input: 'hello', ...body }, headers);

describe('a conversation that its caller named', () => {
  it.each(['router_conversation_id', 'conversation_id', 'conversationId', 'session_id', 'sessionId'])(
    'goes by metadata.%s in every dialect',
    (name) => {
      const told = { metadata: { [name]: 'talk:7' } };
      for (const say of [chat, messages, responses])
        expect(say(told, { 'session-id': 'other' })).toEqual({ source: 'id', value: 'talk:7' });
    },
  );

  it.each([
    ['a stored conversation', responses({ conversation: 'conv_1' }), 'conv_1'],
    ['a stored conversation as an object', responses({ conversation: { id: 'conv_1' } }), 'conv_1'],
    ['Codex by its body', responses({ client_metadata: { session_id: 's-1', thread_id: 't-1' } }), 't-1'],
    ['Codex by its headers', responses({}, { 'session-id': 's-1', 'thread-id': 't-1' }), 't-1'],
    ['older Codex on Chat', chat({}, { session_id: 's-1' }), 's-1'],
    ['a key of the prompt cache', chat({ prompt_cache_key: 'p-1' }), 'p-1'],
    ['Claude Code by its header', messages({}, { 'x-claude-code-session-id': 's-1' }), 's-1'],
    [
      'a sub-agent of Claude Code',
      messages({}, { 'x-claude-code-session-id': 's-1', 'x-claude-code-agent-id': 'a-1' }),
      's-1/a-1',
    ],
    [
      'Claude Code by its user',
      messages({ metadata: { user_id: '{"device_id":"d","account_uuid":"","session_id":"5a1c775d-b962"}' } }),
      '5a1c775d-b962',
    ],
    [
      'older Claude Code by its user',
      messages({ metadata: { user_id: 'user_0f_account_1e_session_5a1c775d-b962' } }),
      '5a1c775d-b962',
    ],
  ])('is found where clients put its name: %s', (_client, found, id) => {
    expect(found).toEqual({ source: 'id', value: id });
  });

  it.each([[''], ['two words'], ['x'.repeat(129)], [7], [null], [{ id: 'x' }], ['ümlaut'], ['a\nb']])(
    'is not believed where the name is %j',
    (name) => {
      expect(chat({ metadata: { session_id: name }, prompt_cache_key: name })?.source).toBe('first-turn');
    },
  );

  it('is not believed where the user of Claude Code is no JSON, or a very long one', () => {
    expect(messages({ metadata: { user_id: '{"session_id":' } })?.source).toBe('first-turn');
    const long = JSON.stringify({ session_id: 'x', more: 'y'.repeat(2_000) });
    expect(messages({ metadata: { user_id: long } })?.source).toBe('first-turn');
  });
});

describe('a conversation without a name', () => {
  const answer = { role: 'assistant', content: 'hi' };
  const more = { role: 'user', content: 'and now?' };

  it('goes by what the user said before the first answer, whatever came since', () => {
    expect(chat({ messages: [hello, answer, more] })).toEqual(chat({}));
    expect(chat({ messages: [{ role: 'system', content: 'be brief' }, hello, answer, more] })).toEqual(chat({}));
    expect(messages({ messages: [hello, answer, more], system: 'be brief' })).toEqual(messages({}));
    const items = [
      { role: 'developer', content: 'be brief' },
      hello,
      { type: 'reasoning', id: 'r', summary: [] },
      more,
    ];
    expect(responses({ input: items })).toEqual(responses({}));
  });

  it('is the same with marks of caching and with text in parts', () => {
    const part = { type: 'text', text: 'hello' };
    const cached = { ...part, cache_control: { type: 'ephemeral' } };
    expect(messages({ messages: [{ role: 'user', content: [part] }] })).toEqual(messages({}));
    expect(messages({ messages: [{ role: 'user', content: [cached] }] })).toEqual(messages({}));
    const image = { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } };
    const marked = { ...image, cache_control: { type: 'ephemeral' } };
    expect(messages({ messages: [{ role: 'user', content: [marked] }] })).toEqual(
      messages({ messages: [{ role: 'user', content: [image] }] }),
    );
  });

  it('is another for other words, another picture and another end user', () => {
    const picture = (url: string) =>
      chat({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] });
    const all = [
      chat({}),
      chat({ messages: [more] }),
      chat({ messages: [hello, more] }),
      chat({ user: 'u1' }),
      chat({ user: 'u2' }),
      picture('https://x.example/a.png'),
      picture('https://x.example/b.png'),
    ];
    expect(new Set(all.map((one) => one?.value)).size).toBe(all.length);
  });

  it('is not to be seen where earlier turns are kept at the provider, or where no user speaks', () => {
    expect(responses({ previous_response_id: 'resp_1' })).toBeUndefined();
    expect(chat({ messages: [{ role: 'system', content: 'x' }] })).toBeUndefined();
    expect(responses({ input: [] })).toBeUndefined();
  });

  it('keeps a bounded part of what was said, however much that is', () => {
    const long = (end: string) => chat({ messages: [{ role: 'user', content: 'x'.repeat(5_000_000) + end }] });
    const parts = Array.from({ length: 50_000 }, (_, index) => ({ type: 'text', text: `part ${index}` }));
    const found = [
      long(''),
      chat({ messages: [{ role: 'user', content: parts }] }),
      chat({ messages: Array.from({ length: 50_000 }, () => hello) }),
    ];
    for (const one of found) expect(one?.value.length).toBeLessThan(20_000);
    expect(long('')).not.toEqual(long('y'));
  });
});
