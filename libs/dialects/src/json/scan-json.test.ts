import fc from 'fast-check';
import { scanDocument, skipString, skipValue } from './scan-json.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Strings of quotes and backslashes, shorter and longer than what is read byte by byte. */
const escapes = fc.string({ unit: fc.constantFrom('"', '\\', 'a', 'ü', '\n'), maxLength: 80 });

describe('skipString', () => {
  it('finds the end of every string, whatever is escaped in it', () => {
    fc.assert(
      fc.property(escapes, (text) => {
        const written = encode(JSON.stringify(text));
        expect(skipString(encode(`${JSON.stringify(text)},"next"`), 0)).toBe(written.length);
      }),
    );
  });

  it('stops at the end of the bytes when the string has none', () => {
    for (const text of ['"', '"\\', `"${'a'.repeat(50)}`, `"${'a'.repeat(50)}\\"`]) {
      expect(skipString(encode(text), 0)).toBe(encode(text).length);
    }
  });
});

describe('skipValue', () => {
  it('finds the end of every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), escapes, (value, text) => {
        const written = JSON.stringify([value, text]);
        expect(skipValue(encode(`${written} ,1`), 0)).toBe(encode(written).length);
      }),
    );
  });
});

describe('the depth of scanDocument', () => {
  it.each([
    ['1', 0],
    ['"[[["', 0],
    ['[[],{"a":[1]}]', 3],
    [`{"${'a'.repeat(60)}\\"[[":[]}`, 2],
  ])('of %s is %i', (text, depth) => {
    expect(scanDocument(encode(text)).depth).toBe(depth);
  });
});
