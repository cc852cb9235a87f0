import type { NamedValues } from '../expression/expression.js';
import type { ObservedName } from './canary-names.js';
import type { CanaryObserved } from './canary-observed.js';

const nanoUsd = 1e9;

/** What the names of conditions stand for. Nothing observed is no request, and nothing known of all else. */
export function canaryValues(canary: CanaryObserved | undefined, baseline: CanaryObserved | undefined): NamedValues {
  const ofBaseline = Object.entries(valuesOf(baseline)).map(([name, value]) => [`baseline.${name}`, value] as const);
  return { ...valuesOf(canary), ...Object.fromEntries(ofBaseline) };
}

function valuesOf(observed: CanaryObserved | undefined): Readonly<Record<ObservedName, number | undefined>> {
  const costNanoUsd = observed?.costNanoUsd;
  return {
    attempts: observed?.attempts ?? 0,
    requests: observed?.count ?? 0,
    error_rate: observed?.errorRate,
    timeout_rate: observed?.timeoutRate,
    rejection_rate: observed?.rejectionRate,
    p50_latency_ms: observed?.latencyP50Ms,
    p95_latency_ms: observed?.latencyP95Ms,
    first_token_p95_ms: observed?.firstTokenP95Ms,
    output_tokens_per_sec: observed?.outputTokensPerSec,
    cost_usd: costNanoUsd === undefined ? undefined : costNanoUsd / nanoUsd,
  };
}
