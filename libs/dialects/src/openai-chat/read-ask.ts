import { succeed, type Result } from '@smart-router/core';
import {
  arrayOf,
  booleanOf,
  filledString,
  integerOf,
  numberOf,
  objectOf,
  stringOf,
  type WireObject,
} from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk, OutputFormat, Reasoning } from '../neutral/ask.js';
import { openNotes } from '../notes.js';
import { invalid, unsupported } from '../refusals.js';
import { checkBody, checkTranslated } from './check-body.js';
import { readTools, readToolChoice } from './read-tools.js';
import { readTurns } from './read-turns.js';
import { readWebSearch } from './web-search-options.js';

const sharedFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'functions',
  'function_call',
  'parallel_tool_calls',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'stop',
  'reasoning_effort',
  'response_format',
  'web_search_options',
]);

/** A Chat request body → the neutral ask. */
export function readAsk(body: JsonText): Result<NeutralAsk> {
  const checked = checkBody(body);
  const wire = checked.ok ? checkTranslated(checked.value) : checked;
  if (!wire.ok) return wire;
  const notes = openNotes();
  const messages = body.get('messages');
  const turns = messages === undefined ? succeed([]) : readTurns(messages, notes);
  if (!turns.ok) return turns;
  const tools = readTools(body, notes);
  if (!tools.ok) return tools;
  const format = readFormat(body.get('response_format'));
  if (!format.ok) return format;
  const webSearch = readWebSearch(wire.value['web_search_options']);
  return succeed({
    ...scalarsOf(wire.value),
    ...legacyCallsOf(wire.value),
    turns: turns.value,
    tools: tools.value,
    toolChoice: readToolChoice(body),
    format: format.value,
    ...(webSearch !== undefined && { webSearch }),
    notes: notes.list,
    vendor: vendorOf(body),
  });
}

/** Callers of before `tools` read one `function_call` an answer. */
function legacyCallsOf(wire: WireObject): Pick<NeutralAsk, 'legacyCalls' | 'parallelToolCalls'> {
  const legacy = arrayOf(wire['functions']).length > 0 && arrayOf(wire['tools']).length === 0;
  return legacy
    ? { legacyCalls: true, parallelToolCalls: false }
    : { parallelToolCalls: booleanOf(wire['parallel_tool_calls']) };
}

type Scalars = Omit<NeutralAsk, 'turns' | 'tools' | 'toolChoice' | 'parallelToolCalls' | 'format' | 'notes' | 'vendor'>;

function scalarsOf(wire: WireObject): Scalars {
  return {
    from: 'openai-chat',
    stream: wire['stream'] === true,
    includeUsage: objectOf(wire['stream_options'])['include_usage'] === true,
    outputCap: integerOf(wire['max_tokens']) ?? integerOf(wire['max_completion_tokens']),
    temperature: numberOf(wire['temperature']),
    topP: numberOf(wire['top_p']),
    stop: readStop(wire['stop']),
    reasoning: readReasoningWish(wire['reasoning_effort']),
  };
}

function readStop(stop: unknown): readonly string[] | undefined {
  const list = typeof stop === 'string' ? [stop] : arrayOf(stop).filter((word) => stringOf(word) !== undefined);
  // Only strings are left of the array.
  return list.length === 0 ? undefined : (list as readonly string[]);
}

function readReasoningWish(effort: unknown): Reasoning | undefined {
  const word = filledString(effort);
  if (word === undefined) return undefined;
  if (word === 'none') return { mode: 'off', effort: undefined, budgetTokens: undefined, show: undefined };
  return { mode: 'on', effort: word, budgetTokens: undefined, show: undefined };
}

/** A form nobody else knows must not become free text. */
function readFormat(format: JsonText | undefined): Result<OutputFormat | undefined> {
  const { type } = objectOf(format?.value);
  if (type === undefined || type === 'text') return succeed(undefined);
  if (type === 'json_object') return succeed({ kind: 'json-object' });
  if (type !== 'json_schema') {
    return unsupported('response_format', `response_format.type should be ${knownFormats}`);
  }
  const definition = format?.get('json_schema');
  const schema = definition?.get('schema');
  if (schema === undefined) {
    const field = 'response_format.json_schema.schema';
    return invalid(field, `${field} should be a schema, got nothing`);
  }
  const { name, description, strict } = objectOf(definition?.value);
  return succeed({
    kind: 'json-schema',
    name: filledString(name),
    description: filledString(description),
    schema,
    strict: booleanOf(strict),
  });
}

const knownFormats = 'text, json_object or json_schema to reach a target of another dialect';

function vendorOf(body: JsonText): Readonly<Record<string, JsonText>> {
  return Object.fromEntries(body.entries().filter(([name, text]) => !sharedFields.has(name) && text.value !== null));
}
