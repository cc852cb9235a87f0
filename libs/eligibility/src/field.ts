import type { AskFacts, DialectName, FilterReason, Target } from '@smart-router/core';
import type { ContractInForce } from './contract/contract.js';

/** A target that may not serve, with every reason. */
export interface Exclusion {
  readonly target: Target;
  readonly reasons: readonly FilterReason[];
  /** With `translation-loss`: the fields the target's dialect cannot take. */
  readonly lostFields?: readonly string[];
}

/** The targets of a group, sorted into those that may serve and those that may not. */
export interface Field {
  readonly candidates: readonly Target[];
  readonly excluded: readonly Exclusion[];
}

/** What eligibility must know beyond the request's facts; the answers of other rooms come as values. */
export interface EligibilityContext {
  readonly targets: readonly Target[];
  readonly facts: AskFacts;
  /** Top-level fields that a translation to that dialect would have to refuse. */
  refusedFields(dialect: DialectName): readonly string[];
  /** The only issuer that holds the state the request goes on from; `undefined` when it goes on from none. */
  readonly boundIssuer: string | undefined;
  /** What the group promises; absent where it promises nothing. */
  readonly contract?: ContractInForce | undefined;
}
