import { openNotes } from '../notes.js';
import { noteMembers } from './note-members.js';

const fieldsOf = (value: Readonly<Record<string, unknown>>): readonly string[] => {
  const notes = openNotes();
  noteMembers(value, new Set(['read']), { field: 'input[]', notes });
  return notes.list.map(({ field }) => field);
};

describe('noting what nobody read', () => {
  it('names members that say something', () => {
    expect(
      fieldsOf({ read: 1, phase: 'commentary', flags: [0], nested: { a: 1 }, zero: 0, status: 'incomplete' }),
    ).toEqual(['input[].phase', 'input[].flags', 'input[].nested', 'input[].zero', 'input[].status']);
  });

  it('says nothing of ids, completed states and empty values', () => {
    const idle = { id: 'x', status: 'completed', a: null, b: undefined, c: false, d: '', e: [], f: {} };
    expect(fieldsOf(idle)).toEqual([]);
  });

  it('stays short whatever a caller names', () => {
    const names = Array.from({ length: 500 }, (_member, index) => [`${index}${'x'.repeat(200)}`, 1] as const);
    const fields = fieldsOf(Object.fromEntries(names));
    expect([fields.length, Math.max(...fields.map(({ length }) => length))]).toEqual([64, 'input[].'.length + 64]);
  });
});
