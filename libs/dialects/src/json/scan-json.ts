const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** Skips white space from `at`; returns the first other position. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let here = at;
  while (here < bytes.length && (bytes[here] ?? 0) <= 32) here += 1;
  return here;
}

/** The position behind the string whose opening quote is at `at`. */
export function skipString(bytes: Uint8Array, at: number): number {
  let here = at + 1;
  while (here < bytes.length) {
    const byte = bytes[here];
    if (byte === quote) return here + 1;
    here += byte === backslash ? 2 : 1;
  }
  return bytes.length;
}

/** The position behind the value that starts at `at`; the text must be valid JSON. */
export function skipValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === quote) return skipString(bytes, at);
  if (first === openBrace || first === openBracket) return skipNested(bytes, at);
  let here = at;
  while (here < bytes.length && !endsScalar(bytes[here] ?? 0)) here += 1;
  return here;
}

/** The deepest nesting of arrays and objects, found without parsing; strings are passed over. */
export function nestingDepth(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  for (let here = 0; here < bytes.length; here += 1) {
    const byte = bytes[here];
    if (byte === quote) here = skipString(bytes, here) - 1;
    else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
  }
  return deepest;
}

function skipNested(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let here = at; here < bytes.length; here += 1) {
    const byte = bytes[here];
    if (byte === quote) here = skipString(bytes, here) - 1;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return here + 1;
    }
  }
  return bytes.length;
}

function endsScalar(byte: number): boolean {
  return byte <= 32 || byte === 44 || byte === closeBrace || byte === closeBracket;
}
