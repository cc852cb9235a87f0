import { isObject, objectsOf, textOf, type JsonObject } from '../json/guards.js';
import type { QuestionTool, ToolChoice } from '../question/question.js';

/** The callable tools: top-level ones, those in namespaces, and those that came as an `additional_tools` item. */
export function readResponsesTools(body: JsonObject, items: readonly JsonObject[]): readonly QuestionTool[] {
  const added = items.filter(({ type }) => type === 'additional_tools').flatMap(({ tools }) => objectsOf(tools));
  return [...objectsOf(body['tools']), ...added].flatMap((tool) => readTool(tool, undefined));
}

/** Hosted tools such as `web_search` have no name and are left out. */
function readTool(tool: JsonObject, namespace: string | undefined): readonly QuestionTool[] {
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
