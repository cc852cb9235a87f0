import { completeSchema } from '../complete-schema.js';
import type { ToolNaming } from '../flat-tool-names.js';
import { filledString, objectOf } from '../json/guards.js';
import type { NeutralAsk, Tool, ToolChoice } from '../neutral/ask.js';
import { noteIdleChoice } from '../idle-choice.js';
import type { Notes } from '../notes.js';

/** How a custom tool, which takes free text, looks as a function. */
const customParameters = {
  type: 'object',
  properties: { input: { type: 'string', description: 'The whole input of the tool, as plain text.' } },
  required: ['input'],
  additionalProperties: false,
};

/** `tools`, `tool_choice` and `parallel_tool_calls`; Chat refuses the latter two without tools. */
export function writeTools(ask: NeutralAsk, naming: ToolNaming, notes: Notes): Readonly<Record<string, unknown>> {
  const choice = writtenChoice(ask, naming, notes);
  if (ask.tools.length === 0) return {};
  if (ask.tools.some(({ form }) => form === 'custom')) {
    notes.changed('tools[].type', 'a custom tool is offered as a function with one string');
  }
  return {
    tools: ask.tools.map((tool) => ({ type: 'function', function: writeFunction(tool, naming) })),
    ...(choice !== undefined && { tool_choice: choice }),
    ...(ask.parallelToolCalls !== undefined && { parallel_tool_calls: ask.parallelToolCalls }),
  };
}

/** Chat's web search is no tool, so no choice can name or demand it. */
function writtenChoice({ toolChoice, tools, webSearch }: NeutralAsk, naming: ToolNaming, notes: Notes): unknown {
  if (toolChoice === undefined) return undefined;
  const ofSearch =
    toolChoice.kind === 'named' ? !tools.some(({ name }) => name === toolChoice.name) : tools.length === 0;
  if (webSearch === undefined && tools.length === 0) noteIdleChoice(toolChoice, notes);
  if (webSearch === undefined || !ofSearch) return writeChoice(toolChoice, naming);
  if (toolChoice.kind !== 'auto') notes.dropped('tool_choice', 'the web search of Chat cannot be forced');
  return undefined;
}

function writeFunction(tool: Tool, naming: ToolNaming): unknown {
  const description = tool.form === 'custom' ? describeCustom(tool) : tool.description;
  const parameters = tool.form === 'custom' ? customParameters : tool.schema && completeSchema(tool.schema);
  return {
    name: naming.wireName(tool),
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && { parameters }),
    ...(tool.strict !== undefined && { strict: tool.strict }),
  };
}

/** The grammar becomes words, since a function cannot enforce it. */
function describeCustom(tool: Tool): string | undefined {
  const grammar = objectOf(tool.grammar?.value);
  const { definition, syntax } = { ...grammar, ...objectOf(grammar['grammar']) };
  if (typeof definition !== 'string') return tool.description;
  const rule = `The input must follow this ${filledString(syntax) ?? ''} grammar:\n${definition}`;
  return tool.description === undefined ? rule : `${tool.description}\n\n${rule}`;
}

function writeChoice(choice: ToolChoice, naming: ToolNaming): unknown {
  if (choice.kind !== 'named') return choice.kind;
  return { type: 'function', function: { name: naming.wireName(choice) } };
}
