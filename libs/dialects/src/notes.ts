import type { Note } from './neutral/note.js';

/** Collects the notes of one translation, each once. */
export interface Notes {
  dropped(field: string, reason: string): void;
  /** Something dropped whose name is not one of ours: `path.name`, or `name` where the path is empty. */
  lost(path: string, name: string, reason: string): void;
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
    lost: (path, name, reason) => add(lostNote(path, name, reason)),
    changed: (field, reason) => add({ field, action: 'changed', reason }),
    list,
  };
}

/** Callers and providers may name what they like; notes stay short. */
const maxNameLength = 64;

/** A note of something dropped under a name that a caller or provider chose. */
export function lostNote(path: string, name: string, reason: string): Note {
  const chosenName = name.slice(0, maxNameLength);
  return { field: path === '' ? chosenName : `${path}.${chosenName}`, action: 'dropped', reason, chosenName };
}
