import { contentText, trailing } from '../chat/read-chat-prompt.js';
import { arrayOf, numberOf, objectOf, textOf } from '../guards.js';
import type { Prompt, PromptTool } from '../prompt.js';

type WireObject = Readonly<Record<string, unknown>>;

/** Reads a Responses body. */
export function readResponsesPrompt(body: unknown): Prompt {
  const ask = objectOf(body);
  const items =
    typeof ask['input'] === 'string' ? [{ role: 'user', content: ask['input'] }] : arrayOf(ask['input']).map(objectOf);
  const user: WireObject = items.findLast((item) => objectOf(item)['role'] === 'user') ?? {};
  const format = objectOf(objectOf(ask['text'])['format']);
  const reasoning = objectOf(ask['reasoning']);
  return {
    model: textOf(ask['model']),
    stream: ask['stream'] === true,
    text: contentText(user['content']),
    imageCount: arrayOf(user['content']).filter((part) => objectOf(part)['type'] === 'input_image').length,
    tools: [...arrayOf(ask['tools']), ...additionalTools(items)].flatMap((tool) => readTool(objectOf(tool))),
    toolChoice: readChoice(ask['tool_choice']),
    parallelCalls: ask['parallel_tool_calls'] !== false,
    results: trailing<WireObject>(items, isResult).map((item) => contentText(item['output'])),
    schema: format['schema'],
    wantsJson: format['type'] === 'json_object',
    wantsReasoning: typeof reasoning['effort'] === 'string' && reasoning['effort'] !== 'none',
    cap: numberOf(ask['max_output_tokens']),
    endsWithAssistant: objectOf(items.at(-1))['role'] === 'assistant',
    includeUsage: true,
    inputTokens: Math.ceil((JSON.stringify(items).length + textOf(ask['instructions']).length) / 4),
  };
}

function isResult(item: WireObject): boolean {
  return item['type'] === 'function_call_output' || item['type'] === 'custom_tool_call_output';
}

function additionalTools(items: readonly WireObject[]): readonly unknown[] {
  return items.filter((item) => item['type'] === 'additional_tools').flatMap((item) => arrayOf(item['tools']));
}

/** Functions, custom tools, and the functions inside a namespace; hosted tools are the provider's own business. */
function readTool(tool: WireObject): readonly PromptTool[] {
  const name = textOf(tool['name']);
  switch (tool['type']) {
    case 'function':
      return [{ name, namespace: undefined, custom: false, schema: tool['parameters'] }];
    case 'custom':
      return [{ name, namespace: undefined, custom: true, schema: undefined }];
    case 'namespace':
      return arrayOf(tool['tools']).flatMap((inner) =>
        readTool(objectOf(inner)).map((one) => ({ ...one, namespace: name })),
      );
    default:
      return [];
  }
}

function readChoice(choice: unknown): Prompt['toolChoice'] {
  if (choice === 'none' || choice === 'required') return choice;
  const name = textOf(objectOf(choice)['name']);
  return name === '' ? 'auto' : { name };
}
