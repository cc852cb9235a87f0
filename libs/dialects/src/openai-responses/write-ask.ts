import { succeed, type Result } from '@smart-router/core';
import type { WriteTarget, WrittenAsk } from '../dialect.js';
import { noteIdleChoice } from '../idle-choice.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import { openNotes, type Notes } from '../notes.js';
import { writeReasoningWish } from './reasoning.js';
import { nameTools, type ToolNaming } from './tool-naming.js';
import { writeFormat } from './write-format.js';
import { writeToolChoice, writeTools } from './write-tools.js';
import { writeTurns } from './write-turns.js';
import { dialectName } from './wire.js';

/** https://platform.openai.com/docs/api-reference/responses/create#responses-create-max_output_tokens */
const smallestCap = 16;

/** The neutral ask → a Responses request body. */
export function writeAsk(ask: NeutralAsk, target: WriteTarget): Result<WrittenAsk> {
  const notes = openNotes();
  const naming = nameTools(ask);
  const turns = writeTurns({ ask, target, naming, notes });
  if (!turns.ok) return turns;
  noteStop(ask, notes);
  const body = {
    model: target.model,
    ...turns.value,
    ...(ask.stream && { stream: true }),
    ...writeToolFields(ask, naming, notes),
    ...writeCap(ask, notes),
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.topP !== undefined && { top_p: ask.topP }),
    ...writeReasoningWish(ask, target.capabilities.reasoning, notes),
    ...(ask.format !== undefined && { text: { format: writeFormat(ask.format) } }),
    ...writeRest(ask),
  };
  return succeed({ body, notes: notes.list, toolNames: naming.toolNames });
}

/** Nothing is left at the provider, unless the caller wants it stored. */
function writeRest(ask: NeutralAsk): Readonly<Record<string, unknown>> {
  const store = 'store' in ask.vendor ? {} : { store: false };
  if (ask.from !== dialectName) return store;
  return { ...store, ...ask.vendor };
}

/** A caller that wants fewer tokens than the API allows gets the fewest it does. */
function writeCap({ outputCap, from }: NeutralAsk, notes: Notes): Readonly<Record<string, unknown>> {
  if (outputCap === undefined) return {};
  if (outputCap >= smallestCap) return { max_output_tokens: outputCap };
  notes.changed(callerFields[from].cap, `caps begin at ${smallestCap} tokens here, ${outputCap} became ${smallestCap}`);
  return { max_output_tokens: smallestCap };
}

/** The API takes a choice only beside tools. */
function writeToolFields(ask: NeutralAsk, naming: ToolNaming, notes: Notes): Readonly<Record<string, unknown>> {
  const { toolChoice, parallelToolCalls, webSearch } = ask;
  const tools = writeTools(ask, naming.wireName);
  if (tools.length === 0) {
    noteIdleChoice(toolChoice, notes);
    return {};
  }
  return {
    tools,
    ...(toolChoice !== undefined && { tool_choice: writeToolChoice(toolChoice, ask, naming.wireName) }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
    // Calls of hosted tools are counted together, and the web search is the only one.
    ...(webSearch?.maxUses !== undefined && { max_tool_calls: webSearch.maxUses }),
  };
}

function noteStop(ask: NeutralAsk, notes: Notes): void {
  if (ask.stop === undefined || ask.stop.length === 0) return;
  notes.dropped(callerFields[ask.from].stop, 'openai-responses has no stop sequences');
}
