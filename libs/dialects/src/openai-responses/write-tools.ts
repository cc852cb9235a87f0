import { completeSchema } from '../complete-schema.js';
import { isRecord, objectOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Tool, ToolChoice } from '../neutral/ask.js';

/** What a tool is called on the wire. */
export type WireName = (name: string) => string;

/** Tools as this dialect lists them; those of one namespace together, where its first one stands. */
export function writeTools(tools: readonly Tool[], wireName: WireName): readonly unknown[] {
  const namespaces = new Map<string, unknown[]>();
  const list: unknown[] = [];
  for (const tool of tools) {
    const written = writeTool(tool, wireName);
    if (tool.namespace === undefined) {
      list.push(written);
      continue;
    }
    const members = namespaces.get(tool.namespace);
    members?.push(written);
    if (members !== undefined) continue;
    const opened = [written];
    namespaces.set(tool.namespace, opened);
    list.push({ type: 'namespace', name: tool.namespace, description: tool.namespace, tools: opened });
  }
  return list;
}

/** `tool_choice`; a named custom tool is named as one. */
export function writeToolChoice(choice: ToolChoice, tools: readonly Tool[], wireName: WireName): unknown {
  if (choice.kind !== 'named') return choice.kind;
  const { name, namespace } = choice;
  const chosen = tools.find((tool) => tool.name === name && tool.namespace === namespace);
  return { type: chosen?.form ?? 'function', name: wireName(name), ...(namespace !== undefined && { namespace }) };
}

/** Unlike elsewhere, a function that does not say `strict` is checked strictly, so it is always said. */
function writeTool(tool: Tool, wireName: WireName): unknown {
  const names = {
    type: tool.form,
    name: wireName(tool.name),
    ...(tool.description !== undefined && { description: tool.description }),
  };
  if (tool.form === 'custom') return { ...names, ...(tool.grammar && { format: writeGrammar(tool.grammar) }) };
  return {
    ...names,
    parameters: completeSchema(tool.schema),
    strict: tool.strict ?? false,
  };
}

/** Chat nests what Responses says side by side: `{type: 'grammar', grammar: {syntax, definition}}`. */
function writeGrammar(format: JsonText): unknown {
  const nested = objectOf(format.value)['grammar'];
  return isRecord(nested) ? { type: 'grammar', ...nested } : format;
}
