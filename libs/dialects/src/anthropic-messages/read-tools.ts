import { succeed, type Result } from '@smart-router/core';
import { kindOf } from '../json/describe.js';
import { filledString, isAbsent, objectOf, type WireObject } from '../json/guards.js';
import type { Tool, ToolChoice, WebSearch } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { invalid, unsupported } from '../refusals.js';
import { noteMember } from './block-members.js';
import { bareToolKind, isOwnTool } from './facts.js';
import { listTools, type ListedTool } from './listed-tools.js';
import { isWebSearch, readWebSearch } from './web-search-tool.js';
import { memberOf, type WireNode } from './wire-node.js';

/** What an ask offers the model. */
export interface OfferedTools {
  readonly tools: readonly Tool[];
  readonly webSearch?: WebSearch;
}

/** Members of a tool that the neutral form holds. */
const readMembers: ReadonlySet<string> = new Set(['type', 'name', 'description', 'input_schema', 'strict']);

/** The tools of an ask, those offered in the middle of the conversation included. */
export function readTools(body: WireNode, notes: Notes): Result<OfferedTools> {
  const tools: Tool[] = [];
  let webSearch: WebSearch | undefined;
  for (const listed of listTools(body, notes)) {
    const wire = objectOf(listed.node.value);
    if (isWebSearch(wire)) {
      webSearch = readWebSearch(wire, { field: listed.field, notes });
      continue;
    }
    const tool = readTool(listed, notes);
    if (!tool.ok) return tool;
    tools.push(tool.value);
  }
  return succeed({ tools, ...(webSearch !== undefined && { webSearch }) });
}

function readTool({ node, field }: ListedTool, notes: Notes): Result<Tool> {
  const tool = objectOf(node.value);
  if (!isOwnTool(tool)) return refuseHosted(field, tool);
  const name = filledString(tool['name']);
  if (name === undefined) return invalid(`${field}.name`, `${field}.name should be a string, got nothing`);
  noteFlags(tool, field, notes);
  const schema = memberOf(node, 'input_schema');
  return succeed({
    form: 'function',
    name,
    namespace: undefined,
    description: filledString(tool['description']),
    schema: isAbsent(schema.value) ? undefined : schema.text(),
    strict: typeof tool['strict'] === 'boolean' ? tool['strict'] : undefined,
    grammar: undefined,
  });
}

/** A deferred tool is one the model learns of later; elsewhere it must be there from the start. */
function noteFlags(tool: WireObject, field: string, notes: Notes): void {
  for (const [member, value] of Object.entries(tool)) {
    if (readMembers.has(member)) continue;
    if (member !== 'defer_loading') noteMember(member, value, { field, notes });
    else if (value === true) notes.changed('tools[].defer_loading', 'deferred tools are offered from the start');
  }
}

function refuseHosted(field: string, tool: WireObject): ReturnType<typeof unsupported> {
  const kind = bareToolKind(String(tool['type'])).slice(0, 60);
  return unsupported(field, `${field} is the provider's own tool ${kind} and cannot be carried to another dialect`);
}

/** The choice among the tools on offer. To be made to search is to be made to call a tool, where search is the only one. */
export function readToolChoice(choice: unknown, offered: OfferedTools): Result<ToolChoice | undefined> {
  if (isAbsent(choice)) return succeed(undefined);
  const { type, name: word } = objectOf(choice);
  const name = filledString(word);
  switch (type) {
    case 'auto':
    case 'none':
      return succeed({ kind: type });
    case 'any':
      return succeed({ kind: 'required' });
    case 'tool':
      return name === undefined ? succeed({ kind: 'required' }) : readNamed(name, offered);
    default:
      return invalid('tool_choice.type', `tool_choice.type should be auto, any, tool or none, got ${shown(type)}`);
  }
}

function shown(word: unknown): string {
  return typeof word === 'string' ? JSON.stringify(word.slice(0, 40)) : kindOf(word);
}

function readNamed(name: string, { tools, webSearch }: OfferedTools): Result<ToolChoice> {
  const hosted = webSearch !== undefined && name === 'web_search' && tools.every((tool) => tool.name !== name);
  if (!hosted) return succeed({ kind: 'named', name });
  if (tools.length === 0) return succeed({ kind: 'required' });
  return unsupported('tool_choice', 'tool_choice forces the web search among other tools, which cannot cross dialects');
}
