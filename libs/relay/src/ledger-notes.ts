import type { Note } from '@smart-router/dialects';

/** What a translation lost, as the ledger keeps it: each once, and without names that a caller or provider made up. */
export function ledgerNotes(notes: readonly Note[]): readonly string[] {
  return [...new Set(notes.map((note) => `${keptField(note)}: ${note.action}, ${note.reason}`))];
}

/** `messages[].*` for a member nobody knows: its name may be anything, even a prompt. */
function keptField({ field, chosenName }: Note): string {
  return chosenName === undefined ? field : `${field.slice(0, field.length - chosenName.length)}*`;
}
