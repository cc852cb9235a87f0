import { succeed, type Result } from '@smart-router/core';
import type { WriteTarget, WrittenAsk } from '../dialect.js';
import { nameTools } from '../flat-tool-names.js';
import type { WireObject } from '../json/guards.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import { openNotes, type Notes } from '../notes.js';
import { webSearchName } from './web-search-tool.js';
import { writeThinking, type WrittenThinking } from './write-thinking.js';
import { writeTools } from './write-tools.js';
import { writeTurns } from './write-turns.js';
import { dialectName } from './wire.js';

/** The neutral ask → a Messages request body. */
export function writeAsk(ask: NeutralAsk, target: WriteTarget): Result<WrittenAsk> {
  const notes = openNotes();
  const naming = nameTools(ask, ask.webSearch === undefined ? [] : [webSearchName]);
  const turns = writeTurns({ ask, target, naming, notes });
  if (!turns.ok) return turns;
  const { messages, system } = turns.value;
  const maxTokens = writeCap(ask, target, notes);
  const reasoning = writeThinking({ ask, target, maxTokens, messages, notes });
  const body = {
    model: target.model,
    max_tokens: maxTokens,
    ...writeSystem(system, ask, notes),
    messages,
    ...writeTools(ask, { naming, notes, target }),
    ...(ask.stream && { stream: true }),
    ...(reasoning.thinking !== undefined && { thinking: reasoning.thinking }),
    ...writeOutputConfig(ask, reasoning),
    ...writeSampling(ask, reasoning, notes),
    ...writeStop(ask, notes),
    ...(ask.from === dialectName && ask.vendor),
  };
  return succeed({ body, notes: notes.list, toolNames: naming.toolNames });
}

/** This dialect demands a cap. */
function writeCap(ask: NeutralAsk, target: WriteTarget, notes: Notes): number {
  const most = target.capabilities.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  if (ask.outputCap === undefined) {
    const cap = Math.min(target.defaultMaxTokens, most);
    notes.changed('max_tokens', `a cap is needed here and none was sent, so it is ${cap} tokens`);
    return cap;
  }
  if (ask.outputCap > most) notes.changed(callerFields[ask.from].cap, `the target gives at most ${most} tokens`);
  return Math.min(ask.outputCap, most);
}

function writeSystem(texts: readonly string[], ask: NeutralAsk, notes: Notes): WireObject {
  const all = [...texts, ...writeJsonRule(ask, notes)];
  if (all.length === 0) return {};
  return { system: all.length === 1 ? all[0] : all.map((text) => ({ type: 'text', text })) };
}

/** JSON without a schema has no field here, so the model is told. */
function writeJsonRule(ask: NeutralAsk, notes: Notes): readonly string[] {
  if (ask.format?.kind !== 'json-object') return [];
  notes.changed(callerFields[ask.from].format, 'JSON without a schema is asked for in words');
  return ['Answer with one valid JSON object and nothing else: no prose, no code fence.'];
}

function writeOutputConfig(ask: NeutralAsk, { effort }: WrittenThinking): WireObject {
  const schema = ask.format?.kind === 'json-schema' ? ask.format.schema : undefined;
  if (schema === undefined && effort === undefined) return {};
  return {
    output_config: {
      ...(effort !== undefined && { effort }),
      ...(schema !== undefined && { format: { type: 'json_schema', schema } }),
    },
  };
}

/** The least `top_p` that thinking allows. */
const leastThinkingTopP = 0.95;

/**
 * Temperatures go to 1 here, and thinking allows no other.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking#feature-compatibility
 */
function writeSampling(ask: NeutralAsk, { thinking }: WrittenThinking, notes: Notes): WireObject {
  const thinks = thinking !== undefined && thinking['type'] !== 'disabled';
  const temperature = clampTemperature(ask, notes);
  const warm = temperature === undefined || !thinks || temperature === 1;
  const wide = ask.topP === undefined || !thinks || ask.topP >= leastThinkingTopP;
  if (!warm) notes.dropped('temperature', 'thinking allows no temperature but 1');
  if (!wide) notes.dropped('top_p', `thinking allows no top_p below ${leastThinkingTopP}`);
  return {
    ...(temperature !== undefined && warm && { temperature }),
    ...(ask.topP !== undefined && wide && { top_p: ask.topP }),
  };
}

function clampTemperature({ temperature }: NeutralAsk, notes: Notes): number | undefined {
  if (temperature === undefined || temperature <= 1) return temperature;
  notes.changed('temperature', `temperatures go to 1 here, ${temperature} became 1`);
  return 1;
}

/** The API refuses stop sequences of white space alone. */
function writeStop(ask: NeutralAsk, notes: Notes): WireObject {
  const kept = (ask.stop ?? []).filter((text) => text.trim() !== '');
  if (kept.length < (ask.stop?.length ?? 0)) {
    notes.dropped(callerFields[ask.from].stop, 'stop sequences of white space alone are not accepted here');
  }
  return kept.length === 0 ? {} : { stop_sequences: kept };
}
