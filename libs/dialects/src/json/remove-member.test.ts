import { applyPatches } from '../apply-patches.js';
import { jsonText } from '../generated.laws.js';
import { removeMember } from './remove-member.js';

function without(name: string, text: string): string {
  const object = jsonText(text);
  const value = object.get(name);
  if (value === undefined) throw new Error(`${text} should have ${name}`);
  return new TextDecoder().decode(applyPatches(object.bytes, [removeMember(object, value)]));
}

test('a member goes with one comma, wherever it stands', () => {
  expect(without('a', '{"a":1}')).toBe('{}');
  expect(without('a', '{"a":1, "b":2}')).toBe('{"b":2}');
  expect(without('b', '{"a":1, "b" : 2}')).toBe('{"a":1}');
});

test('a neighbour keeps its whole name, quotes and backslashes in it included', () => {
  for (const name of ['x"messages', 'x\\', 'x\\"', '"', '""x', '\\']) {
    const rest = JSON.stringify({ [name]: 1 });
    expect(without('a', `{"a":0,${rest.slice(1)}`)).toBe(rest);
    expect(without('a', `${rest.slice(0, -1)},"a":0}`)).toBe(rest);
    expect(without(name, `{"a":0,${rest.slice(1)}`)).toBe('{"a":0}');
  }
});
