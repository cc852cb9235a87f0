import type { Notes } from './notes.js';

/** Where a member stands in an ask, and who is told what it loses. */
export interface MemberPlace {
  /** The path of the object it is part of. */
  readonly field: string;
  readonly notes: Notes;
}

/** A caller may name what it likes; notes stay few and short. */
const maxNotes = 64;
const maxNameLength = 64;

/** Tells of a part of an ask that nobody else understands, by the name its sender gave it. */
export function noteLost(name: string, reason: string | undefined, { field, notes }: MemberPlace): void {
  if (notes.list.length >= maxNotes) return;
  notes.dropped(`${anyIndex(field)}.${name.slice(0, maxNameLength)}`, reason ?? 'it has no counterpart elsewhere');
}

/** A path that stands for all its like, so that a long conversation notes each kind once: `messages[3]` → `messages[]`. */
export function anyIndex(field: string): string {
  return field.replaceAll(/\[\d+\]/g, '[]');
}
