import type { SseEvent } from '../sse/parse.js';

/** What is wrong with a stream, in one sentence; `undefined`: nothing. */
export type Flaw = string | undefined;

/**
 * Whose stream it is. The router writes nothing but what the published protocol names, one block at a time; a
 * provider may say more, repeat what it said, and leave out what clients can do without.
 */
export type GrammarMode = 'provider' | 'router';

/** The published order of a dialect's events, as a machine that sees one after the other. */
export interface StreamGrammar {
  see(event: SseEvent): Flaw;
  /** The stream closed. */
  end(): Flaw;
}

/** The sentence of the first rule that does not hold. */
export function firstBroken(...rules: readonly (readonly [holds: boolean, sentence: string])[]): Flaw {
  return rules.find(([holds]) => !holds)?.[1];
}

/** Whether two wire values say the same; the order of keys does not matter. */
export function saysTheSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return members.map(([key, member]) => [key, sorted(member)]);
}
