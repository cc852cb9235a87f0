import { arrayOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { ToolForm } from '../neutral/ask.js';
import type { PublishedDialect } from './exchanges.laws.js';

/** A tool as its caller knows it. */
export interface KnownTool {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly form: ToolForm;
}

/** The tools a whole reply calls, read from its wire form alone. */
export const calledTools: Readonly<Record<PublishedDialect, (body: unknown) => readonly KnownTool[]>> = {
  'openai-chat': (body) => {
    const message = objectOf(objectOf(arrayOf(objectOf(body)['choices'])[0])['message']);
    const legacy =
      message['function_call'] === undefined ? [] : [known('function', objectOf(message['function_call']))];
    const calls = arrayOf(message['tool_calls']).map((call) => {
      const { type, function: called, custom } = objectOf(call);
      return type === 'custom' ? known('custom', objectOf(custom)) : known('function', objectOf(called));
    });
    return [...legacy, ...calls];
  },
  'openai-responses': (body) =>
    arrayOf(objectOf(body)['output']).flatMap((output) => {
      const item = objectOf(output);
      const form = responsesForms[String(item['type'])];
      return form === undefined ? [] : [known(form, item)];
    }),
  'anthropic-messages': (body) =>
    arrayOf(objectOf(body)['content']).flatMap((content) => {
      const block = objectOf(content);
      return block['type'] === 'tool_use' ? [known('function', block)] : [];
    }),
};

const responsesForms: Readonly<Record<string, ToolForm>> = {
  function_call: 'function',
  custom_tool_call: 'custom',
  tool_search_call: 'tool-search',
};

/** A call of the tool search says no name; there is one such tool. */
function known(form: ToolForm, { name, namespace }: WireObject): KnownTool {
  return { name: stringOf(name) ?? 'tool_search', namespace: stringOf(namespace), form };
}
