import { isRecord, stringOf } from '../json/guards.js';

/** An object of the wire whose fields are not checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

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

/** The id an answer of ours carries. */
export function completionId(requestId: string): string {
  return `chatcmpl-${requestId.replace(/^req_/, '')}`;
}

/** Choice 0, the only one that is read; servers that send one choice may leave its index out. */
export function isFirstChoice(choice: unknown): boolean {
  return isRecord(choice) && (choice['index'] ?? 0) === 0;
}

/** The name a call shows to a Chat caller, who knows no namespaces. */
export function calledName(call: { readonly name: string; readonly namespace?: string }): string {
  return call.namespace === undefined ? call.name : `${call.namespace}__${call.name}`;
}
