import { Secret } from '@smart-router/core';
import { parseAsk, type Ask } from '@smart-router/dialects';
import { conversationKeyOf, type ConversationOwner } from './conversation-key-of.js';

function ask(body: object): Ask {
  const bytes = new TextEncoder().encode(JSON.stringify({ model: 'group', ...body }));
  const parsed = parseAsk('openai-chat', bytes, { maxDepth: 64 });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

const owner: ConversationOwner = { salt: new Secret('salt'), keyId: 'k_1', group: 'chat' };
const hello = { role: 'user', content: 'hello' };
const first = ask({ messages: [hello] });

describe('the key of a conversation', () => {
  it('stays the same from turn to turn, and says nothing of its words', () => {
    const later = ask({ messages: [hello, { role: 'assistant', content: 'hi' }, { role: 'user', content: 'more' }] });
    expect(conversationKeyOf(first, {}, owner)).toMatch(/^ck_[0-9a-f]{32}$/);
    expect(conversationKeyOf(later, {}, owner)).toBe(conversationKeyOf(first, {}, owner));
  });

  it('is another for another key, group or deployment, and for a name that reads like the words', () => {
    const named = ask({ messages: [hello], metadata: { session_id: 'hello' } });
    const keys = [
      conversationKeyOf(first, {}, owner),
      conversationKeyOf(first, {}, { ...owner, keyId: 'k_2' }),
      conversationKeyOf(first, {}, { ...owner, group: 'other' }),
      conversationKeyOf(first, {}, { ...owner, salt: new Secret('other') }),
      conversationKeyOf(named, {}, owner),
      conversationKeyOf(first, { 'session-id': 's-1' }, owner),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is none where the conversation does not show', () => {
    expect(conversationKeyOf(ask({ messages: [{ role: 'system', content: 'x' }] }), {}, owner)).toBeUndefined();
  });
});
