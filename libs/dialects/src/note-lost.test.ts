import { noteLost } from './note-lost.js';
import { openNotes } from './notes.js';

describe('noting what nobody else understands', () => {
  it('stays short whatever a caller names, and however much', () => {
    const notes = openNotes();
    for (let index = 0; index < 500; index += 1)
      noteLost(`${index}${'x'.repeat(200)}`, undefined, { field: 'f', notes });
    expect([notes.list.length, Math.max(...notes.list.map(({ field }) => field.length))]).toEqual([64, 2 + 64]);
  });

  it('names each kind once, wherever in a conversation it stands', () => {
    const notes = openNotes();
    for (const index of [0, 1, 2]) noteLost('name', 'why', { field: `messages[${index}]`, notes });
    expect(notes.list).toEqual([{ field: 'messages[].name', action: 'dropped', reason: 'why' }]);
  });
});
