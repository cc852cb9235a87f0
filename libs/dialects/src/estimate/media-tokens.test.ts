import { readJson } from '../json/json-text.js';
import type { JsonText } from '../json/json-text.js';
import { imageSize } from './image-size.js';
import { imageTokens, mediaTokens, unseenMediaTokens } from './media-tokens.js';
import { readBase64 } from './read-base64.js';

function jsonString(text: string): JsonText {
  const read = readJson(new TextEncoder().encode(JSON.stringify(text)), 8);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const bytesOf = (hex: string, length = 64): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  return bytes;
};
const exif = `ffd8 ffe1 0010 ${'00'.repeat(14)}`;

describe('the size of an image', () => {
  it.each([
    ['PNG', '89504e47 0d0a1a0a 0000000d 49484452 00000320 00000258', { width: 800, height: 600 }],
    ['GIF', '47494638 3961 4001 f000', { width: 320, height: 240 }],
    ['lossy WebP', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 2003 5802', { width: 800, height: 600 }],
    ['lossless WebP', '52494646 00000000 57454250 5650384c 00000000 2f 1fc3 9500', { width: 800, height: 600 }],
    [
      'extended WebP',
      '52494646 00000000 57454250 56503858 0a000000 00000000 1f0300 570200',
      { width: 800, height: 600 },
    ],
    ['JPEG behind notes of a camera', `${exif} ffc0 0011 08 0258 0320`, { width: 800, height: 600 }],
  ])('is in the first bytes of a %s', (_name, hex, size) => {
    expect(imageSize(bytesOf(hex))).toEqual(size);
  });

  it.each(['', '89504e47', 'ffd8 ffe1', 'ffd8 ffe0 ffff', '52494646 00000000 57415645', '25504446'])(
    'is not found in %j',
    (hex) => {
      expect(imageSize(bytesOf(hex))).toBeUndefined();
      expect(imageSize(bytesOf(hex, Math.max(4, hex.length)).subarray(0, 8))).toBeUndefined();
    },
  );
});

describe('the tokens of an image', () => {
  // https://platform.openai.com/docs/guides/images-vision#calculating-costs
  it.each([
    [1024, 1024, 765],
    [2048, 4096, 1105],
    [200, 200, 255],
  ])('of %d by %d pixels in tiles are those of the provider’s own example', (width, height, tokens) => {
    expect(imageTokens({ width, height }, 'tiles')).toBe(tokens);
  });

  it('by area follow the pixels up to a bound', () => {
    expect(imageTokens({ width: 200, height: 200 }, 'area')).toBe(54);
    expect(imageTokens({ width: 1000, height: 1000 }, 'area')).toBe(1334);
    expect(imageTokens({ width: 4_000_000_000, height: 4_000_000_000 }, 'area')).toBe(1600);
  });
});

describe('the tokens of media', () => {
  const of = (modality: 'image' | 'file' | 'audio' | 'video', bytes?: Uint8Array, head = '') =>
    mediaTokens({
      modality,
      inline: bytes && jsonString(head + Buffer.from(bytes).toString('base64')),
      imageBilling: 'area',
    });

  it('are a constant where only an address is there', () => {
    for (const modality of ['image', 'file', 'audio', 'video'] as const)
      expect(of(modality)).toBe(unseenMediaTokens[modality]);
    expect(mediaTokens({ modality: 'image', inline: jsonString(''), imageBilling: 'area' })).toBe(1100);
  });

  it('of a PDF are by its pages, of text by its length, and bounded', () => {
    const pdf = bytesOf('25504446 2d', 150_000);
    expect(of('file', pdf, 'data:application/pdf;base64,')).toBe(3 * 2000);
    expect(of('file', bytesOf('25504446', 30_000_000))).toBe(200_000);
    expect(of('file', new TextEncoder().encode('plain words '.repeat(100)))).toBe(300);
  });

  it('of audio are by its length, packed or not', () => {
    expect(of('audio', bytesOf('52494646', 480_000))).toBe(100);
    expect(of('audio', bytesOf('49443303', 480_000))).toBe(300);
  });
});

describe('readBase64', () => {
  it.each(['data:image/png;base64,', ''])('reads only as many bytes as it is asked for, behind %j', (head) => {
    const text = jsonString(`${head}${Buffer.from('Hello, world').toString('base64')}`);
    expect(Buffer.from(readBase64(text, 5)).toString()).toBe('Hello');
    expect(Buffer.from(readBase64(text, 99)).toString()).toBe('Hello, world');
  });
});
