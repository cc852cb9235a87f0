import type { DialectName } from '@smart-router/core';
import type { Note } from '../dialect.js';

/** Collects notes of one translation, each once. */
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

/** What a caller of each dialect calls the parts of an ask that Chat may have to change. */
interface FieldNames {
  readonly turns: string;
  readonly stop: string;
  readonly reasoning: string;
}

/** Fields as the caller of a dialect knows them. */
export const callerFields: Readonly<Record<DialectName, FieldNames>> = {
  'openai-chat': { turns: 'messages', stop: 'stop', reasoning: 'reasoning_effort' },
  'openai-responses': { turns: 'input', stop: 'stop', reasoning: 'reasoning' },
  'anthropic-messages': { turns: 'messages', stop: 'stop_sequences', reasoning: 'thinking' },
};
