import { countDurations, type Durations } from './durations.js';
import type { Expectation } from './expect-outcome.js';
import type { GroupNumbers, Latency } from './rehearsal.js';

/** What a rehearsed request adds to the numbers of its group. */
export interface RehearsedRequest {
  readonly isChanged: boolean;
  readonly isNewlyIneligible: boolean;
  readonly isNewlyEligible: boolean;
  readonly isPolicyFailure: boolean;
  readonly costThen: number | undefined;
  readonly costThenAtNewPrices: number | undefined;
  /** How long it took; `undefined` when nobody served it. */
  readonly latencyMs: number | undefined;
  /** Equally likely ones. */
  readonly expectations: readonly Expectation[];
}

/** Adds up requests. */
export interface NumberTally {
  add(request: RehearsedRequest): void;
  addNotRouted(): void;
  addWithoutShape(): void;
  addUnjudged(): void;
  /** Of a group that is gone: nobody may serve it. */
  addGone(wasEligible: boolean): void;
  addSkipped(): void;
  numbers(): GroupNumbers;
}

/** Nothing added yet. */
export function openNumberTally(): NumberTally {
  const counts = {
    ...{ requests: 0, notRouted: 0, withoutShape: 0, unjudged: 0, rehearsed: 0, changed: 0, newlyIneligible: 0 },
    ...{ newlyEligible: 0, policyFailures: 0 },
  };
  const cost = { compared: 0, then: 0, thenAtNewPrices: 0, expected: 0 };
  const weighed = { onUnknownTargets: 0, byOtherModels: 0, estimatedTokens: 0, withoutCost: 0 };
  const [latencyThen, latencyNow] = [countDurations(), countDurations()];
  const count = (...names: readonly (keyof typeof counts)[]): void => names.forEach((name) => (counts[name] += 1));
  return {
    addNotRouted: () => count('requests', 'notRouted'),
    addWithoutShape: () => count('requests', 'withoutShape'),
    addUnjudged: () => count('requests', 'unjudged'),
    addSkipped: () => count('requests'),
    addGone: (wasEligible) => (wasEligible ? count('requests', 'newlyIneligible') : count('requests')),
    add(request) {
      count('requests', 'rehearsed');
      if (request.isChanged) count('changed');
      if (request.isNewlyIneligible) count('newlyIneligible');
      if (request.isNewlyEligible) count('newlyEligible');
      if (request.isPolicyFailure) count('policyFailures');
      const share = 1 / request.expectations.length;
      for (const expectation of request.expectations) {
        weighed.onUnknownTargets += share * expectation.unknownShare;
        weighed.byOtherModels += share * expectation.otherModelShare;
        if (expectation.isEstimated && expectation.servedShare > 0) weighed.estimatedTokens += share;
        if (request.latencyMs !== undefined) addDurations(latencyNow, expectation, share);
      }
      if (request.latencyMs !== undefined) latencyThen.add(request.latencyMs);
      const expected = meanCost(request.expectations);
      if (request.costThen === undefined || expected === undefined) weighed.withoutCost += 1;
      else {
        cost.compared += 1;
        cost.then += request.costThen;
        cost.thenAtNewPrices += request.costThenAtNewPrices ?? request.costThen;
        cost.expected += expected;
      }
    },
    numbers() {
      const shareOf = (weight: number): number => (counts.rehearsed === 0 ? 0 : weight / counts.rehearsed);
      const judged = counts.rehearsed + counts.unjudged;
      // Of the half that is known nothing follows for the other.
      const isKnown = latencyNow.count() * 2 >= latencyThen.count();
      const latencyOf = (durations: Durations): Latency => ({
        p50Ms: durations.quantile(0.5),
        p95Ms: durations.quantile(0.95),
      });
      return {
        ...counts,
        cost: { ...cost },
        latency: { then: latencyOf(latencyThen), now: latencyOf(isKnown ? latencyNow : countDurations()) },
        evidence: {
          ...{ onUnknownTargets: shareOf(weighed.onUnknownTargets), byOtherModels: shareOf(weighed.byOtherModels) },
          ...{ estimatedTokens: shareOf(weighed.estimatedTokens), withoutCost: shareOf(weighed.withoutCost) },
          unjudged: judged === 0 ? 0 : counts.unjudged / judged,
        },
      };
    },
  };
}

function addDurations(into: Durations, { durations }: Expectation, weight: number): void {
  for (const { share, laterMs, known } of durations) {
    if (typeof known === 'number') into.add(known + laterMs, share * weight);
    else into.addAll(known, share * weight, laterMs);
  }
}

function meanCost(expectations: readonly Expectation[]): number | undefined {
  let sum = 0;
  for (const { costNanoUsd } of expectations) {
    if (costNanoUsd === undefined) return undefined;
    sum += costNanoUsd;
  }
  return sum / expectations.length;
}
