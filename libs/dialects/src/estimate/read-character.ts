const backslash = 92;
const letterU = 117;

/** What the letter of a short escape stands for, e.g. a line break for `n`. */
const escaped: Uint8Array = Uint8Array.from({ length: 256 }, (_unused, byte) => {
  const breaks: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
  return breaks[String.fromCharCode(byte)] ?? byte;
});

/** The character at `at` of JSON text: one of several bytes, or an escape. Never throws on bytes that are neither. */
export function codeAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first === backslash) return escapeAt(bytes, at);
  if (first < 0xe0) return ((first & 0x1f) << 6) | tail(bytes, at + 1);
  if (first < 0xf0) return ((first & 0xf) << 12) | (tail(bytes, at + 1) << 6) | tail(bytes, at + 2);
  return ((first & 7) << 18) | (tail(bytes, at + 1) << 12) | (tail(bytes, at + 2) << 6) | tail(bytes, at + 3);
}

/** How many bytes it takes. */
export function widthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first === backslash) {
    if (bytes[at + 1] !== letterU) return 2;
    return isPair(bytes, at) ? 12 : 6;
  }
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function escapeAt(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (kind !== letterU) return (escaped[kind] ?? 0) & 0x7f;
  const high = hexAt(bytes, at + 2);
  return isPair(bytes, at) ? 0x10000 + ((high & 0x3ff) << 10) + (hexAt(bytes, at + 8) & 0x3ff) : high;
}

/** Whether two escapes make one character, e.g. `\ud83d\ude00`. */
function isPair(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 6] !== backslash || bytes[at + 7] !== letterU) return false;
  return hexAt(bytes, at + 2) >> 10 === 0x36 && hexAt(bytes, at + 8) >> 10 === 0x37;
}

function hexAt(bytes: Uint8Array, at: number): number {
  return (digit(bytes[at]) << 12) | (digit(bytes[at + 1]) << 8) | (digit(bytes[at + 2]) << 4) | digit(bytes[at + 3]);
}

function digit(byte: number | undefined = 0): number {
  return (byte & 15) + (byte > 64 ? 9 : 0);
}

function tail(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) & 0x3f;
}
