import { isObject, listOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** What OpenAI would refuse: wrong shapes, and tool calls without their results or the other way round. */
export function findChatFlaw(body: JsonObject): string | undefined {
  const messages = body['messages'];
  if (!Array.isArray(messages)) return `Invalid type for 'messages': expected an array of objects.`;
  if (messages.length === 0) return `Invalid 'messages': empty array. Expected an array with minimum length 1.`;
  return listOf(messages).map(flawOfMessage).find(Boolean) ?? flawOfCalls(objectsOf(messages));
}

function flawOfMessage(message: unknown, index: number): string | undefined {
  if (!isObject(message)) return `Invalid type for 'messages[${index}]': expected an object.`;
  const role = textOf(message['role']) ?? '';
  if (!roles.includes(role))
    return `Invalid value: '${role}'. Supported values are: ${roles.map((each) => `'${each}'`).join(', ')}.`;
  const empty = message['content'] === undefined || message['content'] === null;
  if (empty && role !== 'assistant') return `Invalid value for 'content': expected a string, got null.`;
  return undefined;
}

function flawOfCalls(messages: readonly JsonObject[]): string | undefined {
  let open: readonly string[] = [];
  for (const message of messages) {
    const result = textOf(message['tool_call_id']);
    if (message['role'] !== 'tool') {
      if (open.length > 0) return unanswered(open);
      open = objectsOf(message['tool_calls']).map((call) => textOf(call['id']) ?? '');
    } else if (result === undefined || !open.includes(result)) {
      return `Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.`;
    } else {
      open = open.filter((id) => id !== result);
    }
  }
  return open.length > 0 ? unanswered(open) : undefined;
}

const unanswered = (ids: readonly string[]) =>
  `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. ` +
  `The following tool_call_ids did not have response messages: ${ids.join(', ')}`;
