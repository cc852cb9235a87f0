import { isRecord, stringOf } from '../json/guards.js';

/** An object of the wire whose fields are not checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** This dialect's name, as its proofs and foreign parts carry it. */
export const dialectName = 'openai-responses';

/** The value when it is an object, else an empty one, so that fields of absent objects read as absent. */
export function objectOf(value: unknown): WireObject {
  return isRecord(value) ? value : {};
}

/** The value when it is a string with at least one character. */
export function filledString(value: unknown): string | undefined {
  return stringOf(value) || undefined;
}

/** A value in a message to its sender: scalars as they are, others by their type. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'array' : 'object';
}

/** The part of a data URL that matters: `data:image/png;base64,AAAA`. `undefined` for anything else. */
export function readDataUrl(url: string): { readonly mediaType: string; readonly data: string } | undefined {
  if (!url.startsWith('data:')) return undefined;
  const comma = url.indexOf(',');
  const head = url.slice('data:'.length, comma);
  if (comma < 0 || !head.endsWith(';base64')) return undefined;
  return { mediaType: head.slice(0, -';base64'.length), data: url.slice(comma + 1) };
}

/** The type of an input item; some clients leave `type` out of messages and of references. */
export function itemType(item: WireObject): string {
  const type = filledString(item['type']);
  if (type !== undefined) return type;
  return item['role'] === undefined && filledString(item['id']) !== undefined ? 'item_reference' : 'message';
}

/** Separates the paragraphs of a summary, whose parts have no separator of their own. */
export const paragraphBreak = '\n\n';
