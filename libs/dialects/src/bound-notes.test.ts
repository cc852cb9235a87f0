import { boundNotes } from './bound-notes.js';
import type { Note } from './neutral/note.js';

const note = (field: string, reason = 'because'): Note => ({ field, action: 'dropped', reason });

describe('the notes of a translation', () => {
  it('tell of a field once, in the first words', () => {
    expect(boundNotes([note('seed'), note('user'), note('seed', 'again')])).toEqual([note('seed'), note('user')]);
  });

  it('stay few and short, and count what they leave out', () => {
    const many = Array.from({ length: 1000 }, (_, index) => note(`${'x'.repeat(5000)}${index}`));
    const bound = boundNotes(many.map((each, index) => ({ ...each, field: `${index}${each.field}` })));
    expect(bound).toHaveLength(65);
    expect(Math.max(...bound.map(({ field }) => field.length))).toBe(128);
    expect(bound.at(-1)).toEqual({ field: '(others)', action: 'dropped', reason: '936 more were dropped or changed' });
  });
});
