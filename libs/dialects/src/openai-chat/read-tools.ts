import { succeed, type Result } from '@smart-router/core';
import { arrayOf, booleanOf, filledString, objectOf, stringOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Tool, ToolChoice } from '../neutral/ask.js';
import type { MemberPlace } from '../note-lost.js';
import type { Notes } from '../notes.js';
import { invalid, unsupported } from '../refusals.js';
import { noteMembers } from './note-members.js';

/** Where a tool stands: `path` with its index, for refusals. */
interface ToolPlace extends MemberPlace {
  readonly path: string;
}

/** `tools` and legacy `functions`, cut down to the allowed ones when the choice lists them. */
export function readTools(body: JsonText, notes: Notes): Result<readonly Tool[]> {
  const tools: Tool[] = [];
  for (const [index, tool] of (body.get('tools')?.items() ?? []).entries()) {
    const read = readTool(tool, { path: `tools[${index}]`, field: 'tools[]', notes });
    if (!read.ok) return read;
    tools.push(read.value);
  }
  for (const [index, definition] of (body.get('functions')?.items() ?? []).entries()) {
    const read = readFunction(definition, { path: `functions[${index}]`, field: 'functions[]', notes });
    if (!read.ok) return read;
    tools.push(read.value);
  }
  return succeed(onlyAllowed(tools, objectOf(body.value)['tool_choice']));
}

/** `tool_choice`, or legacy `function_call`. */
export function readToolChoice(body: JsonText): ToolChoice | undefined {
  const ask = objectOf(body.value);
  const choice = ask['tool_choice'] ?? ask['function_call'];
  if (choice === undefined || choice === null) return undefined;
  const allowed = objectOf(objectOf(choice)['allowed_tools']);
  const mode = stringOf(choice) ?? allowed['mode'];
  if (mode === 'auto' || mode === 'none' || mode === 'required') return { kind: mode };
  const name = chosenName(choice);
  return name === undefined ? undefined : { kind: 'named', name };
}

function chosenName(choice: unknown): string | undefined {
  const { name, function: chosenFunction, custom } = objectOf(choice);
  return filledString(objectOf(chosenFunction)['name']) ?? filledString(objectOf(custom)['name']) ?? filledString(name);
}

/** A hosted tool runs at its provider; as a function it would be a lie. */
function readTool(tool: JsonText, place: ToolPlace): Result<Tool> {
  const value = objectOf(tool.value);
  const type = filledString(value['type']) ?? 'function';
  if (type !== 'function' && type !== 'custom') {
    const field = `${place.path}.type`;
    return unsupported(
      field,
      `${field} should be function or custom to reach a target of another dialect, got ${type}`,
    );
  }
  const inner = tool.get(type);
  const read = type === 'function' ? readFunction : readCustom;
  if (inner === undefined) return read(tool, place);
  noteMembers(value, 'offeredTool', place);
  return read(inner, { ...place, path: `${place.path}.${type}`, field: `${place.field}.${type}` });
}

function readFunction(definition: JsonText, place: ToolPlace): Result<Tool> {
  noteMembers(objectOf(definition.value), 'definedTool', place);
  return readDefinition(definition, place.path);
}

function readCustom(definition: JsonText, place: ToolPlace): Result<Tool> {
  noteMembers(objectOf(definition.value), 'definedTool', place);
  const read = readDefinition(definition, place.path);
  if (!read.ok) return read;
  return succeed({
    ...read.value,
    form: 'custom',
    schema: undefined,
    strict: undefined,
    grammar: definition.get('format'),
  });
}

function readDefinition(definition: JsonText, path: string): Result<Tool> {
  const value = objectOf(definition.value);
  const name = filledString(value['name']);
  if (name === undefined) return invalid(`${path}.name`, `${path}.name should be a string with text, got none`);
  const schema = definition.get('parameters');
  return succeed({
    form: 'function',
    name,
    namespace: undefined,
    description: filledString(value['description']),
    schema: schema?.value === null ? undefined : schema,
    strict: booleanOf(value['strict']),
    grammar: undefined,
  });
}

/** `allowed_tools` forbids all others, which is the same as not offering them. */
function onlyAllowed(tools: readonly Tool[], choice: unknown): readonly Tool[] {
  const { allowed_tools: allowed } = objectOf(choice);
  if (allowed === undefined) return tools;
  const names = new Set(arrayOf(objectOf(allowed)['tools']).map(chosenName));
  return tools.filter((tool) => names.has(tool.name));
}
