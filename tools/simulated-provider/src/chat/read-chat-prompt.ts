import { arrayOf, numberOf, objectOf, textOf } from '../guards.js';
import type { Prompt, PromptTool } from '../prompt.js';

/** Reads a Chat Completions body. */
export function readChatPrompt(body: unknown): Prompt {
  const ask = objectOf(body);
  const messages = arrayOf(ask['messages']).map(objectOf);
  const last = messages.at(-1) ?? {};
  const user = messages.findLast((message) => message['role'] === 'user') ?? {};
  const format = objectOf(ask['response_format']);
  return {
    model: textOf(ask['model']),
    stream: ask['stream'] === true,
    text: contentText(user['content']),
    imageCount: arrayOf(user['content']).filter((part) => objectOf(part)['type'] === 'image_url').length,
    tools: arrayOf(ask['tools']).map(readTool),
    toolChoice: readChoice(ask['tool_choice']),
    parallelCalls: ask['parallel_tool_calls'] !== false,
    results: trailing(messages, (message) => message['role'] === 'tool').map((message) =>
      contentText(message['content']),
    ),
    schema: objectOf(format['json_schema'])['schema'],
    wantsJson: format['type'] === 'json_object',
    wantsReasoning: typeof ask['reasoning_effort'] === 'string' && ask['reasoning_effort'] !== 'none',
    cap: numberOf(ask['max_completion_tokens']) ?? numberOf(ask['max_tokens']),
    endsWithAssistant: last['role'] === 'assistant',
    includeUsage: objectOf(ask['stream_options'])['include_usage'] === true,
    inputTokens: Math.ceil(JSON.stringify(messages).length / 4),
  };
}

/** The items at the end that all match. */
export function trailing<Item>(items: readonly Item[], matches: (item: Item) => boolean): readonly Item[] {
  const from = items.findLastIndex((item) => !matches(item));
  return items.slice(from + 1);
}

/** Text of a content that is a string or a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return arrayOf(content)
    .map((part) => textOf(objectOf(part)['text']))
    .join('');
}

function readTool(tool: unknown): PromptTool {
  const definition = objectOf(objectOf(tool)['function']);
  return { name: textOf(definition['name']), namespace: undefined, custom: false, schema: definition['parameters'] };
}

function readChoice(choice: unknown): Prompt['toolChoice'] {
  if (choice === 'none' || choice === 'required') return choice;
  const name = textOf(objectOf(objectOf(choice)['function'])['name']);
  return name === '' ? 'auto' : { name };
}
