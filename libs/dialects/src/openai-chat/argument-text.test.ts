import fc from 'fast-check';
import { openArgumentText } from './argument-text.js';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return text.trimEnd().endsWith('}');
  } catch {
    return false;
  }
};

function agrees(pieces: readonly string[]): void {
  const following = openArgumentText();
  let text = '';
  for (const piece of pieces) {
    following.push(piece);
    text += piece;
    expect([text, following.complete]).toEqual([text, parses(text)]);
  }
}

describe('the arguments of a call', () => {
  it('are complete when they are one JSON object, wherever they are cut', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => agrees([...JSON.stringify(value), ' ', '\n'])),
    );
  });

  it('are not complete for brackets and quotes that make no JSON', () => {
    const odd = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', '{}', ' ', ',', '"a":1', '{"a":"}"}'));
    fc.assert(fc.property(odd, (pieces) => agrees(pieces)));
  });

  it('are read once, however many pieces end like an object', () => {
    const following = openArgumentText();
    following.push('{"a":[');
    for (let piece = 0; piece < 500_000; piece += 1) following.push('{},{}');
    following.push(']}');
    expect(following.complete).toBe(false);
  });
});
