import type { BackoffCurve } from '@smart-router/core';

/** The most that jitter adds to a pause, as a share of it. */
const jitterShare = 0.2;

/**
 * How long the nth pause in a row lasts, in whole milliseconds: `min · multiplier^n` up to `max`.
 * @param level 0 for the first pause.
 * @param jitter from 0 to 1: how much of the jitter is added, so that many replicas do not return at once.
 */
export function curvePauseMs(curve: BackoffCurve, level: number, jitter: number): number {
  const steadyMs = Math.min(curve.maxMs, curve.minMs * curve.multiplier ** level);
  return Math.min(curve.maxMs, Math.round(steadyMs * jitterFactor(jitter)));
}

/** What a pause is multiplied by. */
export function jitterFactor(jitter: number): number {
  return 1 + jitterShare * jitter;
}
