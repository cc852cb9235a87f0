const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
const comma = 44;
const colon = 58;

/** Skips white space from `at`; returns the first other position. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let here = at;
  while (here < bytes.length && (bytes[here] ?? 0) <= 32) here += 1;
  return here;
}

/** Up to here a string is read byte by byte; beyond, a native search for its end pays. */
const shortString = 24;

/** The position behind the string whose opening quote is at `at`. */
export function skipString(bytes: Uint8Array, at: number): number {
  let here = at + 1;
  const near = Math.min(here + shortString, bytes.length);
  while (here < near) {
    const byte = bytes[here];
    if (byte === quote) return here + 1;
    here += byte === backslash ? 2 : 1;
  }
  return skipLongString(bytes, here);
}

function skipLongString(bytes: Uint8Array, from: number): number {
  for (let found = bytes.indexOf(quote, from); found !== -1; found = bytes.indexOf(quote, found + 1)) {
    let escapes = found;
    while (escapes > from && bytes[escapes - 1] === backslash) escapes -= 1;
    if ((found - escapes) % 2 === 0) return found + 1;
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

/** What one pass over a document finds, without parsing it. */
export interface DocumentScan {
  /** The deepest nesting of arrays and objects. */
  readonly depth: number;
  /** Members of the outermost object, in order; empty for another document. */
  readonly members: readonly MemberPlace[];
}

/** Where a member of an object lies. */
export interface MemberPlace {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Scans a document once, passing strings over. The members are only right when the text is valid JSON. */
export function scanDocument(bytes: Uint8Array): DocumentScan {
  const members: MemberPlace[] = [];
  let depth = 0;
  let deepest = 0;
  let nameStart = -1;
  let nameEnd = -1;
  let valueStart = -1;
  for (let here = 0; here < bytes.length; here += 1) {
    const byte = bytes[here];
    if (byte === quote) {
      const end = skipString(bytes, here);
      if (depth === 1 && nameStart === -1) {
        nameStart = here;
        nameEnd = end;
      }
      here = end - 1;
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
    }
    if (depth > 1 || (byte !== colon && byte !== comma && byte !== closeBrace)) continue;
    if (byte === colon) valueStart = skipSpace(bytes, here + 1);
    else if (valueStart !== -1 && (byte === comma || depth === 0)) {
      members.push({ nameStart, nameEnd, valueStart, valueEnd: trimSpace(bytes, here) });
      nameStart = valueStart = -1;
    }
  }
  return { depth: deepest, members };
}

/** The position behind the last byte before `end` that is no white space. */
export function trimSpace(bytes: Uint8Array, end: number): number {
  let here = end;
  while ((bytes[here - 1] ?? quote) <= 32) here -= 1;
  return here;
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
  return byte <= 32 || byte === comma || byte === closeBrace || byte === closeBracket;
}
