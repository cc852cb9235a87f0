import { succeed, type Result } from '@smart-router/core';
import {
  arrayOf,
  filledString,
  integerOf,
  isAbsent,
  numberOf,
  objectOf,
  stringOf,
  type WireObject,
} from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk, OutputFormat, Reasoning, Tool, ToolChoice } from '../neutral/ask.js';
import { invalid, unsupported } from '../refusals.js';
import { checkBody, checkTranslated } from './check-body.js';
import { bareToolKind, isOwnTool } from './facts.js';
import { readTurns } from './read-turns.js';
import { itemsOf, memberOf, nodeOf, type WireNode } from './wire-node.js';

/** A Messages body in no dialect; refuses what is none, and what only its own provider can do. */
export function readAsk(body: JsonText): Result<NeutralAsk> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const readable = checkTranslated(checked.value);
  if (!readable.ok) return readable;
  const node = nodeOf(body);
  const turns = readTurns(node);
  if (!turns.ok) return turns;
  const tools = readTools(node);
  if (!tools.ok) return tools;
  const ask = readable.value;
  const choice = objectOf(ask['tool_choice']);
  const serial = choice['disable_parallel_tool_use'];
  return succeed({
    from: 'anthropic-messages',
    stream: ask['stream'] === true,
    includeUsage: true,
    turns: turns.value,
    tools: tools.value,
    toolChoice: readToolChoice(choice),
    parallelToolCalls: typeof serial === 'boolean' ? !serial : undefined,
    outputCap: integerOf(ask['max_tokens']),
    temperature: numberOf(ask['temperature']),
    topP: numberOf(ask['top_p']),
    stop: isAbsent(ask['stop_sequences'])
      ? undefined
      : arrayOf(ask['stop_sequences']).flatMap((text) => stringOf(text) ?? []),
    reasoning: readReasoning(ask),
    format: readFormat(node),
    notes: [],
    vendor: readVendor(body),
  });
}

function readTools(body: WireNode): Result<readonly Tool[]> {
  const tools: Tool[] = [];
  for (const [index, node] of itemsOf(memberOf(body, 'tools')).entries()) {
    const tool = objectOf(node.value);
    const field = `tools[${index}]`;
    if (!isOwnTool(tool)) return refuseHosted(field, tool);
    const name = filledString(tool['name']);
    if (name === undefined) return invalid(`${field}.name`, `${field}.name should be a string, got nothing`);
    const schema = memberOf(node, 'input_schema');
    tools.push({
      form: 'function',
      name,
      namespace: undefined,
      description: filledString(tool['description']),
      schema: isAbsent(schema.value) ? undefined : schema.text(),
      strict: typeof tool['strict'] === 'boolean' ? tool['strict'] : undefined,
      grammar: undefined,
    });
  }
  return succeed(tools);
}

function refuseHosted(field: string, tool: WireObject): ReturnType<typeof unsupported> {
  const kind = bareToolKind(String(tool['type'])).slice(0, 60);
  return unsupported(field, `${field} is the provider's own tool ${kind} and cannot be carried to another dialect`);
}

function readToolChoice(choice: WireObject): ToolChoice | undefined {
  const name = filledString(choice['name']);
  switch (choice['type']) {
    case 'auto':
      return { kind: 'auto' };
    case 'none':
      return { kind: 'none' };
    case 'any':
      return { kind: 'required' };
    case 'tool':
      return name === undefined ? { kind: 'required' } : { kind: 'named', name };
    default:
      return undefined;
  }
}

const modes: Readonly<Record<string, Reasoning['mode']>> = {
  enabled: 'on',
  adaptive: 'adaptive',
  between_tools: 'adaptive',
  disabled: 'off',
};

function readReasoning(ask: WireObject): Reasoning | undefined {
  const thinking = objectOf(ask['thinking']);
  const mode = modes[filledString(thinking['type']) ?? ''];
  const effort = latestEffort(ask);
  if (mode === 'off') return { mode, effort: undefined, budgetTokens: undefined, show: undefined };
  if (mode === undefined && effort === undefined) return undefined;
  const display = filledString(thinking['display']);
  const show = display === undefined ? undefined : display !== 'omitted';
  return { mode: mode ?? 'adaptive', effort, budgetTokens: integerOf(thinking['budget_tokens']), show };
}

/** A message may set the effort from its turn on; the last one that does wins over the request's. */
function latestEffort(ask: WireObject): string | undefined {
  const efforts = [ask, ...arrayOf(ask['messages'])].map((holder) =>
    filledString(objectOf(objectOf(holder)['output_config'])['effort']),
  );
  return efforts.findLast((effort) => effort !== undefined);
}

function readFormat(body: WireNode): OutputFormat | undefined {
  const configured = memberOf(memberOf(body, 'output_config'), 'format');
  const format = isAbsent(configured.value) ? memberOf(body, 'output_format') : configured;
  const schema = memberOf(format, 'schema').text();
  if (objectOf(format.value)['type'] !== 'json_schema' || schema === undefined) return undefined;
  return { kind: 'json-schema', name: undefined, description: undefined, schema, strict: undefined };
}

/** Top-level fields the neutral form holds. */
const neutralFields: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'system', 'max_tokens', 'stream', 'tools', 'tool_choice', 'temperature', 'top_p'],
  ...['stop_sequences', 'thinking', 'output_config', 'output_format'],
]);

function readVendor(body: JsonText): NeutralAsk['vendor'] {
  const rest = body.entries().filter(([name, text]) => !neutralFields.has(name) && !isAbsent(text.value));
  return Object.fromEntries(rest);
}
