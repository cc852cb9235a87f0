import { isRecord } from '../json/guards.js';
import { readJson, type JsonText } from '../json/json-text.js';

/** Deeper arguments than any tool takes, and far from what would exhaust the stack. */
const maxDepth = 512;

const encoder = new TextEncoder();

/** The arguments of a call: an object as its own text, anything else inside one. */
export interface ToolInput {
  readonly input: JsonText | { readonly input?: string };
  /** The arguments were no JSON object, and were put inside one. */
  readonly wrapped: boolean;
}

/** A function's arguments, which the API takes as an object only. */
export function functionInput(text: string): ToolInput {
  if (text.trim() === '') return { input: {}, wrapped: false };
  const read = readJson(encoder.encode(text), maxDepth);
  if (read.ok && isRecord(read.value.value)) return { input: read.value, wrapped: false };
  return { input: { input: text }, wrapped: true };
}
