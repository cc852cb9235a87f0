import type { DialectName } from './dialect-name.js';
import type { FilterReason } from './filter-reason.js';

/** How a target was chosen, and by what; what the request's own record says is not said again. */
export interface DecisionRecord {
  /** As `model_groups.<name>.strategy` names it. */
  readonly strategy: string;
  /** The targets of the group that were looked at: all of them, but for what one dialect alone can do. */
  readonly candidateCount: number;
  /** Those of them that could serve the request. */
  readonly eligibleCount: number;
  /** The first of the plan; `undefined` when nobody was eligible. */
  readonly selectedTarget: string | undefined;
  /** The targets behind it in the plan. */
  readonly fallbackCount: number;
  /** What the request needs of a target, as the labels of errors, e.g. `tools`, `image`, `max_tokens`. */
  readonly needs: readonly string[];
  /** As the caller sent it. */
  readonly outputCapTokens: number | undefined;
  readonly toolSchemaBytes: number;
  /** Whether it goes on from state that one issuer alone can read. */
  readonly isIssuerBound: boolean;
  /** Whether those who sealed its latest reasoning were put first. */
  readonly prefersHome: boolean;
  /** The first number the strategy drew by chance, in millionths; `undefined` when it drew none. */
  readonly drawPerMillion: number | undefined;
}

/** A target that was looked at, as the decision found it. */
export interface CandidateRecord {
  /** 1 for the first of those that were looked at, in the configured order. */
  readonly number: number;
  readonly target: string;
  readonly provider: string;
  readonly model: string;
  readonly dialect: DialectName;
  readonly weight: number;
  /** Why it could not serve; empty when it could. */
  readonly reasons: readonly FilterReason[];
  /** Its place in the plan, 1 for the first; `undefined` when it has none. */
  readonly place: number | undefined;
  /** Fields of the ask that its dialect has no place for; `undefined` at the caller's own dialect. */
  readonly lostFieldCount: number | undefined;
}
