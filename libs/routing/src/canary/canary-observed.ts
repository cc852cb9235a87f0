import type { Observed } from '@smart-router/core';

/** What was observed, as canaries are judged by it: `count` and the rates of errors are of attempts that say something. */
export interface CanaryObserved extends Omit<Observed, 'errorRate' | 'timeoutRate'> {
  /** All that ended, with what was answered by a fault of the request. */
  readonly attempts: number;
  /** 0 to 1; `undefined` where rejections are all there is. */
  readonly errorRate: number | undefined;
  readonly timeoutRate: number | undefined;
}

/**
 * Leaves out what was rejected: callers send what is at fault, and however much they do, it shows neither that a target is
 * well nor hides that it fails.
 */
export function canaryObserved(observed: Observed | undefined): CanaryObserved | undefined {
  if (observed === undefined) return undefined;
  const { count: attempts, errorRate, timeoutRate, rejectionRate } = observed;
  const count = attempts - Math.round(attempts * rejectionRate);
  const ofThose = (rate: number) => (count === 0 ? undefined : Math.min(1, (rate * attempts) / count));
  return { ...observed, attempts, count, errorRate: ofThose(errorRate), timeoutRate: ofThose(timeoutRate) };
}
