import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { ToolCallBlock } from '../neutral/message.js';
import type { MemberPlace } from '../note-lost.js';
import { noteMembers } from './note-members.js';

/**
 * The calls of an assistant message; a legacy `function_call` is one of them. `seed` makes the ids of calls that came
 * without one unique in the conversation.
 */
export function readCalls(message: WireObject, seed: number, place: MemberPlace): readonly ToolCallBlock[] {
  const legacy = message['function_call'];
  const calls = arrayOf(message['tool_calls']).map((call) => objectOf(call));
  const all = calls.length === 0 && filledString(objectOf(legacy)['name']) ? [{ function: legacy }] : calls;
  return all.map((call, index) => readCall(call, `call_${seed}_${index}`, place));
}

/** An id as text; some servers send numbers. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : filledString(value);
}

/** Arguments as text; some servers send the object itself. */
export function argumentsOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return stringOf(value) ?? JSON.stringify(value);
}

function readCall(call: WireObject, missingId: string, { field, notes }: MemberPlace): ToolCallBlock {
  const custom = call['type'] === 'custom';
  const body = objectOf(custom ? call['custom'] : call['function']);
  noteMembers(call, 'call', { field, notes });
  noteMembers(body, 'calledFunction', { field: `${field}.${custom ? 'custom' : 'function'}`, notes });
  const input = argumentsOf(custom ? body['input'] : body['arguments']);
  return {
    kind: 'tool-call',
    id: idOf(call['id']) ?? missingId,
    name: filledString(body['name']) ?? '',
    namespace: undefined,
    form: custom ? 'custom' : 'function',
    input: input === '' && !custom ? '{}' : input,
  };
}
