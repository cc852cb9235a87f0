import { unitsPerToken } from './estimate/machine.js';
import { weighText } from './estimate/weigh-text.js';

/** How tokens are estimated; the version changes whenever the same text may get another number. */
export const estimateMethod = { name: 'word-shapes', version: 3 } as const;

/** Estimates the tokens of a region of JSON text in one pass; only an empty one has none. */
export function estimateTokens(bytes: Uint8Array, start: number, end: number): number {
  return start >= end ? 0 : tokensOf(weighText(bytes, start, end));
}

/** Whole tokens; text of any weight is one at least. */
export function tokensOf(units: number): number {
  return units === 0 ? 0 : Math.max(1, Math.round(units / unitsPerToken));
}
