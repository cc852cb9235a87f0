import type { Note } from '@smart-router/dialects';
import { ledgerNotes } from './ledger-notes.js';

const dropped = (field: string, chosenName?: string): Note => ({
  ...{ field, action: 'dropped', reason: 'nobody knows it' },
  ...(chosenName !== undefined && { chosenName }),
});

describe('what the ledger keeps of notes', () => {
  it('leaves out the names that callers make up, and keeps the path to them', () => {
    const notes = [dropped('my secret', 'my secret'), dropped('messages[].my secret', 'my secret'), dropped('seed')];
    expect(ledgerNotes(notes)).toEqual([
      ...['*: dropped, nobody knows it', 'messages[].*: dropped, nobody knows it', 'seed: dropped, nobody knows it'],
    ]);
  });

  it('tells once what happened to several of them', () => {
    expect(ledgerNotes([dropped('one', 'one'), dropped('two', 'two')])).toEqual(['*: dropped, nobody knows it']);
  });
});
