import { succeed, type Result } from '@smart-router/core';
import { filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { ForeignBlock, ReasoningBlock, ToolCallBlock, Turn } from '../neutral/message.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import { invalid } from '../refusals.js';
import { openConversation, type Conversation } from './conversation.js';
import { readContent } from './read-content.js';
import { proofOf, reasoningText } from './read-reasoning.js';
import { dialectName, itemType } from './wire.js';

/** What is read beside the items. */
export interface TurnSource {
  readonly instructions: string | undefined;
  readonly input: JsonText | undefined;
  /** Whether the provider holds earlier turns, so that results may answer calls that are not here. */
  readonly continues: boolean;
}

/** Instructions and input items → turns. Refuses a result that answers no call, and a call without id or name. */
export function readTurns({ instructions, input, continues }: TurnSource): Result<readonly Turn[]> {
  const conversation = openConversation();
  if (instructions) conversation.say('system', [{ kind: 'text', text: instructions }]);
  if (typeof input?.value === 'string') conversation.say('user', readContent(input));
  for (const [index, text] of (input?.items() ?? []).entries()) {
    const item = objectOf(text.value);
    const added = addItem(conversation, { text, item, type: itemType(item), path: `input[${index}]`, continues });
    if (!added.ok) return added;
  }
  return succeed(conversation.turns());
}

interface ItemSource {
  readonly text: JsonText;
  readonly item: WireObject;
  readonly type: string;
  readonly path: string;
  readonly continues: boolean;
}

type Added = Result<undefined>;

const done: Added = succeed(undefined);

function addItem(conversation: Conversation, source: ItemSource): Added {
  switch (source.type) {
    case 'message':
      return addMessage(conversation, source);
    case 'reasoning':
      conversation.answer(readReasoning(source.item));
      return done;
    case 'function_call':
    case 'custom_tool_call':
      return addCall(conversation, source);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return addResult(conversation, source);
    case 'additional_tools':
      return done;
    default:
      addForeign(conversation, source);
      return done;
  }
}

function addMessage(conversation: Conversation, { text, item, path }: ItemSource): Added {
  const role = item['role'];
  const blocks = readContent(text.get('content'));
  if (role === 'assistant') {
    conversation.answer(blocks);
    return done;
  }
  if (role === 'user' || role === 'system' || role === 'developer') {
    if (blocks.length > 0) conversation.say(role, blocks);
    return done;
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

function addCall(conversation: Conversation, { item, type, path }: ItemSource): Added {
  const id = filledString(item['call_id']);
  const name = filledString(item['name']);
  if (id === undefined) return invalid(`${path}.call_id`, `${path}.call_id should name the call, got nothing`);
  if (name === undefined) return invalid(`${path}.name`, `${path}.name should name a tool, got nothing`);
  const custom = type === 'custom_tool_call';
  conversation.call({
    kind: 'tool-call',
    id,
    name,
    namespace: filledString(item['namespace']),
    form: custom ? 'custom' : 'function',
    input: custom ? (stringOf(item['input']) ?? '') : (filledString(item['arguments']) ?? '{}'),
  });
  return done;
}

function addResult(conversation: Conversation, { text, item, type, path, continues }: ItemSource): Added {
  const callId = filledString(item['call_id']);
  const call: ToolCallBlock | undefined = callId === undefined ? undefined : conversation.callOf(callId);
  if (callId === undefined || (call === undefined && !continues)) {
    return invalid(`${path}.call_id`, `${path}.call_id should name a call that stands before it`);
  }
  const form = call?.form ?? (type === 'custom_tool_call_output' ? 'custom' : 'function');
  const content = readContent(text.get('output'));
  conversation.result({ kind: 'tool-result', callId, content, isError: false, form });
  return done;
}

/**
 * Items only this dialect knows. What the provider did itself belongs to the assistant, and may be left out elsewhere
 * with a note; anything else (`compaction`, `item_reference`, …) is content that no other target can be given.
 */
function addForeign(conversation: Conversation, { text, type }: ItemSource): void {
  const block: ForeignBlock = { kind: 'foreign', owner: dialectName, name: type, value: text };
  if (type.endsWith('_call') || type === 'mcp_list_tools') conversation.answer([block]);
  else conversation.say('user', [block]);
}
