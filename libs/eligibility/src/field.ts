import type { AskFacts, DialectName, Target } from '@smart-router/core';

/** Why a target may not serve a request. The words are stable: callers, rows and reports show them. */
export type Reason =
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
  | 'issuer-bound';

/** A target that may not serve, with every reason. */
export interface Exclusion {
  readonly target: Target;
  readonly reasons: readonly Reason[];
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
}
