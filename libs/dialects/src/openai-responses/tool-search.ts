import { flatName } from '../flat-tool-names.js';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';

/** The name a client's tool search is called by, since it has none of its own. */
export const toolSearchName = 'tool_search';

/**
 * Whether the caller runs a search for tools itself; else the provider does, and its items carry no `call_id`.
 * @see https://platform.openai.com/docs/guides/tools-tool-search
 */
export function isClientSearch(item: WireObject): boolean {
  const { execution } = item;
  return execution === undefined ? filledString(item['call_id']) !== undefined : execution === 'client';
}

/** Whether an item brings tools along, which then are on offer like those of the body. */
export function bringsTools(type: string): boolean {
  return type === 'additional_tools' || type === 'tool_search_output';
}

/** The found tools in words for a model whose API has no place for them in a result. */
export function describeFound(tools: JsonText | undefined): string {
  const found = (tools?.items() ?? []).flatMap((tool) => foundIn(objectOf(tool.value), undefined));
  return found.length === 0 ? 'No tools were found.' : `These tools can be called now:\n${found.join('\n')}`;
}

function foundIn(tool: WireObject, namespace: string | undefined): readonly string[] {
  const name = filledString(tool['name']);
  if (name === undefined) return [];
  if (tool['type'] === 'namespace') {
    return arrayOf(tool['tools']).flatMap((member) => foundIn(objectOf(member), name));
  }
  return [foundLine(flatName({ name, namespace }), filledString(tool['description']))];
}

/** One found tool in words, on one line. */
export function foundLine(name: string, description: string | undefined): string {
  if (description === undefined) return `- ${name}`;
  const lines = description.split('\n').map((line) => line.trim());
  return `- ${name}: ${lines.filter((line) => line !== '').join(' ')}`;
}
