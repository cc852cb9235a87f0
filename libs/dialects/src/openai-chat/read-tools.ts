import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { arrayOf, booleanOf, filledString, objectOf, stringOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Tool, ToolChoice } from '../neutral/ask.js';
import { invalid } from '../refusals.js';

/** `tools` and legacy `functions`, cut down to the allowed ones when the choice lists them. */
export function readTools(body: JsonText): Result<readonly Tool[]> {
  const tools: Tool[] = [];
  for (const [index, tool] of (body.get('tools')?.items() ?? []).entries()) {
    const read = readTool(tool, `tools[${index}]`);
    if (!read.ok) return read;
    tools.push(read.value);
  }
  for (const [index, definition] of (body.get('functions')?.items() ?? []).entries()) {
    const read = readFunction(definition, `functions[${index}]`);
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
function readTool(tool: JsonText, path: string): Result<Tool> {
  const type = filledString(objectOf(tool.value)['type']) ?? 'function';
  if (type === 'function') return readFunction(tool.get('function') ?? tool, `${path}.function`);
  if (type === 'custom') return readCustom(tool.get('custom') ?? tool, `${path}.custom`);
  const message = `${path}.type should be function or custom to reach a target of another dialect, got ${type}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: `${path}.type` } }));
}

function readFunction(definition: JsonText, path: string): Result<Tool> {
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

function readCustom(definition: JsonText, path: string): Result<Tool> {
  const read = readFunction(definition, path);
  if (!read.ok) return read;
  return succeed({
    ...read.value,
    form: 'custom',
    schema: undefined,
    strict: undefined,
    grammar: definition.get('format'),
  });
}

/** `allowed_tools` forbids all others, which is the same as not offering them. */
function onlyAllowed(tools: readonly Tool[], choice: unknown): readonly Tool[] {
  const { allowed_tools: allowed } = objectOf(choice);
  if (allowed === undefined) return tools;
  const names = new Set(arrayOf(objectOf(allowed)['tools']).map(chosenName));
  return tools.filter((tool) => names.has(tool.name));
}
