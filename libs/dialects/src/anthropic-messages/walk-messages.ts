import { succeed, type BoundState, type Modality, type Result } from '@smart-router/core';
import { kindOf } from '../json/describe.js';
import { filledString, isAbsent, isRecord, objectOf, type WireObject } from '../json/guards.js';
import { sealedProof } from '../neutral/sealed-proof.js';
import { invalid } from '../refusals.js';
import { isRouterMade } from './router-made.js';
import { sealOf } from './seal-of.js';

/** A media block: its kind, and where in the body its inline bytes are. */
export interface MediaPlace {
  readonly modality: Extract<Modality, 'image' | 'file'>;
  /** `undefined` when the block only has an address. */
  readonly inline: readonly (string | number)[] | undefined;
}

/** What one walk over the messages finds. */
export interface MessagesFacts {
  readonly media: readonly MediaPlace[];
  readonly bound: readonly BoundState[];
  readonly prefill: boolean;
  readonly systemInside: boolean;
  readonly toolResults: boolean;
  /** A block carries a cache breakpoint. */
  readonly cacheControl: boolean;
  /** Tools defined in the middle of the conversation. */
  readonly addedTools: readonly WireObject[];
}

type Walk = { -readonly [Key in keyof MessagesFacts]: MessagesFacts[Key] } & {
  readonly media: MediaPlace[];
  readonly addedTools: WireObject[];
  readonly bound: BoundState[];
};

/** A container of blocks and its place in the body. */
interface BlockList {
  readonly blocks: readonly unknown[];
  readonly path: readonly (string | number)[];
  readonly assistant: boolean;
}

const roles: readonly unknown[] = ['user', 'assistant', 'system'];

/** Walks over all messages once; refuses one whose role or content is not of this dialect. */
export function walkMessages(messages: readonly unknown[]): Result<MessagesFacts> {
  const walk: Walk = {
    media: [],
    bound: [],
    prefill: false,
    systemInside: false,
    toolResults: false,
    cacheControl: false,
    addedTools: [],
  };
  let userSeen = false;
  for (const [index, value] of messages.entries()) {
    const message = checkMessage(value, index);
    if (!message.ok) return message;
    const { role, content } = message.value;
    if (role === 'user') userSeen = true;
    if (role === 'system' && userSeen) walk.systemInside = true;
    walk.prefill = role === 'assistant';
    if (!Array.isArray(content)) continue;
    const path = ['messages', index, 'content'];
    const walked = walkBlocks(walk, { blocks: content, path, assistant: walk.prefill });
    if (!walked.ok) return walked;
  }
  return succeed(walk);
}

function checkMessage(value: unknown, index: number): Result<WireObject> {
  const field = `messages[${index}]`;
  if (!isRecord(value)) return invalid(field, `${field} should be an object, got ${kindOf(value)}`);
  const { role, content } = value;
  if (!roles.includes(role)) {
    const got = typeof role === 'string' ? JSON.stringify(role.slice(0, 40)) : kindOf(role);
    return invalid(`${field}.role`, `${field}.role should be user, assistant or system, got ${got}`);
  }
  if (typeof content === 'string' || Array.isArray(content)) return succeed(value);
  // It may only set the effort of the turns after it.
  if (role === 'system' && isAbsent(content)) return succeed(value);
  return invalid(
    `${field}.content`,
    `${field}.content should be a string or an array of blocks, got ${kindOf(content)}`,
  );
}

function walkBlocks(walk: Walk, list: BlockList): Result<undefined> {
  for (const [index, block] of list.blocks.entries()) {
    const path = [...list.path, index];
    if (!isRecord(block)) {
      const field = fieldOf(path);
      return invalid(field, `${field} should be an object, got ${kindOf(block)}`);
    }
    if (!isAbsent(block['cache_control'])) walk.cacheControl = true;
    const walked = walkBlock(walk, block, { path, assistant: list.assistant });
    if (!walked.ok) return walked;
  }
  return succeed(undefined);
}

function walkBlock(walk: Walk, block: WireObject, at: Omit<BlockList, 'blocks'>): Result<undefined> {
  switch (block['type']) {
    case 'image':
      bindFile(walk, objectOf(block['source'])['file_id'], at.path);
      walk.media.push({ modality: 'image', inline: inlinePath(block, at.path) });
      break;
    case 'document':
      bindFile(walk, objectOf(block['source'])['file_id'], at.path);
      if (isFile(block)) walk.media.push({ modality: 'file', inline: inlinePath(block, at.path) });
      return walkInside(walk, objectOf(block['source'])['content'], [...at.path, 'source', 'content']);
    case 'thinking':
    case 'redacted_thinking':
      if (at.assistant) bindProof(walk, sealOf(block), at.path);
      break;
    case 'server_tool_use':
      if (at.assistant && !isRouterMade(block)) bindProof(walk, sealOf(block), at.path);
      break;
    case 'container_upload':
      bindFile(walk, block['file_id'], at.path);
      break;
    case 'compaction':
      bindSealed(walk, block['encrypted_content'], at.path);
      bindSealed(walk, block['signature'], at.path);
      break;
    case 'tool_addition': {
      const { definition } = objectOf(block['tool']);
      if (isRecord(definition)) walk.addedTools.push(definition);
      break;
    }
    case 'tool_result': {
      walk.toolResults = true;
      return walkInside(walk, block['content'], [...at.path, 'content']);
    }
  }
  return succeed(undefined);
}

/** Blocks inside a result or a document; words alone hold nothing. */
function walkInside(walk: Walk, content: unknown, path: BlockList['path']): Result<undefined> {
  return Array.isArray(content) ? walkBlocks(walk, { blocks: content, path, assistant: false }) : succeed(undefined);
}

/** Plain text and lists of blocks need no target that reads files. */
function isFile(block: WireObject): boolean {
  const { type } = objectOf(block['source']);
  return type !== 'text' && type !== 'content';
}

function inlinePath(block: WireObject, path: readonly (string | number)[]): MediaPlace['inline'] {
  return objectOf(block['source'])['type'] === 'base64' ? [...path, 'source', 'data'] : undefined;
}

function bindProof(walk: Walk, value: string | undefined, path: BlockList['path']): void {
  const found = value === undefined ? undefined : sealedProof(value, fieldOf(path));
  if (found !== undefined) walk.bound.push(found);
}

function bindFile(walk: Walk, id: unknown, path: BlockList['path']): void {
  const value = filledString(id);
  if (value !== undefined) walk.bound.push({ kind: 'file-id', value, field: `${fieldOf(path)}.file_id` });
}

function bindSealed(walk: Walk, sealed: unknown, path: BlockList['path']): void {
  const value = filledString(sealed);
  if (value !== undefined) walk.bound.push({ kind: 'sealed-item', value, field: fieldOf(path) });
}

function fieldOf(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}
