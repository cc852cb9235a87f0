/** Why a target may not serve a request. The words are stable: callers, rows and reports show them. */
export type FilterReason =
  | 'dialect'
  | 'tools'
  | 'tool-choice'
  | 'parallel-tools'
  | 'structured-output'
  | 'modality'
  | 'reasoning'
  | 'context'
  | 'request-bytes'
  | 'tool-schema-bytes'
  | 'max-output'
  | 'min-output'
  | 'honors-max-tokens'
  | 'prefill'
  | 'hosted-tools'
  | 'unsupported-feature'
  | 'tool-only'
  | 'translation-loss'
  | 'backoff'
  | 'throttled'
  | 'disabled'
  | 'issuer-bound'
  /** The contract of the group does not serve the caller's dialect. */
  | 'contract-dialect'
  /** It lacks a capability that the contract requires of every target. */
  | 'contract-capability'
  | 'contract-tags'
  /** The evaluation of its model: the score of quality, the share of passed cases, its age, its status. */
  | 'contract-quality'
  | 'contract-pass-rate'
  | 'contract-age'
  | 'contract-status'
  /** What was observed of it: latency, errors, timeouts, output tokens per second. */
  | 'contract-latency'
  | 'contract-errors'
  | 'contract-timeouts'
  | 'contract-throughput';
