import type { Rule } from '../rule.js';
import type { ContractTerm } from './contract-term.js';
import { operationalTerms } from './operational-terms.js';
import { standingTerms } from './standing-terms.js';

/** Reasons that lie in the contract of the group: they come after all that the request itself needs. */
export const contractRules: readonly Rule[] = [
  {
    reason: 'contract-dialect',
    applies: ({ facts, contract }) => contract?.contract.supportedDialects?.includes(facts.dialect) === false,
    excludes: () => true,
  },
  ...[...standingTerms, ...operationalTerms].map(ruleOf),
];

function ruleOf({ reason, lacks }: ContractTerm): Rule {
  return {
    reason,
    applies: ({ contract }) => contract !== undefined,
    excludes: (target, { contract }) => contract !== undefined && lacks(target, contract).length > 0,
  };
}
