import { contentText } from '../chat/read-chat-prompt.js';
import { arrayOf, numberOf, objectOf, textOf } from '../guards.js';
import type { Prompt } from '../prompt.js';

/** Reads a Messages body. */
export function readMessagesPrompt(body: unknown): Prompt {
  const ask = objectOf(body);
  const messages = arrayOf(ask['messages']).map(objectOf);
  const last = messages.findLast((message) => message['role'] !== 'system') ?? {};
  const user = messages.findLast((message) => message['role'] === 'user') ?? {};
  const blocks = arrayOf(user['content']).map(objectOf);
  const choice = objectOf(ask['tool_choice']);
  const format = objectOf(objectOf(ask['output_config'])['format'] ?? ask['output_format']);
  const thinking = objectOf(ask['thinking'])['type'];
  return {
    model: textOf(ask['model']),
    stream: ask['stream'] === true,
    text: contentText(user['content']),
    imageCount: blocks.filter((block) => block['type'] === 'image').length,
    tools: arrayOf(ask['tools']).map(objectOf).filter(isClientTool).map(readTool),
    toolChoice: readChoice(choice),
    parallelCalls: choice['disable_parallel_tool_use'] !== true,
    results: blocks.filter((block) => block['type'] === 'tool_result').map((block) => contentText(block['content'])),
    schema: format['schema'],
    wantsJson: false,
    wantsReasoning: thinking === 'enabled' || thinking === 'adaptive',
    cap: numberOf(ask['max_tokens']),
    endsWithAssistant: last['role'] === 'assistant',
    includeUsage: true,
    inputTokens: Math.ceil((JSON.stringify(messages).length + contentText(ask['system']).length) / 4),
  };
}

function isClientTool(tool: Readonly<Record<string, unknown>>): boolean {
  return tool['type'] === undefined || tool['type'] === 'custom';
}

function readTool(tool: Readonly<Record<string, unknown>>) {
  return { name: textOf(tool['name']), namespace: undefined, custom: false, schema: tool['input_schema'] };
}

function readChoice(choice: Readonly<Record<string, unknown>>): Prompt['toolChoice'] {
  switch (choice['type']) {
    case 'none':
      return 'none';
    case 'any':
      return 'required';
    case 'tool':
      return { name: textOf(choice['name']) };
    default:
      return 'auto';
  }
}
