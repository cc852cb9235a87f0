import fc from 'fast-check';
import { readJson } from './json-text.js';
import { writeJson } from './write-json.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('writeJson', () => {
  it('writes a JsonText with its own numbers, key order and spacing', () => {
    const read = readJson(bytes('{"a":{"10":12345678901234567890, "2":1.0},"b":["\\"x"]}'), 64);
    if (!read.ok) throw new Error(read.fault.message);
    expect(writeJson({ kept: read.value.get('a'), list: read.value.get('b')?.items() })).toBe(
      '{"kept":{"10":12345678901234567890, "2":1.0},"list":["\\"x"]}',
    );
  });

  it('writes what JSON.stringify would, but for JSON texts', () => {
    const trees = fc.oneof(fc.jsonValue(), fc.object({ values: [fc.string(), fc.double(), fc.constant(undefined)] }));
    fc.assert(fc.property(trees, (tree) => void expect(writeJson(tree)).toBe(JSON.stringify(tree))));
  });
});
