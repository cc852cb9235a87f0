import type { ContractOptions } from './contract-options.js';
import type { Contract, RequiredFlag } from './contract.js';

const flags: readonly RequiredFlag[] = [
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'structured_outputs',
  'reasoning',
  'prefill',
  'honors_max_tokens',
];

/** A contract as rules read it. */
export function toContract(options: ContractOptions): Contract {
  const { required_capabilities: required, quality_floor: floor, operational_targets: observed } = options;
  return {
    supportedDialects: options.supported_dialects,
    requiredCapabilities: {
      flags: flags.filter((flag) => required[flag]),
      inputModalities: required.input_modalities,
      outputModalities: required.output_modalities,
      minContextTokens: required.min_context_tokens,
    },
    qualityFloor: {
      requireTags: floor.require_tags,
      minQualityScore: floor.min_eval_quality_score,
      minPassRate: floor.min_eval_pass_rate,
      maxAgeDays: floor.max_eval_age_days,
      allowedStatus: floor.allowed_validation_status,
    },
    operationalTargets: {
      maxP95LatencyMs: observed.max_p95_latency_ms,
      maxErrorRate: observed.max_error_rate,
      maxTimeoutRate: observed.max_timeout_rate,
      minOutputTokensPerSec: observed.min_output_tokens_per_sec,
      minObservations: observed.min_observations,
      windowMs: observed.observation_window_seconds * 1000,
    },
  };
}
