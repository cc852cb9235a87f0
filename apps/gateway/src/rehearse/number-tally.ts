import { countDurations, type Durations } from './durations.js';
import type { Expectation } from './expect-outcome.js';
import type { CostSums, EvidenceShares, GroupNumbers, Latency } from './rehearsal.js';

/** What a rehearsed request adds to the numbers of its group. */
export interface RehearsedRequest {
  readonly isChanged: boolean;
  readonly isNewlyIneligible: boolean;
  readonly isNewlyEligible: boolean;
  readonly isPolicyFailure: boolean;
  /** Nobody may serve it, or its policy refuses it; then it was otherwise. */
  readonly isNewlyRefused: boolean;
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
  addGone(then: 'eligible' | 'ineligible'): void;
  addSkipped(): void;
  numbers(): GroupNumbers;
}

/** Nothing added yet. */
export function openNumberTally(): NumberTally {
  const counts = {
    ...{ requests: 0, notRouted: 0, withoutShape: 0, unjudged: 0, rehearsed: 0, changed: 0, newlyIneligible: 0 },
    ...{ newlyEligible: 0, policyFailures: 0, newlyRefused: 0 },
  };
  const [cost, stillServed] = [openCost(), openCost()];
  const weighed = { onUnknownTargets: 0, byOtherModels: 0, estimatedTokens: 0, withoutCost: 0 };
  const [latencyThen, latencyNow] = [countDurations(), countDurations()];
  const count = (...names: readonly (keyof typeof counts)[]): void => names.forEach((name) => (counts[name] += 1));
  return {
    addNotRouted: () => count('requests', 'notRouted'),
    addWithoutShape: () => count('requests', 'withoutShape'),
    addUnjudged: () => count('requests', 'unjudged'),
    addSkipped: () => count('requests'),
    addGone: (then) => (then === 'eligible' ? count('requests', 'newlyIneligible', 'newlyRefused') : count('requests')),
    add(request) {
      count('requests', 'rehearsed');
      if (request.isChanged) count('changed');
      if (request.isNewlyIneligible) count('newlyIneligible');
      if (request.isNewlyEligible) count('newlyEligible');
      if (request.isPolicyFailure) count('policyFailures');
      weigh(weighed, request.expectations);
      if (!addCost(cost, request)) weighed.withoutCost += 1;
      if (request.isNewlyRefused) return count('newlyRefused');
      addCost(stillServed, request);
      if (request.latencyMs === undefined) return;
      latencyThen.add(request.latencyMs);
      for (const expectation of request.expectations)
        addDurations(latencyNow, expectation, 1 / request.expectations.length);
    },
    numbers() {
      // Of the half that is known nothing follows for the other.
      const isKnown = latencyNow.count() * 2 >= latencyThen.count();
      return {
        ...counts,
        cost: { ...cost, stillServed: { ...stillServed } },
        latency: { then: latencyOf(latencyThen), now: latencyOf(isKnown ? latencyNow : countDurations()) },
        evidence: evidenceOf(weighed, counts),
      };
    },
  };
}

/** Rehearsed requests, or parts of them, of which something is not known. */
interface Weighed {
  onUnknownTargets: number;
  byOtherModels: number;
  estimatedTokens: number;
  withoutCost: number;
}

function weigh(weighed: Weighed, expectations: readonly Expectation[]): void {
  const share = 1 / expectations.length;
  for (const { unknownShare, otherModelShare, isEstimated, servedShare } of expectations) {
    weighed.onUnknownTargets += share * unknownShare;
    weighed.byOtherModels += share * otherModelShare;
    if (isEstimated && servedShare > 0) weighed.estimatedTokens += share;
  }
}

function evidenceOf(
  weighed: Weighed,
  { rehearsed, unjudged }: Pick<GroupNumbers, 'rehearsed' | 'unjudged'>,
): EvidenceShares {
  const shareOf = (weight: number): number => (rehearsed === 0 ? 0 : weight / rehearsed);
  const judged = rehearsed + unjudged;
  return {
    ...{ onUnknownTargets: shareOf(weighed.onUnknownTargets), byOtherModels: shareOf(weighed.byOtherModels) },
    ...{ estimatedTokens: shareOf(weighed.estimatedTokens), withoutCost: shareOf(weighed.withoutCost) },
    unjudged: judged === 0 ? 0 : unjudged / judged,
  };
}

type OpenCost = { -readonly [Name in keyof CostSums]: CostSums[Name] };

const openCost = (): OpenCost => ({ compared: 0, then: 0, thenAtNewPrices: 0, expected: 0 });

/** Whether its cost is known on both sides: otherwise nothing is added. */
function addCost(cost: OpenCost, { costThen, costThenAtNewPrices, expectations }: RehearsedRequest): boolean {
  const expected = meanCost(expectations);
  if (costThen === undefined || expected === undefined) return false;
  cost.compared += 1;
  cost.then += costThen;
  cost.thenAtNewPrices += costThenAtNewPrices ?? costThen;
  cost.expected += expected;
  return true;
}

function latencyOf(durations: Durations): Latency {
  return { p50Ms: durations.quantile(0.5), p95Ms: durations.quantile(0.95) };
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
