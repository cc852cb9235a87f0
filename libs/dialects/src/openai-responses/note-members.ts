import type { WireObject } from '../json/guards.js';
import { noteLost, type MemberPlace } from '../note-lost.js';

/** Notes every member of a wire object that says something and that nobody read. */
export function noteMembers(value: WireObject, read: ReadonlySet<string>, place: MemberPlace): void {
  for (const [name, member] of Object.entries(value)) {
    if (!read.has(name) && !isIdle(name, member)) noteLost(name, undefined, place);
  }
}

/** `id` and a completed `status` are what the API gives every item; the rest says no more than being absent. */
function isIdle(name: string, value: unknown): boolean {
  if (name === 'id' || value === undefined || value === null || value === false || value === '') return true;
  if (name === 'status') return value === 'completed';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
