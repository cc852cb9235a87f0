import type { Patch, PatchTarget } from '../dialect.js';
import { arrayOf, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { sealedPrefix } from './no-proof.js';

/**
 * The model, and nothing else unless earlier answers came from targets of other dialects: the thinking those left in
 * the history is sealed by the router, and the API would refuse the whole request for such a signature.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [patchModel(body, target.model), ...removeStrangeThinking(body)];
}

function patchModel(body: JsonText, model: string): Patch {
  const value = body.get('model');
  const text = JSON.stringify(model);
  if (value !== undefined) return { start: value.start, end: value.end, text };
  const comma = body.entries().length === 0 ? '' : ',';
  return { start: body.start + 1, end: body.start + 1, text: `"model":${text}${comma}` };
}

function removeStrangeThinking(body: JsonText): readonly Patch[] {
  const messages = arrayOf(objectOf(body.value)['messages']).map(objectOf);
  if (!messages.some((message) => message['role'] === 'assistant' && blocksOf(message).some(isStrange))) return [];
  const texts = body.get('messages')?.items() ?? [];
  const emptied = messages.map((message) => blocksOf(message).length > 0 && blocksOf(message).every(isStrange));
  const inside = messages.flatMap((message, index) => {
    const blocks = emptied[index] === true || message['role'] !== 'assistant' ? [] : blocksOf(message);
    return blocks.length === 0 ? [] : removeItems(texts[index]?.get('content')?.items() ?? [], blocks.map(isStrange));
  });
  return [...inside, ...removeItems(texts, emptied)];
}

function blocksOf(message: WireObject): readonly unknown[] {
  return arrayOf(message['content']);
}

function isStrange(block: unknown): boolean {
  const { type, signature, data } = objectOf(block);
  const proof = type === 'thinking' ? signature : type === 'redacted_thinking' ? data : undefined;
  return typeof proof === 'string' && proof.startsWith(sealedPrefix);
}

/** Removes items of an array, each run of them with one comma. */
function removeItems(items: readonly JsonText[], removed: readonly boolean[]): readonly Patch[] {
  const patches: Patch[] = [];
  for (let first = 0; first < items.length; first += 1) {
    if (removed[first] !== true) continue;
    let next = first;
    while (removed[next] === true) next += 1;
    const start = next < items.length ? items[first]?.start : (items[first - 1]?.end ?? items[first]?.start);
    const end = next < items.length ? items[next]?.start : items[next - 1]?.end;
    if (start !== undefined && end !== undefined) patches.push({ start, end, text: '' });
    first = next;
  }
  return patches;
}
