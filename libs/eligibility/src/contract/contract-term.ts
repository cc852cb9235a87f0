import type { FilterReason, Target } from '@smart-router/core';
import type { ContractInForce } from './contract.js';

/** One thing that a contract may demand of every target. */
export interface ContractTerm {
  readonly reason: FilterReason;
  /** What the target lacks, in words; empty when it meets the term, or when the contract says nothing of it. */
  lacks(target: Target, inForce: ContractInForce): readonly string[];
}
