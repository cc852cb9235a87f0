import { succeed, type BoundState, type Modality, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import { describe } from '../json/describe.js';
import { arrayOf, filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import { sealedProof } from '../neutral/sealed-proof.js';
import { invalid } from '../refusals.js';
import { sealOf } from './seal-of.js';
import { storedInItem } from './stored-state.js';
import { bringsTools, isClientSearch } from './tool-search.js';
import { itemType } from './wire.js';

/** One media part and where its inline bytes are. */
export interface MediaPlace {
  readonly modality: Exclude<Modality, 'text'>;
  readonly item: number;
  /** The member of the item that holds the parts. */
  readonly holder: 'content' | 'output';
  readonly part: number;
  /** The path inside the part; `undefined` when it only has an address. */
  readonly inline: readonly string[] | undefined;
}

/** What one walk over the input finds. */
export interface InputFacts {
  readonly media: readonly MediaPlace[];
  readonly bound: readonly BoundState[];
  /** Indices of the items that bring tools along. */
  readonly toolItems: readonly number[];
  /** Types of items that only this dialect knows. */
  readonly features: ReadonlySet<string>;
  readonly prefill: boolean;
  readonly systemInside: boolean;
}

interface Walk {
  readonly media: MediaPlace[];
  readonly bound: BoundState[];
  readonly toolItems: number[];
  readonly features: Set<string>;
  prefill: boolean;
  systemInside: boolean;
  conversation: boolean;
}

const ordinaryItems: ReadonlySet<string> = new Set(['message', 'reasoning', 'function_call', 'custom_tool_call']);

/** Walks over all input items once; refuses one that is no object, and a message without a role. */
export function walkItems(input: unknown): Result<InputFacts> {
  const walk: Walk = {
    media: [],
    bound: [],
    toolItems: [],
    features: new Set(),
    prefill: false,
    systemInside: false,
    conversation: false,
  };
  for (const [index, item] of arrayOf(input).entries()) {
    if (!isRecord(item))
      return invalid(`input[${index}]`, `input[${index}] should be an object, got ${describe(item)}`);
    const type = itemType(item);
    if (type === 'message' && stringOf(item['role']) === undefined) {
      const field = `input[${index}].role`;
      return invalid(field, `${field} should be a string, got ${describe(item['role'])}`);
    }
    walkItem(walk, { item, type, index });
  }
  return succeed(walk);
}

interface ItemPlace {
  readonly item: WireObject;
  readonly type: string;
  readonly index: number;
}

function walkItem(walk: Walk, { item, type, index }: ItemPlace): void {
  walk.prefill = type === 'message' && item['role'] === 'assistant';
  if (type === 'message') seeRole(walk, item['role']);
  else if (type !== 'additional_tools') walk.conversation = true;
  if (bringsTools(type)) walk.toolItems.push(index);
  const feature = featureOf(type, item);
  if (!ordinaryItems.has(feature)) walk.features.add(feature);
  bind(walk, item, `input[${index}]`);
  collectMedia(walk, item, index);
}

function seeRole(walk: Walk, role: unknown): void {
  if (role !== 'system' && role !== 'developer') walk.conversation = true;
  else if (walk.conversation) walk.systemInside = true;
}

/** Calls of own tools are one feature, and their results another, whatever kind of tool they are of. */
function featureOf(type: string, item: WireObject): string {
  if (type === 'custom_tool_call_output') return 'function_call_output';
  if (!type.startsWith('tool_search_') || !isClientSearch(item)) return type;
  return type === 'tool_search_call' ? 'function_call' : 'function_call_output';
}

/** Of another item than reasoning the sealed form is all there is of it, so only its issuer can serve the request. */
function bind(walk: Walk, item: WireObject, field: string): void {
  const seal = sealOf(item);
  const sealed = seal === undefined ? filledString(item['encrypted_content']) : undefined;
  const proof = seal === undefined ? undefined : sealedProof(seal, field);
  if (proof !== undefined) walk.bound.push(proof);
  if (sealed !== undefined) walk.bound.push({ kind: 'sealed-item', value: sealed, field });
  appendAll(walk.bound, storedInItem(item, field));
}

function collectMedia(walk: Walk, item: WireObject, index: number): void {
  for (const holder of ['content', 'output'] as const) collectFrom(walk, item, { holder, index });
}

function collectFrom(
  walk: Walk,
  item: WireObject,
  { holder, index }: { readonly holder: MediaPlace['holder']; readonly index: number },
): void {
  for (const [part, content] of arrayOf(item[holder]).entries()) {
    const found = mediaOf(objectOf(content));
    if (found === undefined) continue;
    walk.media.push({ ...found, item: index, holder, part });
    const file = filledString(objectOf(content)['file_id']);
    if (file !== undefined) {
      walk.bound.push({ kind: 'file-id', value: file, field: `input[${index}].${holder}[${part}].file_id` });
    }
  }
}

function mediaOf(part: WireObject): Pick<MediaPlace, 'modality' | 'inline'> | undefined {
  switch (part['type']) {
    case 'input_image':
      return { modality: 'image', inline: isDataUrl(part['image_url']) ? ['image_url'] : undefined };
    case 'input_file':
      return { modality: 'file', inline: ['file_data'] };
    case 'input_audio':
      return { modality: 'audio', inline: ['input_audio', 'data'] };
    default:
      return undefined;
  }
}

function isDataUrl(url: unknown): boolean {
  return stringOf(url)?.startsWith('data:') === true;
}
