import { openNotes } from './notes.js';

test('a note is kept once, in the order of first mention', () => {
  const notes = openNotes();
  notes.dropped('stop', 'is unknown there');
  notes.changed('reasoning', 'max became high');
  notes.dropped('stop', 'is unknown there');
  expect(notes.list).toEqual([
    { field: 'stop', action: 'dropped', reason: 'is unknown there' },
    { field: 'reasoning', action: 'changed', reason: 'max became high' },
  ]);
});
