import { completeSchema } from '../complete-schema.js';
import { isRecord, objectOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk, Tool, ToolChoice } from '../neutral/ask.js';
import { writeWebSearch } from './write-web-search.js';

/** What a tool is called on the wire. */
export type WireName = (name: string) => string;

/** What is on offer. */
export type OfferedTools = Pick<NeutralAsk, 'tools' | 'webSearch'>;

/** Tools as this dialect lists them; those of one namespace together, where its first one stands. */
export function writeTools({ tools, webSearch }: OfferedTools, wireName: WireName): readonly unknown[] {
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
  return webSearch === undefined ? list : [...list, writeWebSearch(webSearch)];
}

/** `tool_choice`; a named custom tool is named as one. */
export function writeToolChoice(choice: ToolChoice, { tools }: OfferedTools, wireName: WireName): unknown {
  if (choice.kind !== 'named') return choice.kind;
  const { name, namespace } = choice;
  const chosen = tools.find((tool) => tool.name === name && tool.namespace === namespace);
  const type = chosen?.form === 'custom' ? 'custom' : 'function';
  return { type, name: wireName(name), ...(namespace !== undefined && { namespace }) };
}

/** Unlike elsewhere, a function that does not say `strict` is checked strictly, so it is always said. */
function writeTool(tool: Tool, wireName: WireName): unknown {
  if (tool.form === 'tool-search') return writeToolSearch(tool);
  const { form: type, description, grammar } = tool;
  const name = wireName(tool.name);
  const told = description !== undefined && { description };
  if (type === 'custom') return { type, name, ...told, ...(grammar && { format: writeGrammar(grammar) }) };
  return { type, name, ...told, parameters: completeSchema(tool.schema), strict: tool.strict ?? false };
}

function writeToolSearch({ description, schema }: Tool): unknown {
  return {
    type: 'tool_search',
    execution: 'client',
    ...(description !== undefined && { description }),
    ...(schema !== undefined && { parameters: schema }),
  };
}

/** Chat nests what Responses says side by side: `{type: 'grammar', grammar: {syntax, definition}}`. */
function writeGrammar(format: JsonText): unknown {
  const nested = objectOf(format.value)['grammar'];
  return isRecord(nested) ? { type: 'grammar', ...nested } : format;
}
