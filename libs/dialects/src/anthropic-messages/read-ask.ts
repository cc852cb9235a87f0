import { succeed, type Result } from '@smart-router/core';
import { arrayOf, integerOf, isAbsent, numberOf, objectOf, stringOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk, OutputFormat } from '../neutral/ask.js';
import { openNotes } from '../notes.js';
import { unsupported } from '../refusals.js';
import { checkBody, checkTranslated } from './check-body.js';
import { readReasoning } from './read-reasoning.js';
import { readToolChoice, readTools } from './read-tools.js';
import { readTurns } from './read-turns.js';
import { memberOf, nodeOf, type WireNode } from './wire-node.js';

/** A Messages body in no dialect; refuses what is none, and what only its own provider can do. */
export function readAsk(body: JsonText): Result<NeutralAsk> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const readable = checkTranslated(checked.value);
  if (!readable.ok) return readable;
  const node = nodeOf(body);
  const notes = openNotes();
  const turns = readTurns(node, notes);
  if (!turns.ok) return turns;
  const offered = readTools(node, notes);
  if (!offered.ok) return offered;
  const ask = readable.value;
  const choice = objectOf(ask['tool_choice']);
  const toolChoice = readToolChoice(ask['tool_choice'], offered.value);
  if (!toolChoice.ok) return toolChoice;
  const format = readFormat(node);
  if (!format.ok) return format;
  const serial = choice['disable_parallel_tool_use'];
  return succeed({
    from: 'anthropic-messages',
    stream: ask['stream'] === true,
    includeUsage: true,
    turns: turns.value,
    ...offered.value,
    toolChoice: toolChoice.value,
    parallelToolCalls: typeof serial === 'boolean' ? !serial : undefined,
    outputCap: integerOf(ask['max_tokens']),
    temperature: numberOf(ask['temperature']),
    topP: numberOf(ask['top_p']),
    stop: isAbsent(ask['stop_sequences'])
      ? undefined
      : arrayOf(ask['stop_sequences']).flatMap((text) => stringOf(text) ?? []),
    reasoning: readReasoning(ask, notes),
    format: format.value,
    notes: notes.list,
    vendor: readVendor(body),
  });
}

/** Early versions of the API had the format in a field of its own. */
function readFormat(body: WireNode): Result<OutputFormat | undefined> {
  const configured = memberOf(memberOf(body, 'output_config'), 'format');
  const early = isAbsent(configured.value);
  const format = early ? memberOf(body, 'output_format') : configured;
  if (isAbsent(format.value)) return succeed(undefined);
  const schema = memberOf(format, 'schema').text();
  if (objectOf(format.value)['type'] === 'json_schema' && schema !== undefined) {
    return succeed({ kind: 'json-schema', name: undefined, description: undefined, schema, strict: undefined });
  }
  const field = early ? 'output_format' : 'output_config.format';
  return unsupported(field, `${field} should be a json_schema with its schema to be carried to another dialect`);
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
