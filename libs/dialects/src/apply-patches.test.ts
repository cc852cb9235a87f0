import { applyPatches } from './apply-patches.js';

const apply = (text: string, patches: Parameters<typeof applyPatches>[1]) =>
  new TextDecoder().decode(applyPatches(new TextEncoder().encode(text), patches));

describe('applyPatches', () => {
  it('replaces, inserts and removes at byte positions, in any order', () => {
    const patches = [
      { start: 6, end: 6, text: '+' },
      { start: 0, end: 2, text: 'ü' },
      { start: 3, end: 4, text: '' },
    ];
    expect(apply('abcdef', patches)).toBe('ücef+');
  });

  it('returns the same bytes when there is nothing to patch', () => {
    const bytes = new Uint8Array(3);
    expect(applyPatches(bytes, [])).toBe(bytes);
  });
});
