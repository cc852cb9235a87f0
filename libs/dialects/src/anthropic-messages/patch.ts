import type { Patch, PatchTarget } from '../dialect.js';
import { arrayOf, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { isRouterMade } from './router-made.js';

/**
 * The model, and nothing else unless earlier answers came from targets of other dialects: the thinking, searches and
 * sources those left in the history bear the router's mark, and the API would refuse the whole request for them.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [patchModel(body, target.model), ...removeRouterMade(body)];
}

function patchModel(body: JsonText, model: string): Patch {
  const value = body.get('model');
  const text = JSON.stringify(model);
  if (value !== undefined) return { start: value.start, end: value.end, text };
  const comma = body.entries().length === 0 ? '' : ',';
  return { start: body.start + 1, end: body.start + 1, text: `"model":${text}${comma}` };
}

function removeRouterMade(body: JsonText): readonly Patch[] {
  const messages = arrayOf(objectOf(body.value)['messages']).map(objectOf);
  if (!messages.some((message) => message['role'] === 'assistant' && blocksOf(message).some(bearsMark))) return [];
  const texts = body.get('messages')?.items() ?? [];
  const emptied = messages.map((message) => blocksOf(message).length > 0 && blocksOf(message).every(isRouterMade));
  const inside = messages.flatMap((message, index) => {
    const blocks = emptied[index] === true || message['role'] !== 'assistant' ? [] : blocksOf(message);
    if (!blocks.some(bearsMark)) return [];
    const items = texts[index]?.get('content')?.items() ?? [];
    return [...removeItems(items, blocks.map(isRouterMade)), ...items.flatMap(removeSources)];
  });
  return [...inside, ...removeItems(texts, emptied)];
}

function bearsMark(block: unknown): boolean {
  return isRouterMade(block) || arrayOf(objectOf(block)['citations']).some(isRouterMade);
}

/** Sources of a text that another dialect's provider named. */
function removeSources(block: JsonText): readonly Patch[] {
  const sources = arrayOf(objectOf(block.value)['citations']);
  const text = block.get('citations');
  if (text === undefined || !sources.some(isRouterMade)) return [];
  if (sources.every(isRouterMade)) return [{ start: text.start, end: text.end, text: 'null' }];
  return removeItems(text.items(), sources.map(isRouterMade));
}

function blocksOf(message: WireObject): readonly unknown[] {
  return arrayOf(message['content']);
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
