import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { toolKey } from '../flat-tool-names.js';
import { filledString, isAbsent, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Tool, WebSearch } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { invalid } from '../refusals.js';
import { noteMembers } from './note-members.js';
import { bringsTools, toolSearchName } from './tool-search.js';
import { bareToolKind } from './tool-kind.js';
import { readWebSearch } from './read-web-search.js';
import { itemType } from './wire.js';

/** What an ask offers the model. */
export interface OfferedTools {
  readonly tools: readonly Tool[];
  readonly webSearch: WebSearch | undefined;
}

/** A list of tools as it stands in a body. */
interface ToolList {
  readonly tools: JsonText | undefined;
  readonly path: string;
  readonly namespace: string | undefined;
  /** A found tool is on offer from here on, so its flag that it was to be loaded later says nothing more. */
  readonly found: boolean;
}

interface Reading {
  /** By what tells it from others: a later definition of a tool takes the place of an earlier one. */
  readonly tools: Map<string, Tool>;
  readonly notes: Notes;
  webSearch: WebSearch | undefined;
}

/** The tools of the body and those its items bring along. Refuses hosted ones but the search of the web. */
export function readTools(body: JsonText, notes: Notes): Result<OfferedTools> {
  const reading: Reading = { tools: new Map(), notes, webSearch: undefined };
  for (const list of listsOf(body)) {
    const read = readList(reading, list);
    if (!read.ok) return read;
  }
  return succeed({ tools: [...reading.tools.values()], webSearch: reading.webSearch });
}

function* listsOf(body: JsonText): Iterable<ToolList> {
  yield { tools: body.get('tools'), path: 'tools', namespace: undefined, found: false };
  for (const [index, item] of (body.get('input')?.items() ?? []).entries()) {
    const type = itemType(objectOf(item.value));
    if (!bringsTools(type)) continue;
    const path = `input[${index}].tools`;
    yield { tools: item.get('tools'), path, namespace: undefined, found: type === 'tool_search_output' };
  }
}

const read: Result<undefined> = succeed(undefined);

function readList(reading: Reading, list: ToolList): Result<undefined> {
  for (const [index, tool] of (list.tools?.items() ?? []).entries()) {
    const added = readTool(reading, tool, { ...list, path: `${list.path}[${index}]` });
    if (!added.ok) return added;
  }
  return read;
}

/** A hosted tool runs at its provider; as a function it would be a lie. */
function readTool(reading: Reading, tool: JsonText, place: ToolList): Result<undefined> {
  const value = objectOf(tool.value);
  const type = filledString(value['type']) ?? 'function';
  switch (type) {
    case 'function':
    case 'custom':
      return readNamed(reading, tool, { ...place, form: type });
    case 'namespace':
      return readNamespace(reading, tool, place);
    case 'tool_search':
      return value['execution'] === 'client' ? readSearch(reading, tool) : refuseHosted(type, place.path);
    default:
      if (bareToolKind(type) !== 'web_search') return refuseHosted(type, place.path);
      reading.webSearch = readWebSearch(value, reading.notes);
      return read;
  }
}

const toolMembers: ReadonlySet<string> = new Set(['type', 'name', 'description', 'parameters', 'strict', 'format']);
const foundMembers: ReadonlySet<string> = new Set([...toolMembers, 'defer_loading']);

function readNamed(
  reading: Reading,
  tool: JsonText,
  { path, namespace, found, form }: ToolList & { readonly form: 'function' | 'custom' },
): Result<undefined> {
  const value = objectOf(tool.value);
  const name = filledString(value['name']);
  if (name === undefined) return nameless(path);
  noteMembers(value, found ? foundMembers : toolMembers, { field: 'tools[]', notes: reading.notes });
  addTool(reading, { ...describeTool(tool, value), form, name, namespace });
  return read;
}

/** The words about a namespace as a whole have no place where its tools stand alone. */
function readNamespace(reading: Reading, tool: JsonText, { path, found }: ToolList): Result<undefined> {
  const value = objectOf(tool.value);
  const name = filledString(value['name']);
  if (name === undefined) return nameless(path);
  const described = value['description'] === name ? { ...value, description: undefined } : value;
  noteMembers(described, namespaceMembers, { field: 'tools[]', notes: reading.notes });
  return readList(reading, { tools: tool.get('tools'), path: `${path}.tools`, namespace: name, found });
}

const namespaceMembers: ReadonlySet<string> = new Set(['type', 'name', 'tools']);

function readSearch(reading: Reading, tool: JsonText): Result<undefined> {
  const value = objectOf(tool.value);
  noteMembers(value, searchMembers, { field: 'tools[]', notes: reading.notes });
  addTool(reading, { ...describeTool(tool, value), form: 'tool-search', name: toolSearchName, namespace: undefined });
  return read;
}

const searchMembers: ReadonlySet<string> = new Set(['type', 'execution', 'description', 'parameters']);

function addTool(reading: Reading, tool: Tool): void {
  reading.tools.set(toolKey(tool), tool);
}

function describeTool(tool: JsonText, value: WireObject): Omit<Tool, 'form' | 'name' | 'namespace'> {
  const schema = tool.get('parameters');
  return {
    description: filledString(value['description']),
    schema: isAbsent(schema?.value) ? undefined : schema,
    // Elsewhere a tool that does not say `strict` is not: https://platform.openai.com/docs/guides/function-calling
    strict: value['strict'] === true ? true : undefined,
    grammar: tool.get('format'),
  };
}

function nameless(path: string): ReturnType<typeof refuse> {
  return invalid(`${path}.name`, `${path}.name should be a string with text, got none`);
}

function refuseHosted(type: string, path: string): ReturnType<typeof refuse> {
  const expected = 'a tool of the caller or a web search to reach a target of another dialect';
  const message = `${path}.type should be ${expected}, got ${type.slice(0, 64)}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: `${path}.type` } }));
}
