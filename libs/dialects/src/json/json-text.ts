import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { isRecord } from './guards.js';
import { scanDocument, trimSpace, skipSpace, skipString, skipValue, type MemberPlace } from './scan-json.js';

/** A byte order mark is no JSON white space, so it is kept and refused. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to here members are looked through; beyond, an index keeps many look-ups of a large object from adding up. */
const fewMembers = 32;

/**
 * A JSON value as the bytes it came in, so that key order, big numbers and duplicate keys survive. Children are found on
 * demand; `value` is the ordinary parsed form. Inside a tree given to `writeJson` it is written as its own text.
 */
export class JsonText {
  readonly bytes: Uint8Array;
  /** First byte of the value. */
  readonly start: number;
  /** Behind the last byte of the value. */
  readonly end: number;
  readonly #members: readonly MemberPlace[] | undefined;
  #value: { readonly parsed: unknown } | undefined;
  #entries: readonly (readonly [string, JsonText])[] | undefined;
  #byName: ReadonlyMap<string, JsonText> | undefined;
  #items: readonly JsonText[] | undefined;

  constructor(bytes: Uint8Array, start: number, end: number, known?: KnownText) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.#value = known;
    this.#members = known?.members;
  }

  /** The parsed form; parsed once. */
  get value(): unknown {
    this.#value ??= { parsed: JSON.parse(this.raw) };
    return this.#value.parsed;
  }

  /** The text as it came in. */
  get raw(): string {
    return decoder.decode(this.bytes.subarray(this.start, this.end));
  }

  /** Members of an object in their order, duplicates included; empty for anything else. */
  entries(): readonly (readonly [string, JsonText])[] {
    this.#entries ??= this.#readEntries(this.#members ?? this.#findMembers());
    return this.#entries;
  }

  /** The last member of that name, as JSON.parse would pick it. */
  get(key: string): JsonText | undefined {
    const entries = this.entries();
    if (entries.length <= fewMembers) return entries.findLast(([name]) => name === key)?.[1];
    this.#byName ??= new Map(entries);
    return this.#byName.get(key);
  }

  /** Items of an array; empty for anything else. */
  items(): readonly JsonText[] {
    this.#items ??= this.#readItems();
    return this.#items;
  }

  #findMembers(): readonly MemberPlace[] {
    const found: MemberPlace[] = [];
    if (this.bytes[this.start] !== 123) return found;
    let here = skipSpace(this.bytes, this.start + 1);
    while (here < this.end && this.bytes[here] === 34) {
      const nameEnd = skipString(this.bytes, here);
      const valueStart = skipSpace(this.bytes, skipSpace(this.bytes, nameEnd) + 1);
      const valueEnd = skipValue(this.bytes, valueStart);
      found.push({ nameStart: here, nameEnd, valueStart, valueEnd });
      here = this.#next(valueEnd);
    }
    return found;
  }

  /** Members take names and values from an already parsed object, unless a name occurs twice. */
  #readEntries(places: readonly MemberPlace[]): readonly (readonly [string, JsonText])[] {
    const parsed = this.#value?.parsed;
    const names = isRecord(parsed) ? Object.keys(parsed) : [];
    const whole = isRecord(parsed) && names.length === places.length ? parsed : undefined;
    const inOrder = whole !== undefined && !isIndex(names[0]);
    return places.map(({ nameStart, nameEnd, valueStart, valueEnd }, index) => {
      const name = (inOrder ? names[index] : undefined) ?? this.#readName(nameStart, nameEnd);
      return [name, new JsonText(this.bytes, valueStart, valueEnd, whole && { parsed: whole[name] })];
    });
  }

  #readName(start: number, end: number): string {
    const name: unknown = JSON.parse(decoder.decode(this.bytes.subarray(start, end)));
    return String(name);
  }

  #readItems(): readonly JsonText[] {
    const found: JsonText[] = [];
    if (this.bytes[this.start] !== 91) return found;
    const parsed = this.#value?.parsed;
    const whole: readonly unknown[] | undefined = Array.isArray(parsed) ? parsed : undefined;
    let here = skipSpace(this.bytes, this.start + 1);
    while (here < this.end && this.bytes[here] !== 93) {
      const end = skipValue(this.bytes, here);
      found.push(new JsonText(this.bytes, here, end, whole && { parsed: whole[found.length] }));
      here = this.#next(end);
    }
    return found;
  }

  #next(end: number): number {
    const here = skipSpace(this.bytes, end);
    return this.bytes[here] === 44 ? skipSpace(this.bytes, here + 1) : here;
  }
}

/** Objects list names that look like an array index first, and out of their written order. */
function isIndex(name: string | undefined): boolean {
  return name !== undefined && /^\d/.test(name);
}

/** What is known of a document from reading it. */
interface KnownText {
  readonly parsed: unknown;
  readonly members?: readonly MemberPlace[];
}

/** Reads a JSON document. Refuses nesting beyond `maxDepth` before parsing, and text that is not JSON. */
export function readJson(bytes: Uint8Array, maxDepth: number): Result<JsonText> {
  const { depth, members } = scanDocument(bytes);
  if (depth > maxDepth) {
    return refuse(fault('invalid-request', `the body should nest at most ${maxDepth} levels, got ${depth}`));
  }
  const text = decoder.decode(bytes);
  try {
    const parsed: unknown = JSON.parse(text);
    const start = skipSpace(bytes, 0);
    return succeed(new JsonText(bytes, start, trimSpace(bytes, bytes.length), { parsed, members }));
  } catch {
    return refuse(fault('invalid-request', 'the body should be one JSON document, and is not valid JSON'));
  }
}
