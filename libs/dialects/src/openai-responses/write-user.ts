import { succeed, type Result } from '@smart-router/core';
import { arrayOf } from '../json/guards.js';
import type { Block, ForeignBlock, ToolResultBlock, Turn } from '../neutral/message.js';
import { dialectName } from './wire.js';
import { writeContent } from './write-content.js';
import { writeSearchOutput } from './write-tool-search.js';
import type { Writing } from './writing.js';

/** A user turn. Results come first, as they stand directly behind the calls. */
export function writeUser(turn: Turn, writing: Writing): Result<readonly unknown[]> {
  const items: unknown[] = [];
  for (const block of turn.blocks) {
    if (isOwnItem(block)) items.push(block.value);
    if (block.kind !== 'tool-result') continue;
    const result = writeResult(block, writing);
    if (!result.ok) return result;
    items.push(result.value);
  }
  const said = turn.blocks.filter((block) => !isAside(block));
  if (said.length === 0) return succeed(items);
  const content = writeContent(said, `${writing.field}[].content`);
  if (!content.ok) return content;
  return succeed([...items, { type: 'message', role: 'user', content: content.value }]);
}

/** Not part of a message: results and items of this dialect's own, and reasoning, which is nobody's in a user turn. */
function isAside(block: Block): boolean {
  return block.kind === 'tool-result' || block.kind === 'reasoning' || isOwnItem(block);
}

/** Parts of messages have types that begin with `input_`. */
function isOwnItem(block: Block): block is ForeignBlock {
  return block.kind === 'foreign' && block.owner === dialectName && !block.name.startsWith('input_');
}

function writeResult(result: ToolResultBlock, writing: Writing): Result<unknown> {
  const { notes, field, callId, ask } = writing;
  if (result.form === 'tool-search') {
    return succeed(writeSearchOutput({ callId: callId(result.callId), content: result.content, tools: ask.tools }));
  }
  const kept = result.content.filter((block) => block.kind !== 'foreign' || block.owner === dialectName);
  if (kept.length < result.content.length) {
    notes.dropped(`${field}[].tool_result`, 'it holds parts that only their own dialect understands');
  }
  if (result.isError)
    notes.changed(`${field}[].is_error`, 'Responses marks no errors; the output starts with "Error:"');
  const output = kept.length === 0 ? succeed('') : writeContent(kept, `${field}[].tool_result`);
  if (!output.ok) return output;
  const type = result.form === 'custom' ? 'custom_tool_call_output' : 'function_call_output';
  return succeed({
    type,
    call_id: callId(result.callId),
    output: result.isError ? markError(output.value) : output.value,
  });
}

/** Content is written as a string or as parts. */
function markError(output: unknown): unknown {
  if (typeof output === 'string') return `Error: ${output}`;
  return [{ type: 'input_text', text: 'Error:' }, ...arrayOf(output)];
}
