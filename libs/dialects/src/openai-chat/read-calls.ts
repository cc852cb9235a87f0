import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { ReasoningBlock, ToolCallBlock } from '../neutral/message.js';

/**
 * The calls of an assistant message; a legacy `function_call` is one of them. `seed` makes the ids of calls that came
 * without one unique in the conversation.
 */
export function readCalls(message: WireObject, seed: number): readonly ToolCallBlock[] {
  const legacy = message['function_call'];
  const calls = arrayOf(message['tool_calls']).map((call) => objectOf(call));
  const all = calls.length === 0 && filledString(objectOf(legacy)['name']) ? [{ function: legacy }] : calls;
  return all.map((call, index) => readCall(call, `call_${seed}_${index}`));
}

/** Thinking text of compatible servers, by either of the two names in use. */
export function readReasoning(message: WireObject): readonly ReasoningBlock[] {
  const text = filledString(message['reasoning_content']) ?? filledString(message['reasoning']);
  return text === undefined ? [] : [{ kind: 'reasoning', text, proof: undefined }];
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

function readCall(call: WireObject, missingId: string): ToolCallBlock {
  const custom = call['type'] === 'custom';
  const body = objectOf(custom ? call['custom'] : call['function']);
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
