import { collidingWords } from './colliding-words.laws.js';
import { shortHash } from './short-hash.js';
import { fitWord, freeWord, type TakenWords } from './wire-words.js';

const accepted = /^[a-zA-Z0-9_-]{1,64}$/;

function freeWords(wanted: readonly string[]): readonly string[] {
  const taken: TakenWords = new Map();
  return wanted.map((word) => freeWord(word, taken));
}

describe('freeWord', () => {
  it('keeps a word that fits and is free', () => {
    expect(freeWords(['weather', 'a-b_C9'])).toEqual(['weather', 'a-b_C9']);
  });

  it('gives every wish a word of its own that the wire accepts, the same every time', () => {
    const wanted = ['weather', 'weather', 'wäther', 'wäther', '', '', 'x'.repeat(80), 'x'.repeat(80), 'x'.repeat(64)];
    const given = freeWords([...wanted, ...freeWords(wanted), ...wanted]);
    expect(new Set(given).size).toBe(given.length);
    expect(given.filter((word) => !accepted.test(word))).toEqual([]);
    expect(freeWords([...wanted, ...freeWords(wanted), ...wanted])).toEqual(given);
  });

  it('names a word as it did while more words come behind it', () => {
    const wanted = ['weather', 'wäther', 'weather', 'wäther'];
    expect(freeWords([...wanted, 'more', 'weather']).slice(0, wanted.length)).toEqual(freeWords(wanted));
  });

  it('takes a time that grows with the words, however they were chosen', () => {
    const words = collidingWords(1000);
    expect([words.length, new Set(words.map(shortHash)).size, words.every((word) => fitWord(word) === word)]).toEqual([
      1000,
      1,
      true,
    ]);
    const [first = ''] = words;
    const given = freeWords([...Array.from({ length: 50_000 }, () => first), ...words, ...words]);
    expect(new Set(given).size).toBe(given.length);
  });
});
