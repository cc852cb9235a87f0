import { isObject, objectsOf, textOf, type JsonObject } from '../json/guards.js';
import type { QuestionTool, ToolChoice } from '../question/question.js';

const toolHolders: readonly unknown[] = ['additional_tools', 'tool_search_output'];

/** The callable tools: top-level ones, those in namespaces, and those that came as items or as what a search found. */
export function readResponsesTools(body: JsonObject, items: readonly JsonObject[]): readonly QuestionTool[] {
  const added = items.filter(({ type }) => toolHolders.includes(type)).flatMap(({ tools }) => objectsOf(tools));
  return [...objectsOf(body['tools']), ...added].flatMap((tool) => readTool(tool, undefined));
}

/** Hosted tools such as `web_search` have no name and are left out. */
function readTool(tool: JsonObject, namespace: string | undefined): readonly QuestionTool[] {
  if (tool['type'] === 'tool_search' && tool['execution'] === 'client')
    return [{ kind: 'tool-search', name: 'tool_search', schema: tool['parameters'] }];
  const name = textOf(tool['name']);
  if (name === undefined) return [];
  switch (tool['type']) {
    case 'namespace':
      return objectsOf(tool['tools']).flatMap((inner) => readTool(inner, name));
    case 'custom':
      return [{ kind: 'custom', name, namespace, schema: undefined }];
    case 'function':
      return [{ kind: 'function', name, namespace, schema: tool['parameters'] }];
    default:
      return [];
  }
}

/** Reads `tool_choice`. */
export function readResponsesChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return { kind: choice };
  const name = isObject(choice) ? textOf(choice['name']) : undefined;
  if (!isObject(choice) || name === undefined) return { kind: 'auto' };
  return { kind: 'named', name, namespace: textOf(choice['namespace']) };
}
