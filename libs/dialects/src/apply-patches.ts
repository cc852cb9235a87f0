import type { Patch } from './dialect.js';
import { joinBytes } from './join-bytes.js';

const encoder = new TextEncoder();

/** The bytes with the patches in place; everything between them is taken over as it is. */
export function applyPatches(bytes: Uint8Array, patches: readonly Patch[]): Uint8Array {
  if (patches.length === 0) return bytes;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const patch of patches.toSorted((left, right) => left.start - right.start)) {
    parts.push(bytes.subarray(at, patch.start), encoder.encode(patch.text));
    at = patch.end;
  }
  parts.push(bytes.subarray(at));
  return joinBytes(parts);
}
