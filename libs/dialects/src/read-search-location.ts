import { filledString, type WireObject } from './json/guards.js';
import type { WebSearch } from './neutral/ask.js';

const members = ['city', 'region', 'country', 'timezone'] as const;

/** Where the user is, in the words all three APIs share; `undefined` when nothing of it is said. */
export function readSearchLocation(wire: WireObject): WebSearch['location'] {
  const known = members.flatMap((name) => {
    const value = filledString(wire[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
