import type { Confidence } from './judge-confidence.js';
import { isAtLeast, type ConfidenceNote } from './judge-confidence.js';
import type { GroupNumbers, Rehearsal } from './rehearsal.js';

/** What a change may do at most. Shares are 0 to 1; what is absent is not looked at. */
export interface Thresholds {
  readonly maxCostIncrease?: number;
  /** Where it is absent, what is looked at is held to `usualNewlyIneligible` when cost or latency is. */
  readonly maxNewlyIneligible?: number;
  readonly maxChanged?: number;
  readonly maxP95Increase?: number;
  readonly minConfidence?: Confidence;
  /** Whether they hold for every group too, not only for all together. */
  readonly eachGroup?: true;
}

/**
 * The requests that may be newly refused at most where a threshold on cost or latency is given, and none on them: numbers of
 * those that are left say little of a change that refuses more.
 */
export const usualNewlyIneligible = 0.01;

/** A threshold that is crossed; the share is `undefined` where there is no number to compare. */
export interface Crossing {
  /** `undefined` for all groups together. */
  readonly group: string | undefined;
  readonly threshold:
    'max-cost-increase' | 'max-newly-ineligible' | 'max-changed' | 'max-p95-increase' | 'min-confidence';
  readonly allowed: number | Confidence;
  readonly found: number | Confidence | undefined;
}

interface Judged {
  readonly group: string | undefined;
  readonly numbers: GroupNumbers;
  readonly confidence: ConfidenceNote;
}

/** Every threshold that a rehearsal crosses. What cannot be compared crosses: nobody knows that it is well. */
export function findCrossings({ groups, total, confidence }: Rehearsal, thresholds: Thresholds): readonly Crossing[] {
  const all: Judged = { group: undefined, numbers: total, confidence };
  return (thresholds.eachGroup === true ? [all, ...groups] : [all]).flatMap((judged) =>
    crossingsOf(judged, thresholds),
  );
}

function crossingsOf({ group, numbers, confidence }: Judged, thresholds: Thresholds): readonly Crossing[] {
  const of = <Found>(isKnown: boolean, found: Found): Found | undefined => (isKnown ? found : undefined);
  const routed = numbers.requests - numbers.notRouted;
  // A group whose requests never came to a choice has nothing to lose; a period without any tells nothing at all.
  const isSeen = routed > 0 || group !== undefined;
  const isRehearsed = isSeen && (numbers.rehearsed > 0 || routed === 0);
  const shares = [
    ['max-cost-increase', thresholds.maxCostIncrease, of(isRehearsed, greatestCostIncrease(numbers))],
    ['max-newly-ineligible', newlyIneligibleAllowed(thresholds), of(isSeen, newlyRefusedShare(numbers))],
    ['max-changed', thresholds.maxChanged, of(isRehearsed, changedShare(numbers))],
    ['max-p95-increase', thresholds.maxP95Increase, of(isRehearsed, p95Increase(numbers))],
  ] as const;
  const over = shares.flatMap(([threshold, allowed, found]) =>
    allowed === undefined || (found !== undefined && found <= allowed) ? [] : [{ group, threshold, allowed, found }],
  );
  const { minConfidence } = thresholds;
  if (minConfidence === undefined || isAtLeast(confidence.level, minConfidence)) return over;
  return [...over, { group, threshold: 'min-confidence', allowed: minConfidence, found: confidence.level }];
}

function newlyIneligibleAllowed(thresholds: Thresholds): number | undefined {
  const { maxNewlyIneligible, maxCostIncrease, maxP95Increase } = thresholds;
  const isUsual = maxCostIncrease !== undefined || maxP95Increase !== undefined;
  return maxNewlyIneligible ?? (isUsual ? usualNewlyIneligible : undefined);
}

/** The increase of all, and that of those still served: neither refusing requests nor serving more of them hides the other. */
function greatestCostIncrease(numbers: GroupNumbers): number | undefined {
  const [all, stillServed] = [costIncrease(numbers), stillServedIncrease(numbers)];
  return all === undefined || stillServed === undefined ? undefined : Math.max(all, stillServed);
}

/** The increase of requests that are not newly refused; `undefined` when those are all there are. */
export function stillServedIncrease(numbers: GroupNumbers): number | undefined {
  const { cost } = numbers;
  const { compared, then, expected } = cost.stillServed;
  return compared === 0 && cost.compared > 0 ? undefined : increaseOfCost(numbers, then, expected);
}

/**
 * Of the cost that happened, price changes included; 0 when nothing cost anything, `undefined` when only now it does, or when
 * nothing that cost something is known on both sides.
 */
export function costIncrease(numbers: GroupNumbers): number | undefined {
  return increaseOfCost(numbers, numbers.cost.then, numbers.cost.expected);
}

/** The same, without what other prices do to what happened. */
export function routingIncrease(numbers: GroupNumbers): number | undefined {
  return increaseOfCost(numbers, numbers.cost.thenAtNewPrices, numbers.cost.expected);
}

/** Where some have no known cost, that the others cost nothing does not say that all cost the same. */
function increaseOfCost({ evidence }: GroupNumbers, then: number, now: number): number | undefined {
  return then === 0 && now === 0 && evidence.withoutCost > 0 ? undefined : increase(then, now);
}

/** Of the 95th percentile of latency; 0 when nothing was served, `undefined` when too little is known of the new targets. */
export function p95Increase({ latency }: GroupNumbers): number | undefined {
  if (latency.then.p95Ms === undefined) return 0;
  return latency.now.p95Ms === undefined ? undefined : increase(latency.then.p95Ms, latency.now.p95Ms);
}

/** Of the requests that came to a choice of targets. */
export function newlyIneligibleShare({ newlyIneligible, requests, notRouted }: GroupNumbers): number {
  return shareOf(newlyIneligible, requests - notRouted);
}

/** The same, with those that their policy refuses. */
export function newlyRefusedShare({ newlyRefused, requests, notRouted }: GroupNumbers): number {
  return shareOf(newlyRefused, requests - notRouted);
}

/** Of the requests that were rehearsed. */
export function changedShare({ changed, rehearsed }: GroupNumbers): number {
  return shareOf(changed, rehearsed);
}

function increase(then: number, now: number): number | undefined {
  if (then === 0) return now === 0 ? 0 : undefined;
  return now / then - 1;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
