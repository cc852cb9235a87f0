import { dialectNames } from '@smart-router/core';
import { stringOf } from '../json/guards.js';
import type { Proof } from './proof.js';

const prefix = 'rtp1.';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const forms: readonly Proof['form'][] = ['signature', 'redacted', 'encrypted'];

/** How many characters one `String.fromCharCode` call may be given, well below every engine's argument limit. */
const charactersPerCall = 8192;

/** A proof as one opaque, url-safe word that fits in any dialect's slot for such things: `rtp1.…`. */
export function wrapProof(proof: Proof): string {
  const parts = [
    proof.issuer,
    proof.dialect,
    proof.form,
    proof.value,
    ...(proof.itemId === undefined ? [] : [proof.itemId]),
  ];
  const bytes = encoder.encode(JSON.stringify(parts));
  let binary = '';
  for (let at = 0; at < bytes.length; at += charactersPerCall) {
    binary += String.fromCharCode(...bytes.subarray(at, at + charactersPerCall));
  }
  return `${prefix}${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** Whether a word stands where we put one; no provider's own begins so, and none may see it. */
export function isWrapped(text: string): boolean {
  return text.startsWith(prefix);
}

/** The proof inside such a word; `undefined` for anything we did not wrap. */
export function unwrapProof(text: string): Proof | undefined {
  if (!isWrapped(text)) return undefined;
  const [issuer, dialectWord, formWord, value, itemId] = readParts(text.slice(prefix.length));
  const dialect = dialectNames.find((name) => name === dialectWord);
  const form = forms.find((name) => name === formWord);
  if (issuer === undefined || dialect === undefined || form === undefined || value === undefined) return undefined;
  return { issuer, dialect, form, value, ...(itemId === undefined ? {} : { itemId }) };
}

function readParts(encoded: string): readonly (string | undefined)[] {
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    // A loop, for a long conversation has hundreds of these: `Uint8Array.from` with a function takes ten times as long.
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
    const parts: unknown = JSON.parse(decoder.decode(bytes));
    return Array.isArray(parts) ? parts.map(stringOf) : [];
  } catch {
    // Somebody else's word that happens to share our prefix: not one of ours, and no error.
    return [];
  }
}
