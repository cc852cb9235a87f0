import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Tool, ToolChoice } from '../neutral/ask.js';
import { invalid } from '../refusals.js';

/** A list of tools as it stands in a body. */
interface ToolList {
  readonly tools: JsonText | undefined;
  readonly path: string;
  readonly namespace: string | undefined;
}

/** The tools of the body and those its items bring along, cut down to the allowed ones when the choice lists them. */
export function readTools(body: JsonText): Result<readonly Tool[]> {
  const lists: ToolList[] = [{ tools: body.get('tools'), path: 'tools', namespace: undefined }];
  for (const [index, item] of (body.get('input')?.items() ?? []).entries()) {
    if (objectOf(item.value)['type'] !== 'additional_tools') continue;
    lists.push({ tools: item.get('tools'), path: `input[${index}].tools`, namespace: undefined });
  }
  const tools: Tool[] = [];
  for (const list of lists) {
    const read = readList(list);
    if (!read.ok) return read;
    tools.push(...read.value);
  }
  return succeed(onlyAllowed(tools, objectOf(objectOf(body.value)['tool_choice'])));
}

/** `tool_choice`: a word, or an object that names a tool or lists the allowed ones. */
export function readToolChoice(choice: unknown): ToolChoice | undefined {
  if (choice === undefined || choice === null) return undefined;
  const chosen = objectOf(choice);
  const mode = stringOf(choice) ?? chosen['mode'];
  if (mode === 'auto' || mode === 'none' || mode === 'required') return { kind: mode };
  const name = filledString(chosen['name']);
  const namespace = filledString(chosen['namespace']);
  if (name === undefined) return undefined;
  return { kind: 'named', name, ...(namespace !== undefined && { namespace }) };
}

function readList({ tools, path, namespace }: ToolList): Result<readonly Tool[]> {
  const found: Tool[] = [];
  for (const [index, tool] of (tools?.items() ?? []).entries()) {
    const read = readTool(tool, `${path}[${index}]`, namespace);
    if (!read.ok) return read;
    found.push(...read.value);
  }
  return succeed(found);
}

/** A hosted tool runs at its provider; as a function it would be a lie. */
function readTool(tool: JsonText, path: string, namespace: string | undefined): Result<readonly Tool[]> {
  const value = objectOf(tool.value);
  const type = filledString(value['type']) ?? 'function';
  const name = filledString(value['name']);
  if (type !== 'function' && type !== 'custom' && type !== 'namespace') return refuseHosted(type, path);
  if (name === undefined) return invalid(`${path}.name`, `${path}.name should be a string with text, got none`);
  if (type === 'namespace') return readList({ tools: tool.get('tools'), path: `${path}.tools`, namespace: name });
  return succeed([{ ...describeTool(tool, value), form: type, name, namespace }]);
}

function describeTool(tool: JsonText, value: WireObject): Omit<Tool, 'form' | 'name' | 'namespace'> {
  const schema = tool.get('parameters');
  return {
    description: filledString(value['description']),
    schema: schema?.value === null ? undefined : schema,
    // Elsewhere a tool that does not say `strict` is not: https://platform.openai.com/docs/guides/function-calling
    strict: value['strict'] === true ? true : undefined,
    grammar: tool.get('format'),
  };
}

function refuseHosted(type: string, path: string): ReturnType<typeof refuse> {
  const expected = 'function, custom or namespace to reach a target of another dialect';
  const message = `${path}.type should be ${expected}, got ${type.slice(0, 64)}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: `${path}.type` } }));
}

/** `allowed_tools` forbids all others, which is the same as not offering them. */
function onlyAllowed(tools: readonly Tool[], choice: WireObject): readonly Tool[] {
  if (choice['type'] !== 'allowed_tools') return tools;
  const names = new Set(arrayOf(choice['tools']).map((tool) => objectOf(tool)['name']));
  return tools.filter((tool) => names.has(tool.name) || names.has(tool.namespace));
}
