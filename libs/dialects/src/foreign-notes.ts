import type { DialectName } from '@smart-router/core';
import type { NeutralEvent } from './neutral/events.js';
import type { Note } from './neutral/note.js';
import { openNotes } from './notes.js';

/** Notes of what an answer said and the caller's dialect cannot. */
export interface ForeignNotes {
  see(event: NeutralEvent): void;
  readonly notes: readonly Note[];
}

/** A provider may send what it likes; notes stay few. */
const maxNotes = 16;

/** No notes yet. */
export function openForeignNotes(caller: DialectName): ForeignNotes {
  const notes = openNotes();
  return {
    see: (event) => {
      // The sources a text rests on stand at the text; that a search ran, and for what, has no place there.
      if (caller === 'openai-chat' && event.kind === 'block-start' && event.block.kind === 'web-search')
        notes.dropped('web_search_call', `${caller} tells sources only, not the searches that found them`);
      if (event.kind !== 'foreign' || notes.list.length >= maxNotes) return;
      notes.lost('', event.name, `${caller} has no place for this part of the answer`);
    },
    get notes() {
      return notes.list;
    },
  };
}
