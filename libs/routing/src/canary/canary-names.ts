/** What conditions of a canary may be made of: what was observed of it at this step. */
const observedNames = [
  'attempts',
  'requests',
  'error_rate',
  'timeout_rate',
  'rejection_rate',
  'p50_latency_ms',
  'p95_latency_ms',
  'first_token_p95_ms',
  'output_tokens_per_sec',
  'cost_usd',
] as const;

/** A name of something observed. */
export type ObservedName = (typeof observedNames)[number];

/** All names: those of the canary, and `baseline.` before those of the other targets together. */
export const canaryNames: readonly string[] = [...observedNames, ...observedNames.map((name) => `baseline.${name}`)];
