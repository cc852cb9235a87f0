import type { DialectName, Modality, PolicyError, PolicyRecord } from '@smart-router/core';

/** The strategies that are code or a service of the operator. */
export type PolicyKind = PolicyRecord['kind'];

/** Whether a strategy is code or a service of the operator. */
export function isPolicy(strategy: string): strategy is PolicyKind {
  return strategy === 'typescript' || strategy === 'external';
}

/**
 * What a policy is told of a request: plain data, facts and no text of users. With `include_request` of an external
 * policy alone it also has the body.
 */
export interface RouteContext {
  readonly group: string;
  readonly request: RouteRequest;
  readonly caller: RouteCaller;
  /** The eligible targets, in the configured order. */
  readonly targets: readonly RouteTarget[];
  /** The target that served this conversation before, so that its prompt cache is warm. */
  readonly warmTarget?: string;
  /** Names the conversation without saying anything of it: `ck_` and 32 hex digits. */
  readonly conversationKey?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a request needs, as facts. Sizes are estimates in tokens, or bytes. */
export interface RouteRequest {
  readonly dialect: DialectName;
  readonly stream: boolean;
  readonly requestBytes: number;
  readonly estimatedInputTokens: number;
  /** The output cap the caller sent. */
  readonly outputCap?: number;
  readonly toolCount: number;
  readonly toolSchemaBytes: number;
  readonly toolChoice?: 'auto' | 'none' | 'required' | 'named';
  /** The kinds that are known, and `other` once for all that are not. */
  readonly hostedTools: readonly string[];
  readonly modalities: readonly Modality[];
  readonly imageCount: number;
  readonly structuredOutput: boolean;
  /** An effort that is none of the known words is `other`. */
  readonly reasoning?: { readonly effort?: string; readonly budgetTokens?: number };
  /** How complex the request looks, 0 to 1. */
  readonly complexity: number;
}

/** Who asks. */
export interface RouteCaller {
  readonly tokenId: string;
  readonly keyId: string;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
}

/** A target that may serve the request. Prices are USD per million tokens. */
export interface RouteTarget {
  /** Its place in `targets`, 0 for the first: what a decision names it by. */
  readonly index: number;
  /** `provider/model-ref`. */
  readonly id: string;
  readonly provider: string;
  readonly modelRef: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly tier?: string;
  readonly tags: readonly string[];
  readonly weight: number;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly inputPricePerMillionUsd?: number;
  readonly cachedInputPricePerMillionUsd?: number;
  readonly outputPricePerMillionUsd?: number;
  readonly validation?: { readonly status?: string; readonly qualityScore?: number; readonly passRate?: number };
  /** Lately; absent when nothing was observed. */
  readonly observed?: {
    readonly count: number;
    readonly errorRate: number;
    readonly timeoutRate: number;
    readonly latencyP50Ms?: number;
    readonly latencyP95Ms?: number;
    readonly firstTokenP50Ms?: number;
    readonly outputTokensPerSec?: number;
  };
}

/**
 * What a policy decides. A target is named by its index in `targets`, or by its id. Without `fallbacks` the other eligible
 * targets follow in the configured order; `[]` is no fallback.
 */
export interface RouteDecision {
  readonly target: number | string;
  readonly fallbacks?: readonly (number | string)[];
  /** At most 64 characters of `[A-Za-z0-9_.:-]`; another is kept as `unsafe_class_label`. */
  readonly classLabel?: string;
}

/** A policy of a group. It never throws, and ends within its own time limit. */
export interface RoutePolicy {
  /** Names the code it runs, as evidence keeps it; absent where the code is elsewhere. */
  readonly version?: string;
  decide(question: PolicyQuestion): Promise<PolicyAnswer>;
  /** Told that what it decided is no decision over its targets, with words for its author. */
  noteInvalid?(requestId: string, message: string): void;
}

/** A question to a policy. */
export interface PolicyQuestion {
  readonly requestId: string;
  readonly context: RouteContext;
  /** Reads the caller's body, for a policy with `include_request`. */
  body(): string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal | undefined;
}

/** What came of it; `decision` is as it was returned, not yet checked. */
export type PolicyAnswer =
  | { readonly ok: true; readonly decision: unknown; readonly durationMs: number }
  | { readonly ok: false; readonly error: PolicyError; readonly message: string; readonly durationMs: number };
