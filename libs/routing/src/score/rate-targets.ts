import type { Observed, Target, TermScore } from '@smart-router/core';
import type { DynamicScoreOptions } from '../dynamic-score-options.js';
import { calculate } from '../expression/evaluate.js';
import type { Signals } from '../strategy.js';
import { findTerm, termsFor } from './find-term.js';
import { scoreParts } from './score-parts.js';

/** A target with everything that a score says of it but its place. */
export interface Rated extends Omit<TermScore, 'kind' | 'final'> {
  readonly target: Target;
}

/** Scores every candidate; who was observed too little, or is not meant by any term, has no live score. */
export function rateTargets(
  candidates: readonly Target[],
  signals: Signals,
  options: DynamicScoreOptions,
): readonly Rated[] {
  const windowMs = options.observation_window_seconds * 1_000;
  const seen = candidates.map((target) => {
    const observed = signals.observations.of(target.id, windowMs, signals.nowMs);
    const count = observed?.count ?? 0;
    return { target, count, observed: count >= options.min_observations ? observed : undefined };
  });
  const parts = scoreParts(seen, signals);
  const terms = termsFor(options.score_terms, signals.facts);
  return seen.map(({ target, count, observed }, index) => {
    const own = parts[index];
    if (own === undefined) throw new Error('every candidate should have its parts');
    const term = observed && findTerm(terms, target);
    const live = term && calculate(term.expression, own);
    return {
      target,
      live: live === undefined ? undefined : Math.min(1, Math.max(0, live)),
      term: term?.name,
      observationCount: count,
      isOverThreshold: observed !== undefined && isOver(observed, options.thresholds),
      parts: own,
    };
  });
}

/** Whether too little was observed of a target to score it. */
export function isUnknown({ observationCount }: Rated, { min_observations: least }: DynamicScoreOptions): boolean {
  return observationCount < least;
}

function isOver(observed: Observed, thresholds: DynamicScoreOptions['thresholds']): boolean {
  const { max_error_rate: errors, max_timeout_rate: timeouts, max_p95_latency_ms: latencyMs } = thresholds;
  return (
    observed.errorRate > (errors ?? Infinity) ||
    observed.timeoutRate > (timeouts ?? Infinity) ||
    (observed.latencyP95Ms ?? 0) > (latencyMs ?? Infinity)
  );
}
