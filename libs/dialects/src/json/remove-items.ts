import type { JsonText } from './json-text.js';

/** A stretch of a body that goes. */
export interface Removal {
  readonly start: number;
  readonly end: number;
  readonly text: '';
}

/** Takes items out of an array, each run of neighbours with one comma, so that the stretches do not overlap. */
export function removeItems(items: readonly JsonText[], goes: (index: number) => boolean): readonly Removal[] {
  const removals: Removal[] = [];
  for (let first = 0; first < items.length; first += 1) {
    if (!goes(first)) continue;
    let next = first + 1;
    while (next < items.length && goes(next)) next += 1;
    removals.push(removeRun(items, first, next));
    first = next;
  }
  return removals;
}

function removeRun(items: readonly JsonText[], first: number, next: number): Removal {
  const start = items[first]?.start ?? 0;
  const following = items[next];
  if (following !== undefined) return { start, end: following.start, text: '' };
  return { start: items[first - 1]?.end ?? start, end: items[next - 1]?.end ?? start, text: '' };
}
