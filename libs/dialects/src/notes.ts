import type { Note } from './neutral/note.js';

/** Collects the notes of one translation, each once. */
export interface Notes {
  dropped(field: string, reason: string): void;
  changed(field: string, reason: string): void;
  readonly list: readonly Note[];
}

/** An empty collection. */
export function openNotes(): Notes {
  const list: Note[] = [];
  const known = new Set<string>();
  const add = (note: Note): void => {
    const key = JSON.stringify([note.field, note.action, note.reason]);
    if (known.has(key)) return;
    known.add(key);
    list.push(note);
  };
  return {
    dropped: (field, reason) => add({ field, action: 'dropped', reason }),
    changed: (field, reason) => add({ field, action: 'changed', reason }),
    list,
  };
}
