import { totalInputTokens } from '@smart-router/core';
import { differingAnswer } from '@smart-router/dialects';
import { failureOfResult, type Attempted } from './attempt-one.js';
import type { Bill } from './bill.js';
import { failureOfTarget } from './failure-of-target.js';
import type { ReadyTrip } from './journey-state.js';

/** What is known of an attempt beside how it ended. */
export interface ObservedTurn {
  /** When it began to wait for its turn. */
  readonly askedAt: number;
  /** The target that had served the conversation before; `undefined` when none is known. */
  readonly warmTarget: string | undefined;
}

/** Adds an attempt that has ended to what its target did lately. */
export function observeAttempt(trip: ReadyTrip, attempted: Attempted, { askedAt, warmTarget }: ObservedTurn): void {
  const { result, record, candidate, bill } = attempted;
  const failure = failureOfTarget(result, failureOfResult(result), candidate.target);
  // An answer that was given up since it said something else than another one does not speak against its target.
  if (failure?.wire?.type === differingAnswer.type) return;
  const outcome = result.kind === 'failed' ? undefined : result.outcome;
  const { ports, observations } = trip.house;
  observations.record(
    {
      targetId: candidate.target.id,
      errorClass: failure?.errorClass,
      // While the caller did not read, the target was not the one who took its time.
      latencyMs: record.durationMs - result.timing.pausedMs,
      firstTokenMs: record.firstTokenMs,
      queueWaitMs: record.startedAt - askedAt,
      isWarm: candidate.target.id === warmTarget,
      inputTokens: outcome && totalInputTokens(outcome.tokens),
      cachedInputTokens: outcome?.tokens.cachedInput,
      outputTokens: outcome?.tokens.output,
      costNanoUsd: bill && costOfAnswer(bill),
    },
    ports.clock.now(),
  );
}

/** What is only an estimate is no observation. */
function costOfAnswer({ basis, costNanoUsd }: Bill): bigint | undefined {
  return basis === 'estimated' ? undefined : costNanoUsd;
}
