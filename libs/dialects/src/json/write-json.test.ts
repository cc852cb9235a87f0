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

  it('is not confused by a string that holds its own marker', () => {
    const read = readJson(bytes('[1]'), 64);
    if (!read.ok) throw new Error(read.fault.message);
    expect(writeJson({ trap: '\u0001json-text-0-', kept: read.value })).toBe(
      '{"trap":"\\u0001json-text-0-","kept":[1]}',
    );
  });
});
