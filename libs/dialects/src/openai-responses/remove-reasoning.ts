import type { Patch } from '../dialect.js';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { removeItems } from '../json/remove-items.js';
import { removeMember } from '../json/remove-member.js';
import type { Note } from '../neutral/note.js';
import { isWrapped } from '../neutral/wrap-proof.js';
import { isRouterMade } from './ids.js';
import { sealOf } from './seal-of.js';
import { itemType } from './wire.js';

const reasoningLeft: Note = {
  field: 'input[]',
  action: 'dropped',
  reason: 'the target takes back only reasoning that it sealed itself',
};

/** Whether this router put a reasoning item into an answer: sealed elsewhere, or shown by a target that seals nothing. */
function isOurs(item: WireObject): boolean {
  const sealed = filledString(item['encrypted_content']);
  if (itemType(item) !== 'reasoning') return false;
  return sealed === undefined ? isRouterMade(filledString(item['id']) ?? '') : isWrapped(sealed);
}

/** Takes out the reasoning that this target did not seal: what the router wrapped, and the bare proofs strange to it. */
export function removeReasoning(body: JsonText, strange: ReadonlySet<string> | undefined): readonly Patch[] {
  const items = arrayOf(objectOf(body.value)['input']).map(objectOf);
  const goes = items.map((item) => {
    return isOurs(item) || strange?.has(sealOf(item) ?? '') === true;
  });
  if (!goes.includes(true)) return [];
  const texts = body.get('input')?.items() ?? [];
  const removed = removeItems(texts, (index) => goes[index] === true);
  return [...removed.map((removal) => ({ ...removal, note: reasoningLeft })), ...forgetIds(items, goes, texts)];
}

/**
 * By its id the API knows an item that followed reasoning, and refuses it "without its required 'reasoning' item"; one
 * without id it takes as it is.
 */
function forgetIds(
  items: readonly WireObject[],
  goes: readonly boolean[],
  texts: readonly JsonText[],
): readonly Patch[] {
  const patches: Patch[] = [];
  let orphaned = false;
  for (const [index, item] of items.entries()) {
    orphaned = goes[index] === true || (orphaned && isSaid(item));
    const text = goes[index] === true || !orphaned ? undefined : texts[index];
    const id = text?.get('id');
    if (text !== undefined && id !== undefined) patches.push(removeMember(text, id));
  }
  return patches;
}

/** Whether an item is part of what the assistant said, and does well without an id. */
function isSaid(item: WireObject): boolean {
  const type = itemType(item);
  return (
    type === 'function_call' || type === 'custom_tool_call' || (type === 'message' && item['role'] === 'assistant')
  );
}
