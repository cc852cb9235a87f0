import type { WriteTarget } from '../dialect.js';
import type { ToolNaming } from '../flat-tool-names.js';
import { noteIdleChoice } from '../idle-choice.js';
import { filledString, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { NeutralAsk, Tool, ToolChoice } from '../neutral/ask.js';
import type { Notes } from '../notes.js';
import { writeWebSearch } from './web-search-tool.js';
import { writeSchema } from './write-schema.js';

/** What writing the tools of one ask needs. */
export interface ToolContext {
  readonly naming: ToolNaming;
  readonly notes: Notes;
  readonly target: WriteTarget;
}

/** `tools` and `tool_choice`; nothing when the caller offers neither tools nor the web search. */
export function writeTools(ask: NeutralAsk, context: ToolContext): WireObject {
  if (ask.tools.length === 0 && ask.webSearch === undefined) {
    noteIdleChoice(ask.toolChoice, context.notes);
    return {};
  }
  const own = ask.tools.map((tool) => writeTool(tool, context));
  const hosted = ask.webSearch === undefined ? [] : [writeWebSearch(ask.webSearch, ask.from, context.notes)];
  const tools = [...own, ...hosted];
  const choice = writeChoice(ask, context.naming);
  return { tools, ...(choice !== undefined && { tool_choice: choice }) };
}

function writeTool(tool: Tool, context: ToolContext): WireObject {
  const name = context.naming.wireName(tool);
  if (tool.form === 'custom') return { name, ...writeCustom(tool, context.notes) };
  const { schema, widened } = writeSchema(tool.schema);
  if (widened) context.notes.changed('tools[].parameters', 'alternatives at the root of the schema were merged');
  return {
    name,
    ...(tool.description !== undefined && { description: tool.description }),
    input_schema: schema,
    ...writeStrict(tool, context),
  };
}

/** A free-text tool becomes a function of one string; its grammar is told, and no longer enforced. */
function writeCustom(tool: Tool, notes: Notes): WireObject {
  notes.changed('tools[].type', 'a custom tool is offered as a function with one string');
  const format = objectOf(tool.grammar?.value);
  // Responses has the grammar in the format itself, Chat one level deeper.
  const grammar = isRecord(format['grammar']) ? format['grammar'] : format;
  const definition = filledString(grammar['definition']);
  const syntax = filledString(grammar['syntax']) ?? 'following';
  const rule = definition === undefined ? undefined : `The input must follow this ${syntax} grammar:\n${definition}`;
  const description = [tool.description, rule].filter((text) => text !== undefined).join('\n\n');
  return {
    ...(description !== '' && { description }),
    input_schema: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
  };
}

function writeStrict(tool: Tool, { target, notes }: ToolContext): WireObject {
  if (tool.strict !== true) return {};
  if (target.capabilities.structuredOutputs) return { strict: true };
  notes.dropped('tools[].strict', 'the target declares no structured outputs');
  return {};
}

function writeChoice(ask: NeutralAsk, naming: ToolNaming): WireObject | undefined {
  const { toolChoice, parallelToolCalls } = ask;
  if (toolChoice?.kind === 'none') return { type: 'none' };
  const serial = parallelToolCalls === undefined ? {} : { disable_parallel_tool_use: !parallelToolCalls };
  if (toolChoice === undefined) return parallelToolCalls === undefined ? undefined : { type: 'auto', ...serial };
  return { ...writeKind(toolChoice, naming), ...serial };
}

function writeKind(choice: Exclude<ToolChoice, { readonly kind: 'none' }>, naming: ToolNaming): WireObject {
  if (choice.kind === 'named') return { type: 'tool', name: naming.wireName(choice) };
  return { type: choice.kind === 'required' ? 'any' : 'auto' };
}
