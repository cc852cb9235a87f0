import type { Modality } from './ask-facts.js';
import type { DialectName } from './dialect-name.js';
import type { Prices } from './money.js';
import type { Secret } from './secret.js';
import type { AdaptiveConcurrency, BackoffRules, UpstreamShape } from './limits.js';

/** What a model can do. Nothing is assumed: what is not declared is not there. */
export interface Capabilities {
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly tools: boolean;
  readonly toolChoice: boolean;
  readonly parallelToolCalls: boolean;
  readonly structuredOutputs: boolean;
  readonly reasoning: ReasoningCapability | undefined;
  readonly prefill: boolean;
  readonly systemMessages: 'any' | 'leading';
  readonly countTokens: boolean;
  readonly hostedTools: readonly string[];
  readonly maxOutputTokens: number | undefined;
  readonly minOutputTokens: number | undefined;
  readonly honorsMaxTokens: boolean;
  /** The body field that carries the output cap upstream; `undefined` is the dialect's default. */
  readonly outputTokenField: 'max_tokens' | 'max_completion_tokens' | 'max_output_tokens' | undefined;
  readonly unsupportedFeatures: readonly string[];
}

/** How a model reasons and how it is told to. */
export interface ReasoningCapability {
  readonly mode: 'opt_in' | 'always_on';
  readonly control: 'effort' | 'budget' | 'adaptive';
  /** Accepted effort words, weakest first. */
  readonly efforts: readonly string[];
  readonly minBudgetTokens: number | undefined;
  readonly maxBudgetTokens: number | undefined;
  readonly summaries: boolean;
}

/** Sizes a target accepts; absent means no known limit. */
export interface RequestLimits {
  readonly maxRequestBytes: number | undefined;
  readonly maxEstimatedInputTokens: number | undefined;
  readonly maxToolSchemaBytes: number | undefined;
}

/** Time limits of one attempt, in milliseconds; 0 switches one off. Unary calls use connect and total only. */
export interface Timeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly firstTokenMs: number;
  readonly reasoningFirstTokenMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** One key of a provider account. */
export interface Credential {
  readonly id: string;
  /** `undefined` with `auth: none`. */
  readonly key: Secret | undefined;
  /** Smoothing of this key alone, wherever it is used; absent when it has none. */
  readonly shape?: ScopedShape;
  readonly priority: number;
  readonly weight: number;
  readonly disabled: boolean;
}

/** Where and how a provider is reached. */
export interface Endpoint {
  readonly provider: string;
  readonly dialect: DialectName;
  /** Includes the version path, without a trailing slash, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly auth: 'bearer' | 'x-api-key' | 'none';
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: readonly Credential[];
  readonly credentialStrategy: 'round-robin' | 'fill-first' | 'weighted';
  readonly issuer: string;
  readonly backoff: BackoffRules;
  /** Of each of its credentials; absent, attempts at once are not limited by what the provider bears. */
  readonly adaptiveConcurrency?: AdaptiveConcurrency | undefined;
}

/** A shape with the scope it guards; `key` is the same for all who share it, e.g. `provider:openai`. */
export interface ScopedShape {
  readonly scope: 'provider' | 'credential' | 'model' | 'target';
  readonly key: string;
  readonly shape: UpstreamShape;
}

/** The last evaluation of a model, as the operator declares it. */
export interface Validation {
  readonly status: string | undefined;
  readonly workload: string | undefined;
  /** Milliseconds since the epoch: the start of that UTC day. */
  readonly validatedAt: number | undefined;
  /** 0 to 1. */
  readonly qualityScore: number | undefined;
  /** Share of passed cases, 0 to 1. */
  readonly passRate: number | undefined;
  readonly harness: string | undefined;
}

/** A provider + model ref inside a group, everything resolved. */
export interface Target {
  /** `provider/model-ref`, unique in its group. */
  readonly id: string;
  readonly modelRef: string;
  /** The model name sent upstream. */
  readonly model: string;
  readonly endpoint: Endpoint;
  readonly weight: number;
  readonly tier: string | undefined;
  readonly tags: readonly string[];
  readonly toolOnly: boolean;
  readonly disabled: boolean;
  readonly contextTokens: number | undefined;
  readonly capabilities: Capabilities;
  readonly requestLimits: RequestLimits;
  readonly prices: Prices | undefined;
  /** Absent when the model was never evaluated. */
  readonly validation?: Validation | undefined;
  readonly timeouts: Timeouts;
  /** Cumulative: every one of them must have room. */
  readonly shapes: readonly ScopedShape[];
}
