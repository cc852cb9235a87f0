import type { DialectName, Modality, Observations } from '@smart-router/core';

/** What a model group promises whoever uses it: a target that does not meet all of it serves none of its requests. */
export interface Contract {
  /** The dialects of callers; `undefined` is all. */
  readonly supportedDialects: readonly DialectName[] | undefined;
  readonly requiredCapabilities: RequiredCapabilities;
  readonly qualityFloor: QualityFloor;
  readonly operationalTargets: OperationalTargets;
}

/** What every target can do, whether or not a request asks for it. */
export interface RequiredCapabilities {
  /** Those that a model declares with yes or no, by the names the file gives them. */
  readonly flags: readonly RequiredFlag[];
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly minContextTokens: number | undefined;
}

/** A capability that is there or not. */
export type RequiredFlag =
  | 'tools'
  | 'tool_choice'
  | 'parallel_tool_calls'
  | 'structured_outputs'
  | 'reasoning'
  | 'prefill'
  | 'honors_max_tokens';

/** What the last evaluation of every target says. A target that was never evaluated meets none of it. */
export interface QualityFloor {
  readonly requireTags: readonly string[];
  /** 0 to 1. */
  readonly minQualityScore: number | undefined;
  /** 0 to 1. */
  readonly minPassRate: number | undefined;
  readonly maxAgeDays: number | undefined;
  /** `undefined` is any. */
  readonly allowedStatus: readonly string[] | undefined;
}

/** What was observed of every target of which enough was. */
export interface OperationalTargets {
  readonly maxP95LatencyMs: number | undefined;
  /** 0 to 1. */
  readonly maxErrorRate: number | undefined;
  /** 0 to 1. */
  readonly maxTimeoutRate: number | undefined;
  readonly minOutputTokensPerSec: number | undefined;
  /** Of fewer attempts nothing is concluded. */
  readonly minObservations: number;
  readonly windowMs: number;
}

/** A contract at a moment: what was evaluated grows old, and what was observed changes. */
export interface ContractInForce {
  readonly contract: Contract;
  readonly observations: Observations;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}
