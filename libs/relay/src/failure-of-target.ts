import type { Target } from '@smart-router/core';
import type { AttemptFailure, ExchangeResult } from './upstream/exchange.js';

/**
 * What went wrong with an attempt as far as it speaks against its target. Whoever reads so slowly that most of the time
 * for the answer goes by with waiting for them has left, as far as the target is concerned.
 */
export function failureOfTarget(
  { timing }: Pick<ExchangeResult, 'timing'>,
  failure: AttemptFailure | undefined,
  { timeouts }: Pick<Target, 'timeouts'>,
): AttemptFailure | undefined {
  if (failure?.timeoutPhase !== 'total' || timing.pausedMs * 2 <= timeouts.totalMs) return failure;
  return { ...failure, errorClass: 'caller_gone' };
}
