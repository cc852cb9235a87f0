import type { SealedProof } from '@smart-router/core';
import { isWrapped, unwrapProof } from './wrap-proof.js';

/** The proof a caller sent in a slot of its dialect, for the facts; `undefined` when the slot only says "no proof". */
export function sealedProof(text: string, field: string): SealedProof | undefined {
  if (!isWrapped(text)) return { kind: 'proof', value: text, field, label: undefined };
  const proof = unwrapProof(text);
  if (proof === undefined) return undefined;
  const { issuer, dialect, value } = proof;
  return { kind: 'proof', value, field, label: { issuer, dialect } };
}
