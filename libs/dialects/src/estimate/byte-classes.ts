/** Classes of bytes; a letter's class tells how common it is, a lead byte's which script it begins. */
export const byteClasses = [
  ...['vowel', 'consonant', 'rare', 'upper', 'digit', 'space', 'break', 'quote', 'backslash', 'bracket'],
  ...['stop', 'joint', 'sign', 'latin', 'greek', 'cyrillic', 'semitic', 'indic', 'symbol', 'kana', 'han', 'hangul'],
  ...['wide', 'emoji', 'continuation'],
] as const;

/** Bits a class fits into. */
export const classBits = 5;

const lineBreak = 6;
const continuation = 24;

const charsOf: readonly (readonly [string, number])[] = [
  ...[['aeiou', 0] as const, ['bcdfghlmnprst', 1] as const, ['jkqvwxyz', 2] as const],
  ...[['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3] as const, ['0123456789', 4] as const, [' ', 5] as const, ['"', 7] as const],
  ...[['\\', 8] as const, ['()[]{}', 9] as const, ['.,:;', 10] as const, ['-_/', 11] as const],
];

/** From a lead byte on, the script that begins there. */
const leads: readonly (readonly [number, number])[] = [
  ...[[0xc0, 13] as const, [0xca, 14] as const, [0xd0, 15] as const, [0xd4, 16] as const, [0xe0, 17] as const],
  ...[[0xe2, 18] as const, [0xe3, 19] as const, [0xe4, 20] as const, [0xea, 21] as const, [0xee, 22] as const],
  ...[[0xf0, 23] as const],
];

/** The class of every byte. */
export const classOfByte: Uint8Array = Uint8Array.from({ length: 256 }, (_unused, byte) => classify(byte));

function classify(byte: number): number {
  if (byte < 32) return lineBreak;
  if (byte < 128) return charsOf.find(([chars]) => chars.includes(String.fromCharCode(byte)))?.[1] ?? 12;
  return leads.findLast(([from]) => byte >= from)?.[1] ?? continuation;
}
