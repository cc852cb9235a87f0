import { isObject, listOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';

/** What Anthropic would refuse: wrong shapes, and tool uses without their results or the other way round. */
export function findMessagesFlaw(body: JsonObject): string | undefined {
  const { messages } = body;
  if (!Array.isArray(messages)) return 'messages: Field required';
  if (messages.length === 0) return 'messages: at least one message is required';
  return listOf(messages).map(flawOfMessage).find(Boolean) ?? flawOfUses(objectsOf(messages));
}

/** Only the asks for an answer need it, not those that count tokens. */
export function findCapFlaw(body: JsonObject): string | undefined {
  const cap = body['max_tokens'];
  if (cap === undefined) return 'max_tokens: Field required';
  return Number.isInteger(cap) && Number(cap) > 0
    ? undefined
    : 'max_tokens: Input should be greater than or equal to 1';
}

function flawOfMessage(message: unknown, index: number): string | undefined {
  if (!isObject(message)) return `messages.${index}: Input should be an object`;
  const role = textOf(message['role']) ?? '';
  if (!['user', 'assistant', 'system'].includes(role))
    return `messages.${index}.role: Input should be 'user' or 'assistant'`;
  const { content } = message;
  if (typeof content !== 'string' && !Array.isArray(content))
    return `messages.${index}.content: Input should be a valid list`;
  const empty = objectsOf(content).some((block) => block['type'] === 'text' && block['text'] === '');
  return empty ? `messages: text content blocks must be non-empty` : undefined;
}

function flawOfUses(messages: readonly JsonObject[]): string | undefined {
  let open: readonly unknown[] = [];
  for (const [index, message] of messages.entries()) {
    const blocks = objectsOf(message['content']);
    const results = blocks.filter(({ type }) => type === 'tool_result').map((block) => block['tool_use_id']);
    const stray = results.find((id) => !open.includes(id));
    if (stray !== undefined) {
      return `messages.${index}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${textOf(stray) ?? 'none'}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
    }
    const missing = open.filter((id) => !results.includes(id));
    if (missing.length > 0) return unanswered(index - 1, missing);
    open = blocks.filter(({ type }) => type === 'tool_use').map((block) => block['id']);
  }
  return open.length > 0 ? unanswered(messages.length - 1, open) : undefined;
}

const unanswered = (index: number, ids: readonly unknown[]) =>
  `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. ` +
  'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';
