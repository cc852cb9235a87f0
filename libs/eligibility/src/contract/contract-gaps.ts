import type { FilterReason, Target } from '@smart-router/core';
import type { ContractInForce } from './contract.js';
import { operationalTerms } from './operational-terms.js';
import { standingTerms } from './standing-terms.js';

/** A term of a contract that a target does not meet. */
export interface ContractGap {
  readonly reason: FilterReason;
  /** What it lacks, e.g. `quality_score 0.7 (at least 0.8)`. */
  readonly lacks: readonly string[];
}

/** What a target lacks of a contract at a moment, whoever asks. */
export function contractGaps(target: Target, inForce: ContractInForce): readonly ContractGap[] {
  return [...standingTerms, ...operationalTerms].flatMap(({ reason, lacks }) => {
    const lacking = lacks(target, inForce);
    return lacking.length === 0 ? [] : [{ reason, lacks: lacking }];
  });
}
