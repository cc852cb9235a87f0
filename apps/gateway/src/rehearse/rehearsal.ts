import type { ConfidenceNote } from './judge-confidence.js';

/** How a new configuration would have fared with the requests of a period. Amounts are nano-USD. */
export interface Rehearsal {
  readonly since: number;
  readonly until: number;
  readonly catalogHash: string;
  /** The share of the period's requests that was looked at, 0 to 1. */
  readonly sampleShare: number;
  readonly groups: readonly GroupRehearsal[];
  /** Of all groups that were rehearsed. */
  readonly total: GroupNumbers;
  readonly confidence: ConfidenceNote;
  readonly selfCheck: SelfCheck;
}

/** What became of one group. */
export interface GroupRehearsal {
  /** As the requests had it. */
  readonly group: string;
  /** As the new configuration has it, where that is another name. */
  readonly asGroup: string | undefined;
  /** `gone`: the new configuration has none of that name · `not-rehearsed`: its policy may not be asked. */
  readonly state: 'rehearsed' | 'gone' | 'not-rehearsed';
  readonly numbers: GroupNumbers;
  /** The most frequent changes of the target that stands first. */
  readonly moves: readonly Move[];
  readonly targets: readonly TargetRehearsal[];
  readonly confidence: ConfidenceNote;
}

/** Requests whose first target is another one. */
export interface Move {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly requests: number;
}

/** A target in a group, then and now. */
export interface TargetRehearsal {
  readonly target: string;
  readonly firstThen: number;
  readonly firstNow: number;
  /** Requests it may serve no longer, and those it may serve only now. */
  readonly newlyIneligible: number;
  readonly newlyEligible: number;
  /** Why it may no longer, and how often. */
  readonly reasons: readonly { readonly reason: string; readonly requests: number }[];
}

/** Counts of requests, costs and durations. */
export interface GroupNumbers {
  readonly requests: number;
  /** They ended before targets were chosen: over a limit, not allowed, not valid. They are taken to end so again. */
  readonly notRouted: number;
  /** Their shape was not kept. */
  readonly withoutShape: number;
  /** A word that was not kept may decide about them. */
  readonly unjudged: number;
  readonly rehearsed: number;
  /** Another target stands first, or none or one where it was not so. */
  readonly changed: number;
  /** Somebody might serve them, and nobody may now; the requests of a group that is gone are among them. */
  readonly newlyIneligible: number;
  readonly newlyEligible: number;
  /** The policy of the group failed and refused them. */
  readonly policyFailures: number;
  /** Those that are newly ineligible, and those that their policy refuses as it did not then. */
  readonly newlyRefused: number;
  readonly cost: CostNumbers;
  readonly latency: { readonly then: Latency; readonly now: Latency };
  readonly evidence: EvidenceShares;
}

/** Of all requests, and of those that are not newly refused: what is refused costs nothing, which is no saving. */
export interface CostNumbers extends CostSums {
  readonly stillServed: CostSums;
}

/** Over the requests whose cost is known on both sides. */
export interface CostSums {
  readonly compared: number;
  readonly then: number;
  /** What happened, at the new configuration's prices. */
  readonly thenAtNewPrices: number;
  readonly expected: number;
}

/** In milliseconds, of requests that were served and are not newly refused; `undefined` when none was, or too little is known of it. */
export interface Latency {
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
}

/** What a confidence is judged by. Shares of rehearsed requests, 0 to 1. */
export interface EvidenceShares {
  readonly onUnknownTargets: number;
  readonly byOtherModels: number;
  readonly estimatedTokens: number;
  readonly withoutCost: number;
  readonly unjudged: number;
}

/** Whether a rehearsal of what was configured gives what happened. */
export interface SelfCheck {
  /** Of rows that were billed by tokens: what they cost, and what their tokens cost at the prices kept with them. */
  readonly billed: { readonly requests: number; readonly then: number; readonly again: number };
  /** Of the configuration that was in force, where it was named. */
  readonly compared: { readonly catalogHash: string; readonly total: GroupNumbers } | undefined;
}
