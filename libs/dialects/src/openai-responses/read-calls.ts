import { succeed, type Result } from '@smart-router/core';
import { filledString, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { ToolForm } from '../neutral/ask.js';
import type { ToolCallBlock, ToolResultBlock } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { invalid } from '../refusals.js';
import type { Conversation } from './conversation.js';
import { readContent } from './read-content.js';
import { describeFound, toolSearchName } from './tool-search.js';

/** An input item and what its reading needs. */
export interface ItemSource {
  readonly text: JsonText;
  readonly item: WireObject;
  readonly type: string;
  readonly path: string;
  /** Whether the provider holds earlier turns, so that results may answer calls that are not here. */
  readonly continues: boolean;
  readonly notes: Notes;
}

/** Nothing but a refusal is told. */
export type Added = Result<undefined>;

/** An item was read. */
export const added: Added = succeed(undefined);

/** How the calls of a form are written, by the type of their item. */
interface CallWords {
  readonly form: ToolForm;
  readonly input: (source: ItemSource) => string;
}

const callWords: ReadonlyMap<string, CallWords> = new Map<string, CallWords>([
  ['function_call', { form: 'function', input: ({ item }) => filledString(item['arguments']) ?? '{}' }],
  ['custom_tool_call', { form: 'custom', input: ({ item }) => stringOf(item['input']) ?? '' }],
  ['tool_search_call', { form: 'tool-search', input: ({ text, item }) => searchInput(text, item) }],
]);

/** A call of a tool of the caller; refuses one without id or name. */
export function addCall(conversation: Conversation, source: ItemSource): Added {
  const { item, type, path } = source;
  const words = callWords.get(type);
  const id = filledString(item['call_id']);
  const name = type === 'tool_search_call' ? toolSearchName : filledString(item['name']);
  if (id === undefined) return invalid(`${path}.call_id`, `${path}.call_id should name the call, got nothing`);
  if (name === undefined) return invalid(`${path}.name`, `${path}.name should name a tool, got nothing`);
  const namespace = filledString(item['namespace']);
  const form = words?.form ?? 'function';
  conversation.call({ kind: 'tool-call', id, name, namespace, form, input: words?.input(source) ?? '{}' });
  return added;
}

/** What a tool of the caller answered; refuses an answer to no call. */
export function addResult(conversation: Conversation, source: ItemSource): Added {
  const { item, type, path, continues } = source;
  const callId = filledString(item['call_id']);
  const call: ToolCallBlock | undefined = callId === undefined ? undefined : conversation.callOf(callId);
  if (callId === undefined || (call === undefined && !continues)) {
    return invalid(`${path}.call_id`, `${path}.call_id should name a call that stands before it`);
  }
  const form = call?.form ?? resultForms.get(type) ?? 'function';
  conversation.result({ kind: 'tool-result', callId, content: resultContent(source), isError: false, form });
  return added;
}

const resultForms: ReadonlyMap<string, ToolForm> = new Map([
  ['custom_tool_call_output', 'custom'],
  ['tool_search_output', 'tool-search'],
]);

/** The tools a search found join those of the ask; the model is told their names. */
function resultContent({ text, type, notes }: ItemSource): ToolResultBlock['content'] {
  if (type !== 'tool_search_output') return readContent(text.get('output'), notes, 'input[].output[]');
  return [{ kind: 'text', text: describeFound(text.get('tools')) }];
}

/** The arguments of a search are an object on the wire. */
function searchInput(text: JsonText, item: WireObject): string {
  const given = text.get('arguments');
  return stringOf(item['arguments']) ?? (given === undefined || given.value === null ? '{}' : given.raw);
}
