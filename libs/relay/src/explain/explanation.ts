import type { AffinityOutcome, AskFacts, DialectName, Fault, PolicyRecord, TargetScore } from '@smart-router/core';
import type { ExplainedReason } from '@smart-router/eligibility';
import type { ExplainedAs } from './read-explain-body.js';

/** How a request would be decided now, and why: the decision itself, taken apart. */
export interface Explanation {
  readonly requestId: string;
  readonly group: string;
  readonly strategy: string;
  readonly facts: AskFacts;
  readonly purpose: ExplainedAs['purpose'];
  /** What the request needs of a target, as the labels of errors. */
  readonly requirements: readonly string[];
  /** How complex the request looks, 0 to 1. */
  readonly complexity: number;
  /** Of the group, in the configured order: all, or those that can make a compaction where it is for one. */
  readonly targets: readonly ExplainedTarget[];
  /** The first number drawn by chance; `undefined` when none was. */
  readonly draw: number | undefined;
  /** Over how many draws shares were counted; `undefined` where nothing is left to chance. */
  readonly drawCount: number | undefined;
  readonly isColdStart: boolean | undefined;
  readonly affinity: AffinityOutcome | undefined;
  /** Whether those who sealed its latest reasoning are put first. */
  readonly prefersHome: boolean;
  /** Whether it goes on from state that one issuer alone can read. */
  readonly isIssuerBound: boolean;
  readonly policy: PolicyRecord | undefined;
  /** The target that is tried on a share of first places; `undefined` where none is. */
  readonly canary: ExplainedCanary | undefined;
  /** What the request would be refused with; `undefined` when there is a plan. */
  readonly refusal: Fault | undefined;
  /** What has to be known of how this was found out, a sentence each. */
  readonly notes: readonly string[];
}

/** A target of the group, as the decision found it. */
export interface ExplainedTarget {
  /** 1 for the first of the group. */
  readonly number: number;
  readonly id: string;
  readonly dialect: DialectName;
  readonly weight: number;
  /** Why it cannot serve; empty when it can. */
  readonly reasons: readonly ExplainedReason[];
  /** Its place in the plan, 1 for the first; `undefined` when it has none. */
  readonly place: number | undefined;
  /** How often it would be first, 0 to 1; `undefined` where nothing is left to chance. */
  readonly firstShare: number | undefined;
  readonly score: TargetScore | undefined;
  /** Why it would be passed over if it were asked now; `undefined` when it would not, or nobody looked. */
  readonly held: Held | undefined;
  /** Fields of the request that its dialect would leave out. */
  readonly droppedFields: readonly string[];
}

/** How far a canary is. */
export interface ExplainedCanary {
  readonly id: string;
  readonly number: number;
  /** Percent of first places. */
  readonly sharePercent: number;
}

/** Why a target would be passed over now, with every credential of it. */
export interface Held {
  readonly reasons: readonly ('backoff' | 'throttled')[];
  /** e.g. `model.backoff`, `provider.request_start_per_sec`. */
  readonly buckets: readonly string[];
  /** Until the first of them may be free; `undefined` when unknown. */
  readonly retryAfterMs: number | undefined;
}
