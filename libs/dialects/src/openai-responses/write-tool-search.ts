import { flatName } from '../flat-tool-names.js';
import type { Tool } from '../neutral/ask.js';
import type { ToolResultBlock } from '../neutral/message.js';
import { foundLine } from './tool-search.js';
import { writeTools } from './write-tools.js';

/** A call of the caller's search for tools. */
export interface SearchCall {
  readonly callId: string;
  /** Its arguments as text. */
  readonly input: string;
}

/** A search for tools as an item; its arguments are no text here. */
export function writeSearchCall({ callId, input }: SearchCall): object {
  return { type: 'tool_search_call', call_id: callId, execution: 'client', arguments: searchArguments(input) };
}

/** The arguments as the object they are; text that is none stays what it is. */
export function searchArguments(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input);
  } catch {
    // A model may write anything; the client says what is wrong with it.
    return input;
  }
}

/** What a search for tools found, and all that is on offer. */
export interface SearchOutput {
  readonly callId: string;
  readonly content: ToolResultBlock['content'];
  readonly tools: readonly Tool[];
}

/** The result of a search: those tools of the ask that its words tell of. */
export function writeSearchOutput({ callId, content, tools }: SearchOutput): object {
  const lines = new Set(content.flatMap((block) => (block.kind === 'text' ? block.text.split('\n') : [])));
  const found = tools.filter((tool) => lines.has(foundLine(flatName(tool), tool.description)));
  const written = writeTools({ tools: found }, (name) => name);
  return { type: 'tool_search_output', call_id: callId, execution: 'client', status: 'completed', tools: written };
}
