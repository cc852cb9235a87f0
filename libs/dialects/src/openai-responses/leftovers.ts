import type { WireObject } from '../json/guards.js';
import type { Notes } from '../notes.js';

/** A caller may name what it likes; notes stay few and short. */
const maxNotes = 64;
const maxNameLength = 64;

/** Notes every member of a wire object that says something and that nobody read. */
export function noteLeftovers(value: WireObject, read: ReadonlySet<string>, { path, notes }: LeftoverPlace): void {
  for (const [name, member] of Object.entries(value)) {
    if (read.has(name) || isIdle(name, member)) continue;
    if (notes.list.length >= maxNotes) return;
    notes.dropped(`${path}.${name.slice(0, maxNameLength)}`, 'has no counterpart elsewhere');
  }
}

/** Where leftovers are found; `path` has no indices, so that a long conversation notes each kind once. */
export interface LeftoverPlace {
  readonly path: string;
  readonly notes: Notes;
}

/** `id` and a completed `status` are what the API gives every item; the rest says no more than being absent. */
function isIdle(name: string, value: unknown): boolean {
  if (name === 'id' || value === undefined || value === null || value === false || value === '') return true;
  if (name === 'status') return value === 'completed';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
