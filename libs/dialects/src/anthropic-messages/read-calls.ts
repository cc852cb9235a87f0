import { succeed, type Result } from '@smart-router/core';
import { filledString, objectOf } from '../json/guards.js';
import type { Block, ToolResultBlock } from '../neutral/message.js';
import { anyIndex } from '../note-lost.js';
import { invalid } from '../refusals.js';
import { textBlocks, type BlockPlace, type ContentReader } from './block-place.js';
import { memberOf, type WireNode } from './wire-node.js';

/** A call the model made. */
export function readToolUse(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const id = filledString(block['id']);
  if (id === undefined) return invalid(`${place.field}.id`, `${place.field}.id should name the call, got nothing`);
  const name = filledString(block['name']);
  if (name === undefined) return invalid(`${place.field}.name`, `${place.field}.name should name a tool, got nothing`);
  const input = memberOf(node, 'input').text()?.raw ?? '{}';
  return succeed([{ kind: 'tool-call', id, name, namespace: undefined, form: 'function', input }]);
}

/** What the caller's tool answered. */
export function readToolResult(
  node: WireNode,
  place: BlockPlace,
  readContent: ContentReader,
): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const callId = filledString(block['tool_use_id']);
  if (callId === undefined) {
    const field = `${place.field}.tool_use_id`;
    return invalid(field, `${field} should name the call it answers, got nothing`);
  }
  const read = readContent(memberOf(node, 'content'), { ...place, field: `${place.field}.content` });
  if (!read.ok) return read;
  const content = read.value.filter(isResultContent);
  return succeed([{ kind: 'tool-result', callId, content, isError: block['is_error'] === true, form: 'function' }]);
}

/**
 * A tool that the caller's own tool search found. Every tool is offered from the start elsewhere, so its name says all.
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/tool-search-tool
 */
export function readToolReference(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const name = filledString(objectOf(node.value)['tool_name']);
  if (name === undefined) return succeed([]);
  place.notes.changed(`${anyIndex(place.field)}.tool_reference`, 'a reference to a tool became its name in words');
  return succeed(textBlocks(`The tool ${name} is available.`));
}

function isResultContent(block: Block): block is ToolResultBlock['content'][number] {
  return block.kind === 'text' || block.kind === 'media' || block.kind === 'foreign';
}
