import { noObservations, type Target } from '@smart-router/core';
import { contractGaps, type ContractGap } from './contract-gaps.js';
import type { Contract } from './contract.js';
import { validUntil } from './standing-terms.js';

/** How the targets of a group stand to its contract, by what is declared of them. */
export interface ContractStanding {
  /** Those that meet it. */
  readonly met: readonly Target[];
  /** The others, the closest first, and what each lacks. */
  readonly unmet: readonly { readonly target: Target; readonly gaps: readonly ContractGap[] }[];
  /** From when on none of those that meet it will any more, in milliseconds since the epoch; `undefined` is never. */
  readonly metUntilMs: number | undefined;
}

/** Looks at targets that are in service, as a configuration declares them. */
export function contractStanding(targets: readonly Target[], contract: Contract, nowMs: number): ContractStanding {
  const inForce = { contract, observations: noObservations, nowMs };
  const judged = targets.map((target) => ({ target, gaps: contractGaps(target, inForce) }));
  const met = judged.filter(({ gaps }) => gaps.length === 0).map(({ target }) => target);
  const unmet = judged.filter(({ gaps }) => gaps.length > 0);
  return {
    met,
    unmet: unmet.toSorted((one, other) => lackCount(one) - lackCount(other)),
    metUntilMs: latest(met.map((target) => validUntil(target, contract))),
  };
}

function lackCount({ gaps }: ContractStanding['unmet'][number]): number {
  return gaps.reduce((count, { lacks }) => count + lacks.length, 0);
}

/** `undefined` when one of them has no end, or there is none. */
function latest(ends: readonly (number | undefined)[]): number | undefined {
  const known = ends.filter((end) => end !== undefined);
  return known.length < ends.length || known.length === 0 ? undefined : Math.max(...known);
}
