import { succeed, type Result } from '@smart-router/core';
import { objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { ReasoningBlock, Turn } from '../neutral/message.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import type { Notes } from '../notes.js';
import { invalid, unsupported } from '../refusals.js';
import { openConversation, type Conversation } from './conversation.js';
import { itemMembers, providerWork } from './item-members.js';
import { noteMembers } from './note-members.js';
import { addCall, added, addResult, type Added, type ItemSource } from './read-calls.js';
import { readContent } from './read-content.js';
import { proofOf, reasoningText } from './read-reasoning.js';
import { isClientSearch } from './tool-search.js';
import { itemType } from './wire.js';

/** What is read beside the items. */
export interface TurnSource {
  readonly instructions: string | undefined;
  readonly input: JsonText | undefined;
  /** Whether the provider holds earlier turns, so that results may answer calls that are not here. */
  readonly continues: boolean;
  readonly notes: Notes;
}

/** Instructions and input items → turns. Refuses a result that answers no call, and a call without id or name. */
export function readTurns({ instructions, input, continues, notes }: TurnSource): Result<readonly Turn[]> {
  const conversation = openConversation();
  if (instructions) conversation.say('system', [{ kind: 'text', text: instructions }]);
  if (typeof input?.value === 'string') conversation.say('user', readContent(input, notes, 'input'));
  for (const [index, text] of (input?.items() ?? []).entries()) {
    const item = objectOf(text.value);
    const source = { text, item, type: itemType(item), path: `input[${index}]`, continues, notes };
    const read = addItem(conversation, source);
    if (!read.ok) return read;
  }
  return succeed(conversation.turns());
}

function addItem(conversation: Conversation, source: ItemSource): Added {
  const { type, item, notes } = source;
  const members = itemMembers.get(type);
  if (members !== undefined) noteMembers(item, members, { field: 'input[]', notes });
  switch (type) {
    case 'message':
      return addMessage(conversation, source);
    case 'reasoning':
      conversation.answer(readReasoning(item));
      return added;
    case 'function_call':
    case 'custom_tool_call':
      return addCall(conversation, source);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return addResult(conversation, source);
    case 'tool_search_call':
      return isClientSearch(item) ? addCall(conversation, source) : addForeign(source);
    case 'tool_search_output':
      return isClientSearch(item) ? addResult(conversation, source) : addForeign(source);
    case 'additional_tools':
      return added;
    default:
      return addForeign(source);
  }
}

function addMessage(conversation: Conversation, { text, item, path, notes }: ItemSource): Added {
  const role = item['role'];
  const blocks = readContent(text.get('content'), notes, 'input[].content[]');
  if (role === 'assistant') {
    conversation.answer(blocks);
    return added;
  }
  if (role === 'user' || role === 'system' || role === 'developer') {
    if (blocks.length > 0) conversation.say(role, blocks);
    return added;
  }
  return invalid(`${path}.role`, `${path}.role should be user, assistant, system or developer, got another word`);
}

function readReasoning(item: WireObject): readonly ReasoningBlock[] {
  const text = reasoningText(item);
  // A bare proof does not say who issued it; the state store knows, the body does not.
  const bare = proofOf(item, '');
  const proof = bare === undefined ? undefined : (unwrapProof(bare.value) ?? bare);
  return text === '' && proof === undefined ? [] : [{ kind: 'reasoning', text, proof }];
}

/**
 * Items only this dialect knows. What the provider did itself is left out with a note; anything else (`compaction`,
 * `item_reference`, calls of tools that are built in) is content that no other target can be given.
 */
function addForeign({ type, path, notes }: ItemSource): Added {
  if (!providerWork.has(type)) {
    const expected = 'an item that a target of another dialect can be given';
    return unsupported(`${path}.type`, `${path}.type should be ${expected}, got ${type.slice(0, 64)}`);
  }
  notes.dropped(`input[].${type}`, 'it is the work of another provider, which no other API takes back');
  return added;
}
