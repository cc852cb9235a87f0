import type { DialectName } from '@smart-router/core';
import { arrayOf, isAbsent, isRecord, type WireObject } from './json/guards.js';
import { lossTables } from './losses.js';

/** Top-level fields that one of the two dialects with `messages` has and the other has not. */
const fieldsOf = {
  'openai-chat': fieldsWithout('openai-chat', 'anthropic-messages'),
  'anthropic-messages': fieldsWithout('anthropic-messages', 'openai-chat'),
} as const;

/**
 * The dialect a body can only be of, by what it holds; `undefined` when it may be of several, or of none. What is recognised
 * is not checked.
 */
export function recogniseBody(body: WireObject): DialectName | undefined {
  const isConversation = !isAbsent(body['messages']);
  if (!isConversation) return isAbsent(body['input']) && !isRecord(body['prompt']) ? undefined : 'openai-responses';
  const isMessages =
    Object.keys(body).some((field) => fieldsOf['anthropic-messages'].has(field)) || holdsMessages(body);
  const isChat = Object.keys(body).some((field) => fieldsOf['openai-chat'].has(field)) || holdsChat(body);
  if (isMessages !== isChat) return isMessages ? 'anthropic-messages' : 'openai-chat';
  // Messages cannot do without an output cap.
  return !isMessages && isAbsent(body['max_tokens']) ? 'openai-chat' : undefined;
}

function fieldsWithout(one: DialectName, other: DialectName): ReadonlySet<string> {
  return new Set(Object.keys(lossTables[one]).filter((field) => !Object.hasOwn(lossTables[other], field)));
}

const blocksOfMessages: ReadonlySet<unknown> = new Set(['tool_use', 'tool_result', 'image', 'thinking', 'document']);
const partsOfChat: ReadonlySet<unknown> = new Set(['image_url', 'input_audio', 'file', 'refusal']);
const rolesOfChat: ReadonlySet<unknown> = new Set(['system', 'developer', 'tool', 'function']);

function holdsMessages(body: WireObject): boolean {
  return (
    recordsOf(body['tools']).some((tool) => isRecord(tool['input_schema'])) ||
    partsOf(body).some(({ type }) => blocksOfMessages.has(type))
  );
}

function holdsChat(body: WireObject): boolean {
  return (
    recordsOf(body['tools']).some((tool) => isRecord(tool['function'])) ||
    recordsOf(body['messages']).some((turn) => rolesOfChat.has(turn['role']) || !isAbsent(turn['tool_calls'])) ||
    partsOf(body).some(({ type }) => partsOfChat.has(type))
  );
}

function partsOf(body: WireObject): readonly WireObject[] {
  return recordsOf(body['messages']).flatMap(({ content }) => recordsOf(content));
}

function recordsOf(value: unknown): readonly WireObject[] {
  return arrayOf(value).filter(isRecord);
}
