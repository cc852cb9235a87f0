import { succeed, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import { filledString, objectOf } from '../json/guards.js';
import type { Block, ForeignBlock } from '../neutral/message.js';
import type { Proof } from '../neutral/proof.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import { anyIndex, noteChosen } from '../note-lost.js';
import { unsupported } from '../refusals.js';
import { noteMembers } from './block-members.js';
import { textBlocks, type BlockPlace, type ContentReader } from './block-place.js';
import { noProof } from './no-proof.js';
import { readToolReference, readToolResult, readToolUse } from './read-calls.js';
import { readDocument, readImage, readSearchResult, refuseFileId } from './read-media.js';
import { isRouterMade } from './router-made.js';
import { itemsOf, type WireNode } from './wire-node.js';
import { dialectName } from './wire.js';

type BlockReader = (node: WireNode, place: BlockPlace, read: ContentReader) => Result<readonly Block[]>;

/** Block types with a neutral counterpart; every other type is foreign. */
const blockReaders: Readonly<Record<string, BlockReader>> = {
  text: (node) => succeed(textBlocks(filledString(objectOf(node.value)['text']))),
  image: readImage,
  document: readDocument,
  search_result: readSearchResult,
  thinking: readThinking,
  redacted_thinking: readThinking,
  tool_use: readToolUse,
  tool_result: readToolResult,
  tool_reference: readToolReference,
  compaction: readCompaction,
  container_upload: readUpload,
  // These change the tools on offer, and are read with them.
  tool_addition: () => succeed([]),
  tool_removal: () => succeed([]),
};

/** `content` as blocks: a string is one text. */
export function readContent(content: WireNode, place: BlockPlace): Result<readonly Block[]> {
  if (typeof content.value === 'string') return succeed(textBlocks(content.value));
  const blocks: Block[] = [];
  for (const [index, node] of itemsOf(content).entries()) {
    const result = readBlock(node, { ...place, field: `${place.field}[${index}]` });
    if (!result.ok) return result;
    appendAll(blocks, result.value);
  }
  return succeed(blocks);
}

function readBlock(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const type = filledString(block['type']) ?? '';
  const read = Object.hasOwn(blockReaders, type) ? blockReaders[type] : undefined;
  if (read === undefined) return place.role === 'assistant' && isHostedWork(type) ? drop(node, place) : foreign(node);
  noteMembers(block, place.field, place.notes);
  return read(node, place, readContent);
}

/** Calls of tools the provider runs, and what became of them. */
function isHostedWork(type: string): boolean {
  return type === 'fallback' || type === 'mcp_tool_listing' || /_tool_(use|result)$/.test(type);
}

/** What a provider did beside its text is nothing to others; the text it led to stays. */
function drop(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const type = String(objectOf(node.value)['type']);
  const reason = 'what a provider ran itself is left out; its text stays';
  if (!isRouterMade(node.value)) noteChosen(type, reason, place);
  return succeed([]);
}

function foreign(node: WireNode): Result<readonly ForeignBlock[]> {
  const value = node.text();
  const name = filledString(objectOf(node.value)['type']) ?? 'unknown';
  return succeed(value === undefined ? [] : [{ kind: 'foreign', owner: dialectName, name, value }]);
}

/** Thinking that a caller puts in a user turn is nobody's. */
function readThinking(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  if (place.role !== 'assistant') return succeed([]);
  const block = objectOf(node.value);
  const sealed = block['type'] === 'redacted_thinking';
  const value = filledString(sealed ? block['data'] : block['signature']);
  const text = sealed ? '' : (filledString(block['thinking']) ?? '');
  const proof = value === undefined ? undefined : proofOf(value, sealed ? 'redacted' : 'signature');
  return succeed(text === '' && proof === undefined ? [] : [{ kind: 'reasoning', text, proof }]);
}

/** A bare proof does not say who issued it; the state store knows, the body does not. */
function proofOf(value: string, form: Proof['form']): Proof | undefined {
  if (value === noProof) return undefined;
  return unwrapProof(value) ?? { issuer: '', dialect: dialectName, form, value };
}

/**
 * A summary of the conversation before it, which the API then leaves out. One in words is text anywhere.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/compaction
 */
function readCompaction(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const text = filledString(objectOf(node.value)['content']);
  if (text === undefined) {
    return unsupported(place.field, `${place.field} is a sealed compaction, which only its own provider can read`);
  }
  place.notes.changed(`${anyIndex(place.field)}.compaction`, 'a compaction became text');
  return succeed(textBlocks(text));
}

/** A file for the provider's container: sent by a user it must not be lost, made by a model it stays where it is. */
function readUpload(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  return place.role === 'assistant' ? drop(node, place) : refuseFileId(`${place.field}.file_id`);
}
