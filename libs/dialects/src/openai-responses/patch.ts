import type { Patch, PatchTarget } from '../dialect.js';
import { arrayOf, objectOf, stringOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { unwrapProof } from '../neutral/wrap-proof.js';

/**
 * The named patches that carry a Responses body to a Responses target: its model, and the reasoning items that another
 * dialect's provider sealed and we wrapped, which this provider would refuse. Usage is always reported.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [modelPatch(body, target.model), ...wrappedItemPatches(body)].toSorted(
    (left, right) => left.start - right.start,
  );
}

function modelPatch(body: JsonText, model: string): Patch {
  const value = body.get('model');
  if (value !== undefined) return { start: value.start, end: value.end, text: JSON.stringify(model) };
  const at = body.start + 1;
  return { start: at, end: at, text: `"model":${JSON.stringify(model)}${body.entries().length === 0 ? '' : ','}` };
}

function wrappedItemPatches(body: JsonText): readonly Patch[] {
  const wrapped = arrayOf(objectOf(body.value)['input']).flatMap((item, index) => (isWrapped(item) ? [index] : []));
  if (wrapped.length === 0) return [];
  const items = body.get('input')?.items() ?? [];
  return runsOf(wrapped).map(([first, last]) => removal(items, first, last));
}

function isWrapped(item: unknown): boolean {
  const { type, encrypted_content: sealed } = objectOf(item);
  return type === 'reasoning' && unwrapProof(stringOf(sealed) ?? '') !== undefined;
}

/** Neighbours are removed together, so that patches do not overlap: `[1, 2, 5]` → `[[1, 2], [5, 5]]`. */
function runsOf(indices: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const index of indices) {
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

/** Takes one comma along. */
function removal(items: readonly JsonText[], first: number, last: number): Patch {
  const start = items[first]?.start ?? 0;
  const next = items[last + 1];
  if (next !== undefined) return { start, end: next.start, text: '' };
  return { start: items[first - 1]?.end ?? start, end: items[last]?.end ?? start, text: '' };
}
