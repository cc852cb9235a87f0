import fc from 'fast-check';
import { joinBytes } from '../join-bytes.js';
import { formatComment, formatEvent } from './format.js';
import { dataOf, includesAscii } from './frame.js';
import { openSseParser, type SseEvent } from './parse.js';
import { openFrameSplitter } from './split.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

function parseAll(chunks: readonly Uint8Array[]): readonly SseEvent[] {
  const parser = openSseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

function splitAll(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const splitter = openFrameSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

const odd = [
  ': hello\n\n',
  'data: {"a":"ü🙂"}\nevent: late\n\n',
  'event: x\r\ndata: 1\r\ndata: 2\r\n\r\n',
  'data: last',
].join('');

const oddEvents: readonly SseEvent[] = [
  { event: 'late', data: '{"a":"ü🙂"}' },
  { event: 'x', data: '1\n2' },
  { event: undefined, data: 'last' },
];

describe('openSseParser', () => {
  it('reads comments, late event lines, CRLF, several data lines and a missing last blank line', () => {
    expect(parseAll([encode(odd)])).toEqual(oddEvents);
  });

  it('gives the same events wherever the bytes are cut', () => {
    const bytes = encode(odd);
    for (let cut = 0; cut <= bytes.length; cut += 1) expect(parseAll(cutAt(bytes, [cut]))).toEqual(oddEvents);
    expect(parseAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(oddEvents);
  });

  it('passes a byte order mark over', () => {
    expect(parseAll([encode('\ufeffdata: 1\n\n')])).toEqual([{ event: undefined, data: '1' }]);
  });
});

describe('openFrameSplitter', () => {
  it('loses no byte and cuts at the same places wherever the chunks end', () => {
    const bytes = encode(odd);
    const whole = splitAll([bytes]).map(decode);
    expect(whole).toHaveLength(4);
    fc.assert(
      fc.property(fc.array(fc.nat()), (cuts) => {
        const frames = splitAll(cutAt(bytes, cuts));
        expect(frames.map(decode)).toEqual(whole);
        expect(joinBytes(frames)).toEqual(bytes);
      }),
    );
  });

  it('gives views of a chunk, not copies, for the frames that lie in it', () => {
    const chunk = encode('data: 1\n\ndata: 2\n\n');
    const frames = openFrameSplitter().push(chunk);
    expect(frames.map((frame) => frame.buffer === chunk.buffer)).toEqual([true, true]);
  });
});

describe('dataOf', () => {
  it('says of each frame what the parser says', () => {
    expect(splitAll([encode(odd)]).map(dataOf)).toEqual([undefined, '{"a":"ü🙂"}', '1\n2', 'last']);
  });

  it.each(['data', 'data:', 'data: ', 'data:x', 'data : x', 'datax: 1', '\ufeffdata: 1'])(
    'agrees with the parser on %j',
    (line) => {
      expect(dataOf(encode(`${line}\n\n`))).toBe(parseAll([encode(`${line}\n\n`)])[0]?.data);
    },
  );
});

describe('includesAscii', () => {
  it('finds a text at the start, inside and at the end, and not elsewhere', () => {
    const frame = encode('data: {"usage":1}');
    expect(['data', '"usage"', '1}', '"usag2"', '1}x'].map((text) => includesAscii(frame, text))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('formatEvent', () => {
  it('writes what the parser reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const data = text.replaceAll('\r', '');
        expect(parseAll([encode(formatEvent('x', data)), encode(formatComment('idle'))])).toEqual([
          { event: 'x', data },
        ]);
      }),
    );
  });
});
