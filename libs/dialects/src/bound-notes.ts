import type { Note } from './neutral/note.js';

/** A caller may send as many fields as it likes, named as it likes; the notes on them stay few and short. */
const maxNotes = 64;
const maxFieldLength = 128;

/** One note a field, since a writer may note what the losses table already did; what is beyond the bound is counted. */
export function boundNotes(notes: readonly Note[]): readonly Note[] {
  const byField = new Map<string, Note>();
  for (const note of notes) if (!byField.has(note.field)) byField.set(note.field, note);
  const kept = [...byField.values()]
    .slice(0, maxNotes)
    .map((note) => ({ ...note, field: note.field.slice(0, maxFieldLength) }));
  const more = byField.size - kept.length;
  return more === 0
    ? kept
    : [...kept, { field: '(others)', action: 'dropped', reason: `${more} more were dropped or changed` }];
}
