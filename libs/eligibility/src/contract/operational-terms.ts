import type { Observed, Target } from '@smart-router/core';
import type { ContractInForce, OperationalTargets } from './contract.js';
import type { ContractTerm } from './contract-term.js';

/** The terms that what was observed lately decides. Of too little nothing is concluded. */
export const operationalTerms: readonly ContractTerm[] = [
  {
    reason: 'contract-latency',
    lacks: observedTerm(
      ({ maxP95LatencyMs }) => maxP95LatencyMs,
      ({ latencyP95Ms }, most) => above('p95 latency', latencyP95Ms, most, ' ms'),
    ),
  },
  {
    reason: 'contract-errors',
    lacks: observedTerm(
      ({ maxErrorRate }) => maxErrorRate,
      ({ errorRate }, most) => above('error rate', errorRate, most),
    ),
  },
  {
    reason: 'contract-timeouts',
    lacks: observedTerm(
      ({ maxTimeoutRate }) => maxTimeoutRate,
      ({ timeoutRate }, most) => above('timeout rate', timeoutRate, most),
    ),
  },
  {
    reason: 'contract-throughput',
    lacks: observedTerm(
      ({ minOutputTokensPerSec }) => minOutputTokensPerSec,
      ({ outputTokensPerSec }, least) =>
        outputTokensPerSec === undefined || outputTokensPerSec >= least
          ? none
          : [`${shown(outputTokensPerSec)} output tokens per second (at least ${least})`],
    ),
  },
];

const none: readonly string[] = [];

/** A term over a bound of the contract, where it has one and enough was observed. */
function observedTerm(
  boundOf: (targets: OperationalTargets) => number | undefined,
  compare: (observed: Observed, bound: number) => readonly string[],
): ContractTerm['lacks'] {
  return (target, inForce) => {
    const bound = boundOf(inForce.contract.operationalTargets);
    const observed = bound === undefined ? undefined : enoughObserved(target, inForce);
    return bound === undefined || observed === undefined ? none : compare(observed, bound);
  };
}

function enoughObserved({ id }: Target, { contract, observations, nowMs }: ContractInForce): Observed | undefined {
  const { windowMs, minObservations } = contract.operationalTargets;
  const observed = observations.of(id, windowMs, nowMs);
  return observed === undefined || observed.count < minObservations ? undefined : observed;
}

function above(name: string, value: number | undefined, most: number, unit = ''): readonly string[] {
  return value === undefined || value <= most ? none : [`${name} ${shown(value)}${unit} (at most ${most}${unit})`];
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
