import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { booleanOf, filledString, integerOf, numberOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { saysNothing } from '../losses.js';
import type { NeutralAsk, OutputFormat, Reasoning, ToolChoice } from '../neutral/ask.js';
import { checkBody, checkTranslated } from './check-body.js';
import { readToolChoice, readTools } from './read-tools.js';
import { readTurns } from './read-turns.js';
import { dialectName } from './wire.js';

const sharedFields: ReadonlySet<string> = new Set([
  'model',
  'input',
  'instructions',
  'stream',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'max_output_tokens',
  'temperature',
  'top_p',
  'reasoning',
]);

/** A Responses request body → the neutral ask. */
export function readAsk(body: JsonText): Result<NeutralAsk> {
  const checked = checkBody(body);
  const wire = checked.ok ? checkTranslated(checked.value) : checked;
  if (!wire.ok) return wire;
  const turns = readTurns({
    instructions: stringOf(wire.value['instructions']),
    input: body.get('input'),
    continues: typeof wire.value['previous_response_id'] === 'string' || hasValue(wire.value['conversation']),
  });
  if (!turns.ok) return turns;
  const tools = readTools(body);
  if (!tools.ok) return tools;
  const choice = readChoice(wire.value['tool_choice']);
  if (!choice.ok) return choice;
  return succeed({
    ...scalarsOf(wire.value),
    turns: turns.value,
    tools: tools.value,
    toolChoice: choice.value,
    format: readFormat(body.get('text')?.get('format')),
    vendor: vendorOf(body),
  });
}

function scalarsOf(wire: WireObject): Omit<NeutralAsk, 'turns' | 'tools' | 'toolChoice' | 'format' | 'vendor'> {
  return {
    from: dialectName,
    stream: wire['stream'] === true,
    includeUsage: true,
    parallelToolCalls: booleanOf(wire['parallel_tool_calls']),
    outputCap: integerOf(wire['max_output_tokens']),
    temperature: numberOf(wire['temperature']),
    topP: numberOf(wire['top_p']),
    stop: undefined,
    reasoning: readWish(objectOf(wire['reasoning'])),
    notes: [],
  };
}

/** A choice of a hosted tool has no counterpart, and must not become a free choice. */
function readChoice(choice: unknown): Result<ToolChoice | undefined> {
  const read = readToolChoice(choice);
  if (read !== undefined || !hasValue(choice)) return succeed(read);
  const message = 'tool_choice should be a mode or name a tool of the caller to reach a target of another dialect';
  return refuse(fault('unsupported-parameter', message, { details: { param: 'tool_choice' } }));
}

/** A wish for summaries alone asks for no reasoning: clients send it to every model. */
function readWish(reasoning: WireObject): Reasoning | undefined {
  const effort = filledString(reasoning['effort']);
  if (effort === undefined) return undefined;
  const show = hasValue(reasoning['summary'] ?? reasoning['generate_summary']) || undefined;
  if (effort === 'none') return { mode: 'off', effort: undefined, budgetTokens: undefined, show };
  return { mode: 'on', effort, budgetTokens: undefined, show };
}

function readFormat(format: JsonText | undefined): OutputFormat | undefined {
  const { type, name, description, strict } = objectOf(format?.value);
  if (type !== 'json_object' && type !== 'json_schema') return undefined;
  const schema = type === 'json_schema' ? format?.get('schema') : undefined;
  if (schema === undefined) return { kind: 'json-object' };
  return {
    kind: 'json-schema',
    name: filledString(name),
    description: filledString(description),
    schema,
    strict: booleanOf(strict),
  };
}

/** Fields that say no more than their absence are left out; `text` stays for its other members. */
function vendorOf(body: JsonText): Readonly<Record<string, JsonText>> {
  const kept = body.entries().filter(([name, text]) => !sharedFields.has(name) && !isIdle(name, text));
  return Object.fromEntries(kept);
}

function isIdle(name: string, text: JsonText): boolean {
  if (name === 'text') return Object.keys(objectOf(text.value)).every((member) => member === 'format');
  return saysNothing(dialectName, name, text.value);
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}
