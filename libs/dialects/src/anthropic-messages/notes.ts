import type { DialectName } from '@smart-router/core';
import type { Note } from '../dialect.js';

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

/** What a caller calls the parts of an ask that may have to change here. */
interface FieldNames {
  readonly turns: string;
  /** A tool result's reference to its call. */
  readonly callId: string;
  readonly cap: string;
  readonly stop: string;
  readonly reasoning: string;
  readonly format: string;
}

/** Fields as the callers of each dialect know them. */
export const callerFields: Readonly<Record<DialectName, FieldNames>> = {
  'openai-chat': {
    turns: 'messages',
    callId: 'tool_call_id',
    cap: 'max_completion_tokens',
    stop: 'stop',
    reasoning: 'reasoning_effort',
    format: 'response_format',
  },
  'openai-responses': {
    turns: 'input',
    callId: 'call_id',
    cap: 'max_output_tokens',
    stop: 'stop',
    reasoning: 'reasoning',
    format: 'text.format',
  },
  'anthropic-messages': {
    turns: 'messages',
    callId: 'tool_use_id',
    cap: 'max_tokens',
    stop: 'stop_sequences',
    reasoning: 'thinking',
    format: 'output_config.format',
  },
};
