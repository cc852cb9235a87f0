import type { UsageRecord } from '@smart-router/core';

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed: mulberry32. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const outcomes: readonly Partial<UsageRecord>[] = [
  { status: 200, errorType: undefined },
  { status: 200, errorType: undefined, fallbackUsed: false },
  { status: 499, errorType: 'client-closed-request', onDisconnect: 'cancel' },
  { status: 429, errorType: 'rpm-exceeded', attempts: [], provider: undefined, model: undefined },
  { status: 502, errorType: 'upstream-failed', errorClass: 'server_error' },
  // A stream that broke after its head: the status stays, the fault is told.
  { status: 200, errorType: 'upstream-failed', errorClass: 'broken_stream' },
];

/** Changes of a sample that differ in all that reports tell apart, at any time of a range. */
export function sampleChanges(
  random: Random,
  count: number,
  range: { readonly from: number; readonly to: number },
): readonly Partial<UsageRecord>[] {
  const one = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value; // not empty
  return Array.from({ length: count }, () => {
    const startedAt = Math.floor(range.from + random() * (range.to - range.from));
    const isUnpriced = random() < 0.1;
    const known = (chance: number, value: number): number | undefined => (random() < chance ? value : undefined);
    return {
      ...{ startedAt, counted: undefined, callerShapeEvents: [], upstreamShapeEvents: [] },
      ...{
        user: one(['ada', 'bob', `o'neill`]),
        project: one(['engine', 'rocket']),
        environment: one(['prod', 'dev']),
      },
      ...{
        keyId: `k${one([1, 2, 3])}`,
        client: one(['codex', 'claude-code', undefined]),
        group: one(['default', undefined]),
      },
      ...{ inboundDialect: one(['openai-chat', 'anthropic-messages'] as const), stream: random() < 0.5 },
      ...{ provider: one(['openai', 'anthropic']), model: one(['large', 'small', undefined]) },
      ...{
        durationMs: Math.floor(random() ** 6 * 400_000),
        firstTokenMs: known(0.7, Math.floor(random() ** 4 * 20_000)),
      },
      tokens: {
        ...(random() < 0.2 ? {} : { input: Math.floor(random() * 9000), output: Math.floor(random() * 900) }),
        ...(random() < 0.5 ? {} : { cachedInput: Math.floor(random() * 90_000), reasoning: Math.floor(random() * 90) }),
      },
      ...(isUnpriced
        ? { costNanoUsd: undefined, costBasis: 'unpriced' as const }
        : { costNanoUsd: BigInt(Math.floor(random() * 1e12)), costBasis: one(['computed', 'estimated'] as const) }),
      ...one(outcomes),
    };
  });
}
