import { succeed, type Result } from '@smart-router/core';
import { arrayOf, filledString, objectOf } from '../json/guards.js';
import type { Block, ForeignBlock, MediaBlock, TextBlock, ToolResultBlock, Turn } from '../neutral/message.js';
import type { Proof } from '../neutral/proof.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import { invalid } from '../refusals.js';
import { noProof } from './no-proof.js';
import { itemsOf, memberOf, type WireNode } from './wire-node.js';
import { dialectName } from './wire.js';

/** Where a block stands: its path for messages, and whose turn it is. */
export interface BlockPlace {
  readonly field: string;
  readonly role: Turn['role'];
}

type BlockReader = (node: WireNode, place: BlockPlace) => Result<readonly Block[]>;

/** Block types with a neutral counterpart; every other type is foreign. */
const blockReaders: Readonly<Record<string, BlockReader>> = {
  text: (node) => succeed(textBlocks(filledString(objectOf(node.value)['text']))),
  image: (node) => succeed([readImage(node)]),
  document: readDocument,
  search_result: (node) => succeed(readSearchResult(node)),
  thinking: readThinking,
  redacted_thinking: readThinking,
  tool_use: readToolUse,
  tool_result: readToolResult,
};

/** `content` as blocks: a string is one text, empty texts say nothing. */
export function readContent(content: WireNode, place: BlockPlace): Result<readonly Block[]> {
  if (typeof content.value === 'string') return succeed(textBlocks(content.value));
  const blocks: Block[] = [];
  for (const [index, node] of itemsOf(content).entries()) {
    const type = filledString(objectOf(node.value)['type']) ?? '';
    const read = Object.hasOwn(blockReaders, type) ? blockReaders[type] : undefined;
    const result = (read ?? readForeign)(node, { ...place, field: `${place.field}[${index}]` });
    if (!result.ok) return result;
    blocks.push(...result.value);
  }
  return succeed(blocks);
}

function textBlocks(text: string | undefined): readonly TextBlock[] {
  return text === undefined || text === '' ? [] : [{ kind: 'text', text }];
}

function readForeign(node: WireNode): Result<readonly ForeignBlock[]> {
  const value = node.text();
  const name = filledString(objectOf(node.value)['type']) ?? 'unknown';
  return succeed(value === undefined ? [] : [{ kind: 'foreign', owner: dialectName, name, value }]);
}

function readImage(node: WireNode): MediaBlock | ForeignBlock {
  return readMedia(node, 'image') ?? foreignMedia(node);
}

function readMedia(node: WireNode, media: MediaBlock['media']): MediaBlock | undefined {
  const block = objectOf(node.value);
  const source = objectOf(block['source']);
  const data = filledString(source['data']);
  const url = filledString(source['url']);
  const rest = { kind: 'media', media, name: filledString(block['title']), detail: undefined } as const;
  if (source['type'] === 'base64' && data !== undefined) {
    return { ...rest, mediaType: filledString(source['media_type']), source: { kind: 'base64', data } };
  }
  if (source['type'] !== 'url' || url === undefined) return undefined;
  return { ...rest, mediaType: undefined, source: { kind: 'url', url } };
}

/** A file id belongs to the provider's own file store. */
function foreignMedia(node: WireNode): ForeignBlock {
  const name = filledString(objectOf(node.value)['type']) ?? 'image';
  const value = node.text();
  if (value === undefined) throw new Error('a block that was parsed should have its text');
  return { kind: 'foreign', owner: dialectName, name, value };
}

/** Plain text is text anywhere; its title and context stand before it. */
function readDocument(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const source = objectOf(block['source']);
  const context = textBlocks(filledString(block['context']));
  const title = source['type'] === 'text' || source['type'] === 'content' ? filledString(block['title']) : undefined;
  const before = [...textBlocks(title), ...context];
  if (source['type'] === 'text') return succeed([...before, ...textBlocks(filledString(source['data']))]);
  if (source['type'] !== 'content') return succeed([...before, readMedia(node, 'file') ?? foreignMedia(node)]);
  const content = readContent(memberOf(memberOf(node, 'source'), 'content'), place);
  return content.ok ? succeed([...before, ...content.value]) : content;
}

function readSearchResult(node: WireNode): readonly TextBlock[] {
  const block = objectOf(node.value);
  const texts = arrayOf(block['content']).map((part) => objectOf(part)['text']);
  const lines = [block['title'], block['source'], ...texts].map(filledString);
  return textBlocks(lines.filter((line) => line !== undefined).join('\n'));
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

function readToolUse(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const id = filledString(block['id']);
  if (id === undefined) return invalid(`${place.field}.id`, `${place.field}.id should name the call, got nothing`);
  const name = filledString(block['name']);
  if (name === undefined) return invalid(`${place.field}.name`, `${place.field}.name should name a tool, got nothing`);
  const input = memberOf(node, 'input').text()?.raw ?? '{}';
  return succeed([{ kind: 'tool-call', id, name, namespace: undefined, form: 'function', input }]);
}

function readToolResult(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
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

function isResultContent(block: Block): block is ToolResultBlock['content'][number] {
  return block.kind === 'text' || block.kind === 'media' || block.kind === 'foreign';
}
