import fc from 'fast-check';
import { JsonText, readJson } from './json-text.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string): JsonText {
  const result = readJson(encode(text), 64);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

describe('readJson', () => {
  it('finds the same members in its one pass as a walk over the object does', () => {
    const space = fc.constantFrom('', ' ', '\n\t');
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.nat().map(String)), fc.jsonValue()), space, (tree, gap) => {
        const text = `${gap}${JSON.stringify(tree, undefined, gap)}${gap}`;
        const whole = read(text);
        const walked = new JsonText(whole.bytes, whole.start, whole.end);
        const shown = (value: JsonText) => value.entries().map(([name, member]) => [name, member.raw]);
        expect(shown(whole)).toEqual(shown(walked));
        expect(whole.raw).toBe(text.trim());
        for (const [name, member] of whole.entries())
          expect(JSON.stringify(member.value)).toBe(JSON.stringify(tree[name]));
      }),
    );
  });

  it('keeps the written order of names that look like numbers', () => {
    const text = read('{"b":1,"10":2,"2":3}');
    expect(text.entries().map(([name, value]) => [name, value.value])).toEqual([
      ['b', 1],
      ['10', 2],
      ['2', 3],
    ]);
  });

  it('keeps duplicate and escaped names, and picks the last one as JSON.parse does', () => {
    const text = read('{"model":"a","mod\\u0065l" : "b" , "list":[{"model":1}]}');
    expect(text.entries().map(([name]) => name)).toEqual(['model', 'model', 'list']);
    expect(text.get('model')?.value).toBe('b');
  });

  it.each(['', '{', '{"a":1,}', '1 2', '\ufeff{}', '{"a":"\u0001"}', 'NaN'])('refuses %j', (text) => {
    expect(readJson(encode(text), 64)).toMatchObject({ ok: false, fault: { type: 'invalid-request' } });
  });

  it('refuses nesting beyond the limit before parsing', () => {
    expect(readJson(encode('['.repeat(1_000_000)), 64)).toMatchObject({ ok: false });
    expect(readJson(encode('[[1]]'), 2)).toMatchObject({ ok: true });
    expect(readJson(encode('[[1]]'), 1)).toMatchObject({ ok: false });
  });
});
