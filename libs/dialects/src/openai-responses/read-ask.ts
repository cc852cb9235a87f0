import { succeed, type Result } from '@smart-router/core';
import {
  booleanOf,
  filledString,
  integerOf,
  isAbsent,
  numberOf,
  objectOf,
  stringOf,
  type WireObject,
} from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { saysNothing } from '../losses.js';
import type { NeutralAsk, OutputFormat, Reasoning, WebSearch } from '../neutral/ask.js';
import { openNotes, type Notes } from '../notes.js';
import { invalid, unsupported } from '../refusals.js';
import { checkBody, checkTranslated } from './check-body.js';
import { readToolChoice } from './read-tool-choice.js';
import { readTools } from './read-tools.js';
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
  const notes = openNotes();
  const turns = readTurns({
    instructions: stringOf(wire.value['instructions']),
    input: body.get('input'),
    continues: typeof wire.value['previous_response_id'] === 'string' || !isAbsent(wire.value['conversation']),
    notes,
  });
  if (!turns.ok) return turns;
  const offered = readTools(body, notes);
  if (!offered.ok) return offered;
  const choice = readToolChoice(wire.value['tool_choice'], offered.value);
  if (!choice.ok) return choice;
  const format = readFormat(body.get('text')?.get('format'));
  if (!format.ok) return format;
  const { tools, toolChoice, webSearch } = choice.value;
  noteLimit(wire.value, webSearch, notes);
  return succeed({
    ...scalarsOf(wire.value),
    turns: turns.value,
    tools,
    toolChoice,
    ...(webSearch !== undefined && { webSearch: { ...webSearch, ...readLimit(wire.value) } }),
    format: format.value,
    notes: notes.list,
    vendor: vendorOf(body),
  });
}

type Scalars = Omit<NeutralAsk, 'turns' | 'tools' | 'toolChoice' | 'webSearch' | 'format' | 'notes' | 'vendor'>;

function scalarsOf(wire: WireObject): Scalars {
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
  };
}

/** `max_tool_calls` counts the calls of hosted tools; the web search is the only one that is read. */
function readLimit(wire: WireObject): Pick<WebSearch, 'maxUses'> {
  const maxUses = integerOf(wire['max_tool_calls']);
  return maxUses === undefined ? {} : { maxUses };
}

function noteLimit(wire: WireObject, webSearch: WebSearch | undefined, notes: Notes): void {
  if (webSearch !== undefined || isAbsent(wire['max_tool_calls'])) return;
  notes.dropped('max_tool_calls', 'there is no hosted tool whose calls it could count');
}

/** A wish for summaries alone asks for no reasoning: clients send it to every model. */
function readWish(reasoning: WireObject): Reasoning | undefined {
  const effort = filledString(reasoning['effort']);
  if (effort === undefined) return undefined;
  const show = !isAbsent(reasoning['summary'] ?? reasoning['generate_summary']) || undefined;
  if (effort === 'none') return { mode: 'off', effort: undefined, budgetTokens: undefined, show };
  return { mode: 'on', effort, budgetTokens: undefined, show };
}

/** A form nobody else knows must not become free text. */
function readFormat(format: JsonText | undefined): Result<OutputFormat | undefined> {
  const { type, name, description, strict } = objectOf(format?.value);
  const schema = type === 'json_schema' ? format?.get('schema') : undefined;
  if (type === undefined || type === 'text') return succeed(undefined);
  if (type === 'json_object') return succeed({ kind: 'json-object' });
  if (type !== 'json_schema') return unsupported('text.format', `text.format.type should be ${knownFormats}`);
  if (schema === undefined) return invalid('text.format.schema', 'text.format.schema should be a schema, got nothing');
  return succeed({
    kind: 'json-schema',
    name: filledString(name),
    description: filledString(description),
    schema,
    strict: booleanOf(strict),
  });
}

const knownFormats = 'text, json_object or json_schema to reach a target of another dialect';

/** Fields that say no more than their absence are left out; `text` stays for its other members. */
function vendorOf(body: JsonText): Readonly<Record<string, JsonText>> {
  const kept = body.entries().filter(([name, text]) => !sharedFields.has(name) && !isIdle(name, text));
  return Object.fromEntries(kept);
}

function isIdle(name: string, text: JsonText): boolean {
  if (name === 'text') return Object.keys(objectOf(text.value)).every((member) => member === 'format');
  return saysNothing(dialectName, name, text.value);
}
