import type { Notes } from './notes.js';

/** Where a member stands in an ask, and who is told what it loses. */
export interface MemberPlace {
  /** The path of the object it is part of. */
  readonly field: string;
  readonly notes: Notes;
}

/** A caller may send what it likes; notes stay few. */
const maxNotes = 64;

/** Tells of a part of an ask that nobody else understands; without a reason its name, too, is its sender's own. */
export function noteLost(name: string, reason: string | undefined, { field, notes }: MemberPlace): void {
  if (reason === undefined) noteChosen(name, 'it has no counterpart elsewhere', { field, notes });
  else if (notes.list.length < maxNotes) notes.dropped(`${anyIndex(field)}.${name}`, reason);
}

/** Tells of a part of an ask that is lost, by a name that its sender chose. */
export function noteChosen(name: string, reason: string, { field, notes }: MemberPlace): void {
  if (notes.list.length < maxNotes) notes.lost(anyIndex(field), name, reason);
}

/** A path that stands for all its like, so that a long conversation notes each kind once: `messages[3]` → `messages[]`. */
export function anyIndex(field: string): string {
  return field.replaceAll(/\[\d+\]/g, '[]');
}
