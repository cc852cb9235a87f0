import { succeed, type Result } from '@smart-router/core';
import { arrayOf, integerOf, isAbsent, numberOf, objectOf, stringOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { NeutralAsk, OutputFormat } from '../neutral/ask.js';
import { openNotes } from '../notes.js';
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
  const toolChoice = readToolChoice(choice, offered.value);
  if (!toolChoice.ok) return toolChoice;
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
    format: readFormat(node),
    notes: notes.list,
    vendor: readVendor(body),
  });
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
